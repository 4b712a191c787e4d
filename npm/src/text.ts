// Canonical text of a value, for comparing values that an application creates anew at each render.

/**
 * Returns the same text for values with the same content, regardless of the order of their keys; `undefined` counts
 * as absent. Unlike `JSON.stringify` it never throws: a BigInt, a cycle and an unreadable property have a text as
 * well.
 */
export function textOf(value: unknown): string {
  return write(value, []);
}

/** Writes a value inside `ancestors`, the outermost first. */
function write(value: unknown, ancestors: readonly object[]): string {
  if (typeof value === "string") {
    return JSON.stringify(value);
  }
  if (typeof value !== "object" || value === null) {
    return typeof value === "function" ? "function" : typeof value === "bigint" ? `${value}n` : String(value);
  }
  const depth = ancestors.indexOf(value);
  if (depth >= 0) {
    return `^${ancestors.length - depth}`;
  }
  try {
    return writeObject(value, [...ancestors, value]);
  } catch {
    return "unreadable";
  }
}

function writeObject(value: object, ancestors: readonly object[]): string {
  if ("toJSON" in value && typeof value.toJSON === "function") {
    return write(value.toJSON(), ancestors);
  }
  if (Array.isArray(value)) {
    return `[${value.map((item) => write(item, ancestors)).join()}]`;
  }
  const fields = Object.keys(value)
    .sort()
    .map((name): [string, string] => [name, writeField(value, name, ancestors)])
    .filter(([, text]) => text !== "undefined");
  return `{${fields.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join()}}`;
}

function writeField(object: object, name: string, ancestors: readonly object[]): string {
  try {
    return write((object as Record<string, unknown>)[name], ancestors);
  } catch {
    return "unreadable";
  }
}
