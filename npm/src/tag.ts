// The script tag's attributes as options.
import { attempt } from "./browser.js";
import { SCALARS } from "./generated.js";
import type { BootOptions } from "./types.js";

/** The tag's options: its attributes without `data-`, and those that only the query of its address has. */
const namesOf = (script: HTMLScriptElement): DOMStringMap => ({ ...queryOf(script), ...script.dataset });

/**
 * Reads the query of the tag's address, since tag managers remove attributes. Tokens are not read from an address:
 * servers and proxies log it.
 */
function queryOf(script: HTMLScriptElement): DOMStringMap {
  const query = attempt(() => new URL(script.src).searchParams) ?? [];
  const named = Array.from(query, ([name, text]) => [name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase()), text]);
  return Object.fromEntries(named.filter(([name]) => name !== "jwt"));
}

/** Whether the tag has options, and is not the tag of a bundle that contains this file. */
export const hasOptions = (script: HTMLScriptElement): boolean => "appId" in namesOf(script);

/** Whether the tag only loads the package. */
export const isManual = (script: HTMLScriptElement): boolean => "manual" in namesOf(script);

/**
 * Reads `data-app-id`, `data-jwt-url` and so on. Attributes of other tools are ignored. A misspelled one
 * (`data-appid`, `data-jwt-ulr`) is passed on, so that `boot` can suggest the right name.
 */
export function readTag(script: HTMLScriptElement): BootOptions {
  const options: Record<string, unknown> = {};
  if (script.nonce) {
    options["nonce"] = script.nonce;
  }
  for (const [name, text] of Object.entries(namesOf(script))) {
    const plain = name.toLowerCase();
    if (SCALARS.some((known) => isMeant(plain, known))) {
      options[name] = readScalar(name, text ?? "");
      if (plain === "jwt") {
        // Every script on the page can read its markup.
        delete script.dataset[name];
      }
    }
  }
  // The core validates them.
  return options as unknown as BootOptions;
}

/**
 * Whether a name is the known one, or differs from it in at most two adjacent letters; a short one must be equal,
 * since a similar one may be another tool's.
 */
function isMeant(name: string, known: string): boolean {
  const longer = Math.max(name.length, known.length);
  let same = 0;
  while (same < longer && name[same] === known[same]) {
    same += 1;
  }
  let end = 0;
  while (end < longer - same && name[name.length - 1 - end] === known[known.length - 1 - end]) {
    end += 1;
  }
  return longer - same - end <= (Math.min(name.length, known.length) > 4 ? 2 : 0);
}

/** Reads one attribute. A value that cannot be parsed stays text, and `boot` reports its expected type. */
function readScalar(name: string, text: string): unknown {
  switch (name) {
    case "allowUnsignedIdentity":
    case "allowCustomApiBase":
    case "debug":
    case "syncTabs":
      return text === "" || text === "true" ? true : text === "false" ? false : text;
    case "timeoutMs":
      return Number(text);
    case "settings":
      try {
        return JSON.parse(text);
      } catch {
        return text;
      }
    default:
      return text;
  }
}
