// What callers in JavaScript give, read into what Rust can take: texts, numbers, truth, and JSON.

/** How a reader refuses: it throws one of these, a name, and what is said of it. As `refused` in read.rs counts. */
const NO_OPTIONS = 0;
const UNKNOWN = 1;
const UNUSABLE = 2;
const SEVERAL = 3;
const UNSENDABLE = 4;

/** How deep data may nest. Deeper ones are a cycle, or nothing that Intercom would take. */
const MAX_DEPTH = 8;

/**
 * @param {number} why
 * @param {string} [name]
 * @param {string} [more]
 * @returns {never}
 */
function reject(why, name, more) {
  throw [why, name, more];
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
    return reject(UNSENDABLE, reading);
  }
}

/**
 * What a method is given, each as JSON.
 *
 * @type {(method: string, given: any[]) => string[]}
 */
export const readArguments = (method, given) => given.map((value) => readValue(value) ?? reject(UNSENDABLE, method));

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

/** @type {Kind} Told by what it has and not by its class: another window's `URL` is one as well. */
const ADDRESS = ["a string or a URL", (value) => TEXT[1](isObject(value) ? get(value, "href") : value)];

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
      return get(value, "url") == null ? reject(UNUSABLE, "jwtRequest.url", " is missing") : all(value, REQUEST_OPTIONS);
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
  widgetUrl: TEXT,
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
      reject(UNKNOWN, name, meant && `, did you mean ${meant}?`);
    }
  }
  return names.map((name) => {
    const value = get(object, name) ?? undefined;
    const [must, read] = known[name];
    return value === undefined ? value : (read(value) ?? reject(UNUSABLE, name, " must be " + must));
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
  return second ? reject(SEVERAL, first, " and " + second) : all(options, OPTIONS);
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
