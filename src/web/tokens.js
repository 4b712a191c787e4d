// Tokens, and the answers of endpoints that hold one, by the browser's own JSON. What is refused here is refused by the
// readers in token.rs and response.rs as well.
import { isObject, isSaid, parseJson, reject } from "./read.js";

// Why they refuse, as `UNUSABLE` in read.js.
const NO_TOKEN = 11;
const TOO_LONG = 12;
const ALGORITHM = 13;
const NO_USER = 14;
const TIMES = 16;
const WEB_PAGE = 22;
const EMPTY = 23;
const NO_ANSWER = 24;
const TOO_MUCH = 25;

/** The longest token that is read, as `MAX_TOKEN_BYTES` in token.rs. */
const MAX_TOKEN = 16384;

/** @type {(part: string) => string} What base64url stands for. `atob` passes over bits too many. */
function bytesOf(part) {
  const base64 = part.replace(/-/g, "+").replace(/_/g, "/");
  const bytes = atob(base64);
  return btoa(bytes).startsWith(base64) ? bytes : reject(NO_TOKEN);
}

/** @type {(part: string) => string} The same as UTF-8. */
const utf8Of = (part) =>
  new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
    Uint8Array.from(bytesOf(part), (byte) => byte.charCodeAt(0)),
  );

/** @type {(json: string) => any} */
function objectOf(json) {
  const object = parseJson(json);
  return isObject(object) ? object : reject(NO_TOKEN);
}

/**
 * A user's id as a text: of a number what is written, for JavaScript would shorten it.
 *
 * @type {(id: any, json: string) => any}
 */
const idOf = (id, json) =>
  typeof id == "number" ? parseJson(json.replace(/("user_id"\s*:\s*)([-+.\deE]+)/g, '$1"$2"')).user_id : id;

/** @type {(claims: any, name: string) => number | undefined} A claim in Unix seconds, as milliseconds. */
function timeOf(claims, name) {
  const time = claims[name];
  if (time !== undefined) {
    // From there on it cannot be meant in seconds, as `MILLISECONDS_FROM` in token.rs has it.
    return typeof time == "number" && time > -1 && time < 1e11 ? Math.trunc(time) * 1000 : reject(TIMES, name);
  }
}

/** @type {(token: string) => [header: any, claims: any, json: string, signature: string]} */
function partsOf(token) {
  try {
    const [, header, payload, signature] = /^([\w-]*)\.([\w-]*)\.([\w-]*)$/.exec(token) ?? reject(NO_TOKEN);
    const json = utf8Of(payload);
    return [objectOf(utf8Of(header)), objectOf(json), json, bytesOf(signature)];
  } catch {
    return reject(NO_TOKEN);
  }
}

/**
 * A token's claims: `user_id`, `iat` and `exp`, the times in milliseconds.
 *
 * @type {(token: string) => [userId: string, issuedAt: number | undefined, expiresAt: number | undefined]}
 */
export function readToken(token) {
  const [header, claims, json, signature] = token.length > MAX_TOKEN ? reject(TOO_LONG) : partsOf(token);
  if (header.alg !== "HS256") {
    reject(ALGORITHM);
  }
  const userId = signature ? idOf(claims.user_id, json) : reject(NO_TOKEN);
  return [isSaid(userId) ? userId : reject(NO_USER), timeOf(claims, "iat"), timeOf(claims, "exp")];
}

/**
 * The token in an endpoint's answer, nothing where nobody is signed in; `body` is undefined where there was too much.
 *
 * @type {(body: string | undefined) => string | null}
 */
export function readBody(body) {
  const text = body ?? reject(TOO_MUCH);
  const first = text.trim()[0];
  // The answer's type says nothing: PHP calls JSON text/html unless it is told.
  if (!first || first == "<") {
    reject(first ? WEB_PAGE : EMPTY);
  }
  let token;
  try {
    ({ token } = objectOf(text));
  } catch {}
  return token === null || typeof token == "string" ? token : reject(NO_ANSWER);
}
