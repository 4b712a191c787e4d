// Members of `document` and `window`, past what markup puts in their places (DOM clobbering). An element with a name or an
// id is a property of both: `<img name="cookie">` hides `document.cookie`, and `<a id="Intercom">` is `window.Intercom`
// where there is none. Markup that a page takes from others must not decide what a script finds there.

/**
 * Reads an object's own property. What stands on `Object.prototype`, or among the named elements of `window`, is nobody's.
 *
 * @type {(object: any, name: string) => any}
 */
export const own = (object, name) =>
  Object.prototype.hasOwnProperty.call(object, name) ? object[name] : undefined;

/**
 * Reads a property that may throw, which is then not there. Content blockers define such ones.
 *
 * @type {(object: any, name: string, read?: typeof own) => any}
 */
export function peek(object, name, read = (/** @type {any} */ object, /** @type {string} */ name) => object[name]) {
  try {
    return read(object, name);
  } catch {
    return undefined;
  }
}

/**
 * Reads a global that a browser may lack, or that page code defines.
 *
 * @type {(name: string) => any}
 */
export const ofWindow = (name) => peek(window, name, own);

/** @type {<K extends keyof Document>(name: K) => Document[K]} */
export const ofDocument = (name) => Reflect.get(Document.prototype, name, document);

/** @type {(cookie: string) => boolean} */
export const writeCookie = (cookie) => Reflect.set(Document.prototype, "cookie", cookie, document);

/**
 * Calls a method of the document. A function that page code has put over it, such as a consent tool's, stays in use; an
 * element, which browsers have let be called, does not.
 *
 * @type {(name: "createElement" | "createElementNS" | "querySelector" | "querySelectorAll", ...given: string[]) => any}
 */
export function callDocument(name, ...given) {
  const { [name]: found } = document;
  const isFunction = typeof found == "function" && !(/** @type {any} */ (found) instanceof Element);
  return Reflect.apply(isFunction ? found : ofDocument(name), document, given);
}

/** @type {<K extends keyof HTMLElementTagNameMap>(tag: K) => HTMLElementTagNameMap[K]} */
export const newElement = (tag) => callDocument("createElement", tag);

/** @typedef {(target: EventTarget, kind: string, listener: (event: any) => void, capture?: boolean) => void} Listens */

/** @type {Listens} */
export const addEvent = (target, ...rest) => Reflect.apply(EventTarget.prototype.addEventListener, target, rest);

/** @type {Listens} */
export const removeEvent = (target, ...rest) => Reflect.apply(EventTarget.prototype.removeEventListener, target, rest);
