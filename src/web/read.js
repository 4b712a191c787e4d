// What callers in JavaScript give, read into what Rust can take: attributes and methods' arguments as JSON. options.js and
// tokens.js read the rest.

import { own } from "./dom.js";
import { quoted } from "./failures.js";

export {
  addEvent,
  callDocument,
  newElement,
  ofDocument,
  ofWindow,
  own,
  peek,
  removeEvent,
  writeCookie,
} from "./dom.js";
export { describe, makeError, quoted } from "./failures.js";
export { guard, report } from "./guard.js";

/** Why a reader refuses: a place in the list of failures.js, which is that of `Code` in error.rs. */
export const UNUSABLE = 2;
const UNSENDABLE = 8;

/** How deep data may nest. Deeper ones are a cycle, or nothing that Intercom would take. */
const MAX_DEPTH = 8;

/**
 * @param {number} why
 * @param {string} [detail] What is said of it.
 * @returns {never}
 */
export function reject(why, detail) {
  throw [why, detail];
}

/** @type {(value: any) => boolean} */
export const isObject = (value) => typeof value == "object" && value !== null && !Array.isArray(value);

/**
 * Reads a property of its own. One that cannot be read is not a number, which nobody takes for anything: a getter of the
 * page's may throw.
 *
 * @type {(object: any, name: string) => any}
 */
export function get(object, name) {
  try {
    return own(object, name);
  } catch {
    return NaN;
  }
}

/** @type {(json: string) => any} What JSON says, which inherits nothing. */
export function parseJson(json) {
  const value = JSON.parse(json);
  return isObject(value) ? Object.setPrototypeOf(value, null) : value;
}

/**
 * An object's own fields, without those that are `undefined`. Throws where there is no object.
 *
 * @type {(object: any) => [string, any][]}
 */
export function fields(object) {
  if (!isObject(object)) {
    throw object;
  }
  const all = Object.keys(object).map((name) => /** @type {[string, any]} */ ([name, get(object, name)]));
  return all.filter(([, value]) => value !== undefined);
}

// Attributes and arguments.

/**
 * What JSON can say of a value, with dates in Unix seconds as Intercom has them, and an object's names in order: the same
 * attributes have the same text. Throws at anything else.
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
  const sorted = fields(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, value]) => [name, deeper(value)]));
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
    company.created_at = inSeconds("created_at", own(company, "created_at"));
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
export const isSaid = (value) => typeof value == "string" && value !== "";

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
  const [must, fits] = own(ARGUMENTS, method) ?? [];
  if (fits && !fits(values[0], values[1])) {
    reject(UNUSABLE, `${method} ${must}`);
  }
  return values.map((value) => JSON.stringify(value));
}
