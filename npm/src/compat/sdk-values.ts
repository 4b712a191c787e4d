// What a program passes that cannot be sent: it is left out with a warning, and its neighbours are sent.
import type { Fields } from "./sdk-options.js";

/** How deep the loader takes data. */
const MAX_DEPTH = 8;

/** Names that were warned of. */
const warned = new Set<string>();

/** The fields that can be sent. */
export function withoutBad(fields: Fields, what: string): Fields {
  const kept: Fields = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || isSendable(value, MAX_DEPTH)) {
      kept[name] = value;
    } else if (!warned.has(what + name)) {
      // A program that renders says it again and again.
      warned.add(what + name);
      console.warn(
        `intercom-messenger-loader: ${what} "${name}" is left out, because it cannot be sent. Use strings, finite numbers, booleans, null, dates, lists and plain objects.`,
      );
    }
  }
  return kept;
}

/** Whether the loader sends a value, by its own rule. */
function isSendable(value: unknown, depth: number): boolean {
  if (value === null || ["string", "boolean"].includes(typeof value)) {
    return true;
  }
  if (typeof value !== "object") {
    return Number.isFinite(value);
  }
  try {
    if (value instanceof Date) {
      return Number.isFinite(value.getTime());
    }
    const parts: unknown[] = Object.values(value);
    return depth > 1 && parts.every((part) => (part === undefined && !Array.isArray(value)) || isSendable(part, depth - 1));
  } catch {
    return false;
  }
}
