// The script tag's attributes as options.
import { SCALARS } from "./generated.js";
import type { BootOptions } from "./types.js";

/**
 * Reads `data-app-id`, `data-jwt-url` and so on. Attributes of other tools are left alone. One that is ours but for
 * its spelling (`data-appid`) is passed on, so that `boot` can name what was meant.
 */
export function readTag(script: HTMLScriptElement): BootOptions {
  const options: Record<string, unknown> = {};
  if (script.nonce) {
    options["nonce"] = script.nonce;
  }
  for (const [name, text] of Object.entries(script.dataset)) {
    const plain = name.toLowerCase();
    if (SCALARS.includes(plain)) {
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
