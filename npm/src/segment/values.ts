// How values of Segment's events are read, and made into what the Messenger takes. Pure.

/** @typedef {Record<string, any>} Fields */

/** Digits after the point, by ISO 4217, of currencies that have not two. @type {[number, string][]} */
const DIGITS = [
  [0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"],
  [3, "BHD IQD JOD KWD LYD OMR TND"],
];

/** A date, a time, a zone. */
const ISO = /^(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?) ?(?:(Z)|([+-]\d\d):?(\d\d)?)?)?$/i;

/**
 * @param {any} value
 * @returns {value is Fields} Not for a list, and not for a date.
 */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/**
 * undefined, "", {} and [] are empty, and so is what holds nothing else; null is not.
 *
 * @param {any} value
 * @returns {boolean}
 */
export function isEmpty(value) {
  const holder = typeof value === "object" && value !== null && !(value instanceof Date);
  return value === undefined || value === "" || (holder && Object.values(value).every(isEmpty));
}

/**
 * Reads what a mapping names: a path (`traits.plan`, `$.traits.plan`, `{"@path": "$.traits.plan"}`), a list of which the
 * first counts that is neither undefined nor null, or a function of the event.
 *
 * @param {any} from
 * @param {any} event
 * @returns {any}
 */
export function read(from, event) {
  if (typeof from === "function") {
    return from(event);
  }
  if (Array.isArray(from)) {
    const all = from.map((one) => read(one, event));
    return all.find((value) => value != null) ?? all.find((value) => value === null);
  }
  if (isObject(from)) {
    return read(from["@path"], event);
  }
  let value = typeof from === "string" ? event : undefined;
  for (const key of String(from).replace(/^\$\.?/, "").split(".")) {
    const has = typeof value === "object" && value !== null && Object.prototype.hasOwnProperty.call(value, key);
    value = has ? value[key] : undefined;
  }
  return value;
}

/**
 * @param {Fields} map
 * @param {any} event
 * @returns {Fields}
 */
export const readAll = (map, event) =>
  Object.fromEntries(Object.entries(map).map(([name, from]) => [name, read(from, event)]));

/**
 * Without what the Messenger cannot be told: undefined, functions, numbers that are none. A `Date` becomes Unix seconds.
 *
 * @param {any} value
 * @returns {any}
 */
export function clean(value) {
  if (value instanceof Date) {
    return seconds(value);
  }
  if (Array.isArray(value)) {
    return value.map(clean).filter((one) => one !== undefined);
  }
  if (isObject(value)) {
    const fields = Object.entries(value).map(([name, one]) => [name, clean(one)]);
    return Object.fromEntries(fields.filter(([, one]) => one !== undefined));
  }
  const told = value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value);
  return told ? value : undefined;
}

/**
 * Fields without those that hold arrays or objects.
 *
 * @param {any} fields
 * @param {(name: string) => boolean} [whole] Which are kept all the same.
 * @returns {Fields}
 */
export function flat(fields, whole = () => false) {
  const all = Object.entries(isObject(fields) ? fields : {});
  return clean(
    Object.fromEntries(all.filter(([name, value]) => whole(name) || !(Array.isArray(value) || isObject(value)))),
  );
}

/**
 * A date in Unix seconds: an ISO 8601 text (UTC where it names no zone), a number of 13 digits (milliseconds), any other
 * number (seconds), the same in a text of 10 or 13 digits, or a `Date`; undefined when it cannot be read.
 *
 * @param {any} date
 * @returns {number | undefined}
 */
export function seconds(date) {
  let number = date;
  if (date instanceof Date) {
    number = date.getTime() / 1000;
  } else if (typeof date === "string") {
    if (/^(\d{10}|\d{13})$/.test(date)) {
      return seconds(Number(date));
    }
    const [, day, time, , hours, minutes = "00"] = ISO.exec(date.trim()) ?? [];
    const zone = hours ? `${hours}:${minutes}` : "Z";
    number = Date.parse(time ? `${day}T${time.replace(",", ".")}${zone}` : String(day)) / 1000;
  } else if (typeof date === "number" && String(Math.trunc(Math.abs(date))).length === 13) {
    number = date / 1000;
  }
  return typeof number === "number" && Number.isFinite(number) ? Math.floor(number) : undefined;
}

/**
 * A price in the currency's smallest unit, a whole number of them: 19.99 dollars are 1999, 500 yen are 500.
 *
 * @param {any} revenue
 * @param {any} currency
 * @returns {{ amount: number, currency: any } | undefined} Nothing where the revenue is no number.
 */
export function price(revenue, currency) {
  const number = typeof revenue === "string" && revenue.trim() ? Number(revenue) : revenue;
  if (typeof number !== "number" || !Number.isFinite(number)) {
    return undefined;
  }
  const code = String(currency || "USD").toUpperCase();
  const digits = DIGITS.find(([, codes]) => codes.split(" ").includes(code))?.[0] ?? 2;
  // 1.005 × 100 is 100.49999999999999; the 15 digits that a number is good for say what was meant.
  const amount = Number((Math.abs(number) * 10 ** digits).toPrecision(15));
  return { amount: Math.sign(number) * Math.round(amount), currency: currency || "USD" };
}
