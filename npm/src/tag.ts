// The script tag's attributes as options.
import { attempt } from "./browser.js";
import { SCALARS } from "./generated.js";
import type { BootOptions } from "./types.js";

/** What a tag says: its attributes without `data-`, and what only the query of its address says. */
const namesOf = (script: HTMLScriptElement): DOMStringMap => ({ ...queryOf(script), ...script.dataset });

/**
 * The query of the tag's address, since tag managers take attributes away. A token is no part of an address: servers and
 * proxies log those.
 */
function queryOf(script: HTMLScriptElement): DOMStringMap {
  const query = attempt(() => new URL(script.src).searchParams) ?? [];
  const named = Array.from(query, ([name, text]) => [name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase()), text]);
  return Object.fromEntries(named.filter(([name]) => name !== "jwt"));
}

/** Whether the tag gives options, and is not the tag of a bundle that has this file inside. */
export const hasOptions = (script: HTMLScriptElement): boolean => "appId" in namesOf(script);

/** Whether the tag only loads. */
export const isManual = (script: HTMLScriptElement): boolean => "manual" in namesOf(script);

/**
 * Reads `data-app-id`, `data-jwt-url` and so on. Attributes of other tools are left alone. One that is ours but for
 * its spelling (`data-appid`, `data-jwt-ulr`) is passed on, so that `boot` can name what was meant.
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
  // The core judges them.
  return options as unknown as BootOptions;
}

/** Whether a name is the known one, or differs from it in two neighbouring letters; of a short one other tools' may, too. */
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

/** Reads one attribute. What cannot be read stays text, and `boot` says what it must be. */
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
