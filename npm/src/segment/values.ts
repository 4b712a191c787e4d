// Reads values of Segment's events and converts them for the Messenger. Pure.

export type Fields = Record<string, unknown>;

/** Digits after the point, by ISO 4217, of currencies that do not have two. */
const DIGITS: ReadonlyArray<readonly [number, string]> = [
  [0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"],
  [3, "BHD IQD JOD KWD LYD OMR TND"],
];

/** A date, a time, a zone. */
const ISO = /^(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?) ?(?:(Z)|([+-]\d\d):?(\d\d)?)?)?$/i;

/** Whether a value is an object with fields: no list, and no date. */
export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** Whether a value is undefined, "", {} or [], or contains nothing else; null is not empty. */
export function isEmpty(value: unknown): boolean {
  const isContainer = typeof value === "object" && value !== null && !(value instanceof Date);
  return value === undefined || value === "" || (isContainer && Object.values(value).every(isEmpty));
}

/**
 * Reads the value that a mapping's source names in an event: a path (`traits.plan`, `$.traits.plan`,
 * `{"@path": "$.traits.plan"}`), a list of sources of which the first counts that is neither undefined nor null, or a
 * function of the event.
 */
export function read(source: unknown, event: unknown): unknown {
  if (typeof source === "function") {
    return source(event);
  }
  if (Array.isArray(source)) {
    const values = source.map((one) => read(one, event));
    return values.find((value) => value != null) ?? values.find((value) => value === null);
  }
  if (isObject(source)) {
    return read(source["@path"], event);
  }
  return typeof source === "string" ? readPath(source, event) : undefined;
}

function readPath(path: string, event: unknown): unknown {
  let value = event;
  for (const key of path.replace(/^\$\.?/, "").split(".")) {
    const has = typeof value === "object" && value !== null && Object.prototype.hasOwnProperty.call(value, key);
    value = has ? (value as Fields)[key] : undefined;
  }
  return value;
}

/** Reads the source of each field. */
export const readAll = (sources: object, event: unknown): Fields =>
  Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, read(source, event)]));

/**
 * Removes what the Messenger does not accept: undefined, functions, numbers that are not finite. A `Date` becomes Unix
 * seconds.
 */
function clean(value: unknown): unknown {
  if (value instanceof Date) {
    return seconds(value);
  }
  if (Array.isArray(value)) {
    return value.map(clean).filter((one) => one !== undefined);
  }
  if (isObject(value)) {
    return cleanFields(value);
  }
  const isAccepted = value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value);
  return isAccepted ? value : undefined;
}

/** Cleans the value of each field, and removes fields without any. */
export function cleanFields(fields: Fields): Fields {
  const cleaned = Object.entries(fields).map(([name, value]): [string, unknown] => [name, clean(value)]);
  return Object.fromEntries(cleaned.filter(([, value]) => value !== undefined));
}

/** Removes fields that hold arrays or objects, unless `keep` accepts their names. */
export function flat(fields: unknown, keep: (name: string) => boolean = () => false): Fields {
  const entries = Object.entries(isObject(fields) ? fields : {});
  return cleanFields(
    Object.fromEntries(entries.filter(([name, value]) => keep(name) || !(Array.isArray(value) || isObject(value)))),
  );
}

/**
 * Converts a date to Unix seconds: an ISO 8601 text (UTC where it names no zone), a number of 13 digits (milliseconds), any
 * other number (seconds), the same in a text of 10 or 13 digits, or a `Date`. Returns undefined for anything else.
 */
export function seconds(date: unknown): number | undefined {
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
 * Converts a revenue to a whole number of the currency's smallest unit: 19.99 dollars are 1999, 500 yen are 500. Returns
 * undefined where the revenue is no number.
 */
export function price(revenue: unknown, currency: unknown): { amount: number; currency: unknown } | undefined {
  const number = typeof revenue === "string" && revenue.trim() ? Number(revenue) : revenue;
  if (typeof number !== "number" || !Number.isFinite(number)) {
    return undefined;
  }
  const code = String(currency || "USD").toUpperCase();
  const digits = DIGITS.find(([, codes]) => codes.split(" ").includes(code))?.[0] ?? 2;
  // 1.005 × 100 is 100.49999999999999; rounding to the 15 digits that a number is exact to restores the intended value.
  const amount = Number((Math.abs(number) * 10 ** digits).toPrecision(15));
  return { amount: Math.sign(number) * Math.round(amount), currency: currency || "USD" };
}
