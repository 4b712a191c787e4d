// Members of `document` and `window` past what markup puts in their places (DOM clobbering): an element with a name or an id
// is a property of both.

/** Runs `act`. What it throws is swallowed: a page can make nearly everything throw. */
export function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/** Whether there is a page. On a server and in a worker there is none. */
export const hasPage = (): boolean => typeof document === "object";

/** Property of the object's own; nothing where it cannot be read. */
export const own = (object: any, name: string): any =>
  attempt(() => Object.getOwnPropertyDescriptor(object, name) && object[name]);

/** Property of the document's interface. */
export const ofDocument = <K extends keyof Document>(name: K): Document[K] =>
  Reflect.get(Document.prototype, name, document);

/** Calls a method of the document's interface. */
export const callDocument = <T>(name: "createElement" | "querySelector", argument: string): T =>
  Reflect.apply(ofDocument(name), document, [argument]);
