// The script tag's attributes as options.

const SCALARS = [
  "appId",
  "region",
  "apiBase",
  "jwtUrl",
  "jwt",
  "routes",
  "load",
  "syncTabs",
  "whenSignedOut",
  "whenTokenFails",
  "nonce",
  "widgetUrl",
  "timeoutMs",
  "allowUnsignedIdentity",
  "allowCustomApiBase",
  "debug",
  "settings",
];

/**
 * Reads `data-app-id`, `data-jwt-url` and so on. Attributes of other tools are left alone; one that is ours but for
 * its spelling (`data-appid`) is passed on, so that `boot` can name what was meant.
 *
 * @param {HTMLElement} script
 * @returns {Record<string, unknown>}
 */
export function readTag(script) {
  /** @type {Record<string, unknown>} */
  const options = {};
  if (script.nonce) {
    options.nonce = script.nonce;
  }
  for (const [name, text] of Object.entries(script.dataset)) {
    const plain = name.toLowerCase();
    if (SCALARS.some((scalar) => scalar.toLowerCase() === plain)) {
      options[name] = readScalar(name, text ?? "");
      if (plain === "jwt") {
        // Every script on the page can read its markup.
        delete script.dataset[name];
      }
    }
  }
  return options;
}

/**
 * What cannot be read stays text, and `boot` says what it must be.
 *
 * @param {string} name
 * @param {string} text
 */
function readScalar(name, text) {
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
