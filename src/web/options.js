// The options of `boot`, read and judged. Those that only a Rust application can get wrong are checked in config/ as well.
import { UNUSABLE, fields, get, isObject, peek, quoted, readSettings, reject } from "./read.js";

export {
  UNUSABLE,
  addEvent,
  callDocument,
  describe,
  guard,
  makeError,
  newElement,
  ofDocument,
  ofWindow,
  own,
  peek,
  readArguments,
  readSettings,
  readValue,
  removeEvent,
  report,
  writeCookie,
} from "./read.js";
export { readBody, readToken } from "./tokens.js";

// Why they are refused, as `UNUSABLE` in read.js.
const NO_OPTIONS = 0;
const UNKNOWN = 1;
const BAD_APP_ID = 3;
const NO_REGION = 4;
const REGION_AND_API = 5;
const BAD_API = 6;
const SEVERAL = 7;

/** @typedef {[must: string, read: (value: any) => any]} Kind How messages name it; what of a value Rust is given. */

/** @type {(type: string, must: string) => Kind} */
const typed = (type, must) => [must, (value) => (typeof value == type ? value : undefined)];

/**
 * One of some words, as its place among them.
 *
 * @type {(...words: string[]) => Kind}
 */
const word = (...words) => [
  words.map((word) => JSON.stringify(word)).join(", ").replace(/, ([^,]*)$/, " or $1"),
  (value) => (words.includes(value) ? words.indexOf(value) : undefined),
];

const TEXT = typed("string", "a string");
const FLAG = typed("boolean", "true or false");
const OTHERWISE = word("visitor", "error");

/** @type {(pattern: RegExp, text: any, name: string, must: string) => any} A text, or what was given in place of one. */
const fitting = (pattern, text, name, must) =>
  text === undefined || pattern.test(text) ? text : reject(UNUSABLE, `${name} must be ${must}`);

