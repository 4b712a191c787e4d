// What a page's head and its Content-Security-Policy need. Pure, so that it runs on a server; the wasm is not asked.
import { failure } from "wasm:failures";
import { UNUSABLE, readOptions } from "wasm:options";
import { MessengerError } from "./error.js";

/**
 * @param {number} why
 * @param {string} [detail]
 * @returns {never}
 */
export function refuse(why, detail) {
  const { code, what, hint } = failure(why, detail);
  throw new MessengerError(code, false, what, hint, undefined);
}

/**
 * An address's origin; `'self'` for one that is relative to the page. Whatever has no place in a policy is none.
 *
 * @param {any} url
 */
function originOf(url) {
  const page = "https://page.invalid";
  try {
    const { origin } = new URL(url, page);
    return origin == page ? "'self'" : /^https?:\/\/(\b[\w-]+\b\.)*\b[\w-]+\b(:\d+)?$/.test(origin) && origin;
  } catch {}
}

/**
 * @param {string} name
 * @param {any} url
 */
const sourceOf = (name, url) => originOf(url) || refuse(UNUSABLE, name + " must be an http or https address");

/** The options of `boot`, read as `boot` does. @param {any} options */
function read(options) {
  try {
    return readOptions(options);
  } catch (thrown) {
    return refuse(.../** @type {[number, string]} */ (thrown));
  }
}

/**
 * The options, checked as `boot` does. `part` is what stands before `intercom.io` in the hosts of the region, `api` its
 * API, `files` where the Messenger's files are, and `request` what a page asks for a token, as far as that can be known.
 *
 * @param {import("./types.js").BootOptions} options
 */
export function readHead(options) {
  const [appId, , apiBase, jwtUrl, jwtRequest, , , , , load, syncTabs, , , nonce, widgetUrl] = read(options);
  if (nonce !== undefined && !/^[\w+/-]+={0,2}$/.test(nonce)) {
    refuse(UNUSABLE, "nonce must be base64");
  }
  const request = jwtUrl ? [jwtUrl] : jwtRequest;
  const widget = widgetUrl ?? "https://widget.intercom.io/widget/" + appId;
  return {
    part: /-iam\.(eu\.|au\.)/.exec(apiBase)?.[1] ?? "",
    appId,
    api: apiBase ?? "https://api-iam.intercom.io",
    // What the script loads comes from there; a script of one's own may have it from elsewhere.
    files: widgetUrl ? "" : "https://js.intercomcdn.com",
    // As `load` counts in options.js.
    now: !load,
    nonce,
    syncTabs: syncTabs ?? true,
    jwtUrl,
    request,
    widget,
  };
}

/**
 * @param {string} attributes
 * @param {any} href
 */
const linkTag = (attributes, href) =>
  `<link rel="pre${attributes} href="${`${href}`.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)}">\n`;

/**
 * @param {import("./types.js").BootOptions} options
 * @returns {string}
 */
export function preloadTags(options) {
  const { api, files, now, nonce, request, widget } = readHead(options);
  let tags = "";
  if (request) {
    const [url, method = "GET", headers = [], body, credentials] = request;
    // A browser gives a fetch what was preloaded in the same mode, and only to a plain GET. Credentials as options.js counts.
    const mode = ["use-credentials", "anonymous"][credentials ?? 0];
    if (method == "GET" && body === undefined && !headers.length && mode) {
      tags = linkTag(`load" as="fetch" crossorigin="${mode}"`, url);
    }
  }
  if (now) {
    tags +=
      linkTag(`load" as="script"${nonce == null ? "" : ` nonce="${nonce}"`}`, widget) +
      (files && linkTag('connect"', files)) +
      linkTag('connect" crossorigin', api);
  }
  return tags;
}

/**
 * @param {import("./types.js").BootOptions} options
 * @returns {Record<string, string[]>}
 */
export function cspDirectives(options) {
  const { part, api, nonce, request, widget } = readHead(options);
  const endpoint = request ? sourceOf("jwtUrl", request[0]) : "";
  // Files of the EU live under a top-level domain of its own, those of Australia under a name.
  const eu = part == "eu.";
  const at = (/** @type {string} */ name) => (eu ? name + ".eu" : part + name + ".com");
  const media = "js.intercomcdn.com downloads." + at("intercomcdn");
  const uploads = " uploads.intercomusercontent.com ";
  // A host is https; one after a tilde is also a socket's.
  /** @type {Record<string, any>} */
  const directives = {
    "script-src": `'wasm-unsafe-eval' ${nonce == null ? "" : `'nonce-${nonce}'`} ${sourceOf("widgetUrl", widget)} js.intercomcdn.com`,
    "connect-src": `${endpoint} ${api} api.${part}intercom.io via.intercom.io api-ping.intercom.io uploads.${at(
      "intercomcdn",
    )}${eu ? " uploads.eu.intercomcdn.com" : ""}${uploads}~*.intercom-messenger.com ~nexus-${
      part ? (eu ? "europe-websocket" : "australia-websocket") : "websocket-a.intercom.io ~nexus-websocket-b"
    }.intercom.io`,
    "frame-src":
      "intercom-sheets.com www.intercom-reporting.com www.youtube.com player.vimeo.com fast.wistia.net",
    "font-src": "js.intercomcdn.com fonts.intercomcdn.com",
    "form-action": "intercom.help " + api,
    "media-src": media,
    "img-src": `blob: data: ${media} static.${at(
      "intercomassets",
    )} gifs.intercomcdn.com video-messages.intercomcdn.com messenger-apps.${part}intercom.io${uploads}${
      part ? "*." + at("intercom-attachments") : "123456789".replace(/./g, "*.intercom-attachments-$&.com ")
    }`,
    "style-src": "'unsafe-inline'",
  };
  for (const name of Object.keys(directives)) {
    directives[name] = directives[name].match(/\S+/g).flatMap((/** @type {string} */ source) => {
      const host = source.replace("~", "");
      return /[:']/.test(host) ? host : host == source ? "https://" + host : ["https://" + host, "wss://" + host];
    });
  }
  return directives;
}
