// What callers in JavaScript and token endpoints give, read into what Rust can take: texts, numbers, truth, and JSON.

import { quoted } from "./failures.js";

/** Why a reader refuses: the places in the list of failures.js, which are those of `Code` in error.rs. */
const NO_OPTIONS = 0;
const UNKNOWN = 1;
const UNUSABLE = 2;
const BAD_APP_ID = 3;
const NO_REGION = 4;
const REGION_AND_API = 5;
const BAD_API = 6;
const SEVERAL = 7;
const UNSENDABLE = 8;
const NO_TOKEN = 11;
const TOO_LONG = 12;
const ALGORITHM = 13;
const NO_USER = 14;
const TIMES = 16;
const WEB_PAGE = 22;
const EMPTY = 23;
const NO_ANSWER = 24;
const TOO_MUCH = 25;

/** How deep data may nest. Deeper ones are a cycle, or nothing that Intercom would take. */
const MAX_DEPTH = 8;

/**
 * @param {number} why
 * @param {string} [detail] What is said of it.
 * @returns {never}
 */
function reject(why, detail) {
  throw [why, detail];
}

/** @type {(value: any) => boolean} */
const isObject = (value) => typeof value == "object" && value !== null && !Array.isArray(value);

/**
 * A property. One that cannot be read is not a number, which nobody takes for anything: a getter of the page's may throw.
 *
 * @type {(object: any, name: string) => any}
 */
function get(object, name) {
  try {
    return object[name];
  } catch {
    return NaN;
  }
}

/**
 * An object's own fields, without those that are `undefined`. Throws where there is no object.
 *
 * @type {(object: any) => [string, any][]}
 */
function fields(object) {
  if (!isObject(object)) {
    throw object;
  }
  const all = Object.keys(object).map((name) => /** @type {[string, any]} */ ([name, get(object, name)]));
  return all.filter(([, value]) => value !== undefined);
}

// Attributes and arguments.

/**
 * What JSON can say of a value, with dates in Unix seconds as Intercom has them. Throws at anything else.
 *
 * @type {(value: any, depth?: number) => any}
 */
function plain(value, depth = MAX_DEPTH) {
  const deeper = (/** @type {any} */ value) => plain(value, depth - 1);
  if (!depth) {
    throw value;
  }
  if (value === null || typeof value == "boolean" || typeof value == "string" || Number.isFinite(value)) {
    return value;
  }
  if (Array.isArray(value)) {
    return Array.from(value, deeper);
  }
  if (value instanceof Date) {
    return deeper(Math.floor(value.getTime() / 1000));
  }
  return Object.fromEntries(fields(value).map(([name, value]) => [name, deeper(value)]));
}

/**
 * As JSON; nothing of what cannot be sent.
 *
 * @type {(value: any) => string | undefined}
 */
export function readValue(value) {
  try {
    return JSON.stringify(plain(value));
  } catch {}
}

/**
 * Every `created_at` in seconds, the company's and each company's included: a time in milliseconds is far in the future.
 *
 * @type {(name: string, value: any) => any}
 */
function inSeconds(name, value) {
  if (name == "created_at") {
    return Number.isInteger(value) && value >= 1e11 ? Math.floor(value / 1000) : value;
  }
  const companies = name == "company" ? [value] : name == "companies" ? [].concat(value) : [];
  for (const company of companies.filter(isObject)) {
    company.created_at = inSeconds("created_at", company.created_at);
  }
  return value;
}

/**
 * Attributes: names and values as JSON, in turns.
 *
 * @type {(settings: any) => string[]}
 */
export function readSettings(settings) {
  let reading = "settings";
  try {
    return fields(settings).flatMap(([name, value]) => [(reading = name), JSON.stringify(inSeconds(name, plain(value)))]);
  } catch {
    return reject(UNSENDABLE, quoted(reading));
  }
}

/** @type {(value: any) => boolean} */
const isSaid = (value) => typeof value == "string" && value !== "";

/** @typedef {[must: string, fits: (first: any, second: any) => boolean]} Takes How messages name it; what does. */

/** @type {Takes} What an article, a tour and so on is known by. */
const ID = ["must be given an id, a text or a whole number", (id) => isSaid(id) || Number.isSafeInteger(id)];