/** Relative addresses, http and https, as `check_url` in config/mod.rs; no name and password, at which `fetch` throws. */
const WEB = /^(?!$)((https?:)?\/\/[^/?#@\0- ]+|(?!\/\/)[^:/?#\0- ]*)([/?#][^\0- ]*)?$/i;

/** @type {(text: any, name: string) => any} */
const webAddress = (text, name) => fitting(WEB, text, name, "an http or https address");

/** @type {Kind} Told by what it has and not by its class: another window's `URL` is one as well. It inherits its `href`. */
const ADDRESS = [
  "a string or a URL",
  (value) => webAddress(TEXT[1](isObject(value) ? peek(value, "href") : value), "jwtUrl"),
];

/** @type {Kind} As long as a day; a longer one is a mistake in the unit. */
const TIME = [
  "a number of milliseconds from 1 to 86400000",
  (value) => (typeof value == "number" && value >= 1 && value <= 864e5 ? value : undefined),
];

/** @type {Kind} Names and values in turns. */
const HEADERS = [
  "an object of strings",
  (value) => {
    try {
      const all = fields(value).flat();
      return all.every((text) => typeof text == "string") ? all : undefined;
    } catch {}
  },
];

/** What names of methods and headers are made of, `tchar` in RFC 9110; methods that no page may use. */
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const METHOD = /^(?!(connect|trace|track)$)[\w!#$%&'*+.^`|~-]+$/i;

/** @type {(request: any[]) => any[]} Refuses what a browser would refuse by throwing. */
function checkRequest(request) {
  const [, method = "GET", headers = [], body] = request;
  fitting(METHOD, method, "jwtRequest.method", "an HTTP method, such as GET or POST");
  headers.forEach((/** @type {string} */ text, /** @type {number} */ at) =>
    fitting(at % 2 ? /^[\t -~]*$/ : NAME, text, "jwtRequest.headers", "names and values of HTTP headers"),
  );
  request[1] = method.toUpperCase();
  return body !== undefined && /^(GET|HEAD)$/.test(request[1])
    ? reject(UNUSABLE, "jwtRequest.body needs a method that has a body, such as POST")
    : request;
}

/** @type {Record<string, Kind>} In the order of `InRequest` in options.rs. */
const REQUEST_OPTIONS = {
  url: ADDRESS,
  method: TEXT,
  headers: HEADERS,
  body: TEXT,
  credentials: word("include", "same-origin", "omit"),
  timeoutMs: TIME,
};

/** @type {Kind} */
const REQUEST = [
  "an object",
  (value) => {
    if (isObject(value)) {
      return get(value, "url") == null
        ? reject(UNUSABLE, "jwtRequest.url is missing")
        : checkRequest(all(value, REQUEST_OPTIONS));
    }
  },
];

const TOKEN_SOURCES = ["jwtUrl", "jwtRequest", "getJwt", "jwt"];

/** @type {Record<string, Kind>} In the order of `At` in options.rs. */
const OPTIONS = {
  appId: TEXT,
  region: TEXT,
  apiBase: TEXT,
  jwtUrl: ADDRESS,
  jwtRequest: REQUEST,
  getJwt: typed("function", "a function that returns the token"),
  jwt: TEXT,
  settings: ["", readSettings],
  routes: word("auto", "manual"),
  load: word("now", "load", "idle", "interaction"),
  syncTabs: FLAG,
  whenSignedOut: OTHERWISE,
  whenTokenFails: OTHERWISE,
  nonce: TEXT,
  widgetUrl: ["a string", (value) => webAddress(TEXT[1](value), "widgetUrl")],
  timeoutMs: TIME,
  allowUnsignedIdentity: FLAG,
  allowCustomApiBase: FLAG,
  debug: FLAG,
};

/**
 * What each of the known options is given as. An option that is null is one that is not given.
 *
 * @type {(object: any, known: Record<string, Kind>) => any[]}
 */
function all(object, known) {
  const names = Object.keys(known);
  for (const [name] of fields(object)) {
    if (!names.includes(name)) {
      const meant = nearest(name, names);
      reject(UNKNOWN, quoted(name) + (meant ? `, did you mean ${meant}?` : ""));
    }
  }
  return names.map((name) => {
    const value = get(object, name) ?? undefined;
    const [must, read] = known[name];
    return value === undefined ? value : (read(value) ?? reject(UNUSABLE, `${name} must be ${must}`));
  });
}

/**
 * The options of `boot`, each at its place in the list above.
 *
 * @type {(options: any) => any[]}
 */
export function readOptions(options) {
  if (!isObject(options)) {
    reject(NO_OPTIONS);
  }
  const [first, second] = TOKEN_SOURCES.filter((name) => get(options, name) != null);
  const read = second ? reject(SEVERAL, `${first} and ${second}`) : all(options, OPTIONS);
  const [appId = "", region, apiBase] = read;
  if (!/^[a-z\d]{1,64}$/i.test(appId)) {
    reject(BAD_APP_ID, quoted(appId));
  }
  read[2] = apiOf(region, apiBase, get(options, "allowCustomApiBase"));
  return read;
}

/** A host's name, without a port or with one. */
const HOST = /^https:\/\/([a-z\d]([a-z\d-]*[a-z\d])?\.)*[a-z\d]([a-z\d-]*[a-z\d])?(:\d{1,5})?$/i;

/**
 * The region's API, or one's own, without a slash at its end; nothing where none of both is given.
 *
 * @type {(region: string | undefined, apiBase: string | undefined, anyHost: any) => string | undefined}
 */
function apiOf(region, apiBase, anyHost) {
  if (region !== undefined) {
    const part = apiBase === undefined ? /^(us)$|^(eu)$|^a[up]$/.exec(region) : reject(REGION_AND_API);
    return part ? `https://api-iam.${part[1] ? "" : part[2] ? "eu." : "au."}intercom.io` : reject(NO_REGION, quoted(region));
  }
  const api = apiBase?.replace(/\/$/, "");
  // In lower case at last: other letters than ASCII's may become ones of ASCII.
  return api === undefined || (HOST.test(api) && (anyHost ? !(+api.split(":")[2] > 65535) : /\.intercom\.io$/i.test(api)))
    ? api?.toLowerCase()
    : reject(BAD_API, quoted(apiBase));
}

/**
 * The one of `known` that takes the fewest edits to get to from `name`; nothing when none is near.
 *
 * @type {(name: string, known: string[]) => string | undefined}
 */
function nearest(name, known) {
  const distances = known.map((other) => distance(name.toLowerCase(), other.toLowerCase()));
  const least = Math.min(...distances);
  const found = known[distances.indexOf(least)];
  return least <= Math.ceil(found.length / 3) ? found : undefined;
}

/**
 * Levenshtein's distance.
 *
 * @type {(from: string, to: string) => number}
 */
function distance(from, to) {
  let row = [...to, ""].map((_, at) => at);
  [...from].forEach((a, i) => {
    const next = [i + 1];
    [...to].forEach((b, j) => next.push(Math.min(row[j] + Number(a !== b), row[j + 1] + 1, next[j] + 1)));
    row = next;
  });
  return row[to.length];
}
