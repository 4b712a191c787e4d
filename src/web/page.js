// The page around the session: what it tells and is told, its clock, its addresses, routes, other tabs, cookies.
//
// Rust imports three files and no more, and each of them few others: the server of wasm-bindgen-test hangs when a browser
// asks it for more than four at once. So what else Rust and these files need is passed on from file to file.
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
  setViolations,
} from "./cookies.js";

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
