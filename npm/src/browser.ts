// Reads members of `document` and `window` past DOM clobbering by markup: an element with a name or an id becomes a
// property of both.

/** Runs `act` and ignores its exceptions: a page can make nearly everything throw. */
export function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/** Whether there is a page. There is none on a server and in a worker. */
export const hasPage = (): boolean => typeof document === "object";

/** The object's own property; undefined if it cannot be read. */
export const own = (object: any, name: string): any =>
  attempt(() => Object.getOwnPropertyDescriptor(object, name) && object[name]);

/** The property of the document's interface. */
export const ofDocument = <K extends keyof Document>(name: K): Document[K] =>
  Reflect.get(Document.prototype, name, document);

/** Calls a method of the document's interface. */
export const callDocument = <T>(name: "createElement" | "querySelector", argument: string): T =>
  Reflect.apply(ofDocument(name), document, [argument]);
