// A value as text, by which values are compared that an application makes anew at each render.

/**
 * The same for values with the same content, in whatever order their keys stand; `undefined` is no content. Unlike
 * `JSON.stringify` it never throws: a BigInt, a cycle, and what cannot be read, have a text as well.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function textOf(value) {
  return write(value, []);
}

/**
 * @param {any} value
 * @param {unknown[]} around The objects that `value` is in, the outermost first.
 * @returns {string}
 */
function write(value, around) {
  if (typeof value === "string") {
    return JSON.stringify(value);
  }
  if (typeof value !== "object" || value === null) {
    return typeof value === "function" ? "function" : typeof value === "bigint" ? `${value}n` : String(value);
  }
  const at = around.indexOf(value);
  if (at >= 0) {
    return `^${around.length - at}`;
  }
  try {
    return writeObject(value, [...around, value]);
  } catch {
    return "unreadable";
  }
}

/**
 * @param {any} value
 * @param {unknown[]} around
 */
function writeObject(value, around) {
  if (typeof value.toJSON === "function") {
    return write(value.toJSON(), around);
  }
  if (Array.isArray(value)) {
    return `[${value.map((one) => write(one, around)).join()}]`;
  }
  const fields = Object.keys(value)
    .sort()
    .map((name) => [name, read(value, name, around)]);
  return `{${fields.filter(([, text]) => text !== "undefined").map(([name, text]) => `${JSON.stringify(name)}:${text}`).join()}}`;
}

/**
 * @param {any} object
 * @param {string} name
 * @param {unknown[]} around
 */
function read(object, name, around) {
  try {
    return write(object[name], around);
  } catch {
    return "unreadable";
  }
}