/** @type {Record<string, Takes>} What the Messenger's methods take that take anything. */
const ARGUMENTS = {
  showSpace: [
    "must be given home, messages, help, news, tasks or tickets",
    (space) => ["home", "messages", "help", "news", "tasks", "tickets"].includes(space),
  ],
  showNewMessage: ["takes a text or nothing", (text) => text === undefined || typeof text == "string"],
  startConversation: ["must be given a text", isSaid],
  hideNotifications: ["must be given true or false", (hide) => typeof hide == "boolean"],
  startTour: ID,
  showArticle: ID,
  showNews: ID,
  startSurvey: ID,
  startChecklist: ID,
  showTicket: ID,
  showConversation: ID,
  trackEvent: [
    "must be given the event's name and perhaps an object",
    (name, facts) => isSaid(name) && (facts === undefined || isObject(facts)),
  ],
  setAuthTokens: [
    "must be given an object of texts",
    (tokens) => isObject(tokens) && Object.values(tokens).every(isSaid),
  ],
};

/**
 * What a method is given, each as JSON. There is no more of it than the method takes.
 *
 * @type {(method: string, given: any[]) => string[]}
 */
export function readArguments(method, given) {
  let values = given;
  try {
    values = given.map((value) => plain(value));
  } catch {
    reject(UNSENDABLE, quoted(method));
  }
  const [must, fits] = ARGUMENTS[method] ?? [];
  if (fits && !fits(values[0], values[1])) {
    reject(UNUSABLE, `${method} ${must}`);
  }
  return values.map((value) => JSON.stringify(value));
}

// Tokens, and the answers that hold one.

/** The longest token that is read, as `MAX_TOKEN_BYTES` in jwt.rs. */
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
  const object = JSON.parse(json);
  return isObject(object) ? object : reject(NO_TOKEN);
}

/**
 * A user's id as a text. A number that JavaScript would shorten is taken as it is written, where that is clear.
 *
 * @type {(id: any, json: string) => any}
 */
function idOf(id, json) {
  if (typeof id != "number") {
    return id;
  }
  const [written, another] = Array.from(json.matchAll(/"user_id"\s*:\s*([-+.\deE]+)/g), ([, digits]) => digits);
  return Number.isSafeInteger(id) ? `${id}` : !another && Number(written) === id && written;
}

/** @type {(claims: any, name: string) => number | undefined} A claim in Unix seconds, as milliseconds. */
function timeOf(claims, name) {
  const time = claims[name];
  if (time !== undefined) {
    const seconds = Math.trunc(time);
    // From there on it cannot be meant in seconds, as `MILLISECONDS_FROM` in jwt.rs has it.
    return typeof time == "number" && seconds >= 0 && seconds < 1e11 ? seconds * 1000 : reject(TIMES, name);
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
  const text = body?.trim() ?? reject(TOO_MUCH);
  // The answer's type says nothing: PHP calls JSON text/html unless it is told.
  if (!text || text[0] == "<") {
    reject(text ? WEB_PAGE : EMPTY);
  }
  let token;
  try {
    ({ token } = objectOf(text));
  } catch {}
  return token === null || typeof token == "string" ? token : reject(NO_ANSWER);
}

// Options.

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
const WEB = /^(?=.)((https?:)?\/\/[^/?#@\0- ]+|(?!\/\/)[^:/?#\0- ]*)([/?#][^\0- ]*)?$/i;

/** @type {(text: any, name: string) => any} */
const webAddress = (text, name) => fitting(WEB, text, name, "an http or https address");

/** @type {Kind} Told by what it has and not by its class: another window's `URL` is one as well. */
const ADDRESS = [
  "a string or a URL",
  (value) => webAddress(TEXT[1](isObject(value) ? get(value, "href") : value), "jwtUrl"),
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
const HOST = /^https:\/\/([a-z\d]([a-z\d-]*[a-z\d])?\.)*[a-z\d]([a-z\d-]*[a-z\d])?(:\d{1,5})?$/;

/**
 * The region's API, or one's own, without a slash at its end; nothing where none of both is given.
 *
 * @type {(region: string | undefined, apiBase: string | undefined, anyHost: any) => string | undefined}
 */
function apiOf(region, apiBase, anyHost) {
  if (region !== undefined) {
    const part = /^(us)$|^(eu)$|^a[up]$/.exec(region) ?? reject(NO_REGION, quoted(region));
    return apiBase === undefined
      ? `https://api-iam.${part[1] ? "" : part[2] ? "eu." : "au."}intercom.io`
      : reject(REGION_AND_API);
  }
  const api = apiBase?.replace(/\/$/, "").toLowerCase();
  return api === undefined || (HOST.test(api) && (anyHost || /\.intercom\.io$/.test(api))) ? api : reject(BAD_API, quoted(apiBase));
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
