// The page around the session: what it tells and is told, its clock, its addresses, routes, other tabs, cookies.
//
// Rust imports three files and no more, and each of them few others: the server of wasm-bindgen-test hangs when a browser
// asks it for more than four at once. So what else Rust and these files need is passed on from file to file.
import { addEvent, guard, ofWindow, removeEvent, report } from "./cookies.js";

export {
  addEvent,
  callDocument,
  cookies,
  describe,
  guard,
  makeError,
  newElement,
  ofDocument,
  ofWindow,
  own,
  peek,
  readArguments,
  readBody,
  readOptions,
  readSettings,
  readToken,
  readValue,
  removeEvent,
  report,
} from "./cookies.js";
export { setViolations } from "./tags.js";
export { callThen, makeStub } from "./wrappers.js";

/** @type {(what: number, number: number, detail: any, more: any) => void} */
let told = () => {};

/** @param {(what: number, number: number, detail: any, more: any) => void} hear */
export function hearWith(hear) {
  told = hear;
}

/**
 * Tells the session that something happened.
 *
 * @param {number} what One of the names below.
 * @param {number} [number]
 * @param {any} [detail]
 * @param {any} [more]
 */
export function tell(what, number, detail, more) {
  told(what, number ?? 0, detail, more);
}

// As `hear` in hear.rs counts them.
export const REPLY = 10;
export const SETTLED = 11;

/** Whether there is a page: on a server and in a worker there is none. */
export const hasPage = () => typeof window === "object" && typeof document === "object";

/**
 * @param {number} after
 * @param {() => void} act
 */
export const timeout = (after, act) => setTimeout(act, Math.min(after, 2147483647));

/** @type {(timeout: any) => void} */
export const endTimeout = guard((timeout) => clearTimeout(timeout));

// Those who call the loader, and what they are told.

/** @type {WeakMap<Promise<any>, (failed: boolean, value: any) => void>} What settles a promise. */
const ends = new WeakMap();

/** A promise that `settle` ends. */
export function deferred() {
  /** @type {any} */
  let end;
  const promise = new Promise((resolve, reject) => {
    end = (/** @type {boolean} */ failed, /** @type {any} */ value) => (failed ? reject : resolve)(value);
  });
  ends.set(promise, end);
  return promise;
}

/**
 * @param {Promise<any>} promise
 * @param {boolean} failed
 * @param {any} value
 */
export function settle(promise, failed, value) {
  ends.get(promise)?.(failed, value);
}

/**
 * Tells when a promise is settled, or what somebody gave in place of one.
 *
 * @param {number} id
 * @param {any} value
 */
export function whenSettled(id, value) {
  // `Promise.resolve` reads a promise's class, which may throw.
  new Promise((go) => go(value)).then(
    (value) => tell(SETTLED, id, false, value),
    (cause) => tell(SETTLED, id, true, cause),
  );
}

/** @type {[string, (detail: any) => void][]} In the order in which they came. */
let listeners = [];

/**
 * Calls `listener` whenever `event` happens, until the function that it returns is called.
 *
 * @param {string} event
 * @param {(detail: any) => void} listener
 */
export function addListener(event, listener) {
  /** @type {[string, (detail: any) => void]} */
  const entry = [event, listener];
  listeners = [...listeners, entry];
  return () => {
    listeners = listeners.filter((other) => other !== entry);
  };
}

/**
 * Tells whoever listened when it happened; who stops listening meanwhile is not told any more.
 *
 * @param {string} event
 * @param {any} detail
 */
export function emit(event, detail) {
  for (const entry of listeners) {
    if (entry[0] === event && listeners.includes(entry)) {
      try {
        entry[1](detail);
      } catch (thrown) {
        // It is for its developer to see, and stops nothing.
        report(thrown);
      }
    }
  }
}

/** @param {string} [userId] */
export const makeSession = (userId) => (userId === undefined ? { kind: "visitor" } : { kind: "user", userId });

/**
 * @param {string} phase
 * @param {any} session
 * @param {string} [appId]
 * @param {string} [region]
 * @param {number} [expires]
 * @param {number} [updatesLeft]
 * @param {any} [lastError]
 */
export const makeState = (phase, session, appId, region, expires, updatesLeft, lastError) => ({
  phase,
  session,
  appId: appId ?? null,
  region: region ?? null,
  tokenExpiresAt: expires ?? null,
  updatesLeft,
  lastError,
});
