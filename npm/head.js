// What a page's head and its Content-Security-Policy need. Pure, so that it runs on a server; the wasm is not asked.
import { MessengerError } from "./error.js";

/**
 * @param {string} code
 * @param {string} what
 * @param {string} hint
 * @returns {never}
 */
function refuse(code, what, hint) {
  throw new MessengerError(code, false, what, hint, undefined);
}

/**
 * @param {string} must
 * @returns {never}
 */
const unusable = (must) =>
  refuse("invalid_option", "an option cannot be used: " + must, "Change its value to what the message says.");

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
const sourceOf = (name, url) => originOf(url) || unusable(name + " must be an http or https address");

/**
 * The options, checked as `boot` does. `part` is what stands before `intercom.io` in the hosts of the region, `api` its
 * API, `files` where the Messenger's files are, and `request` what a page asks for a token, as far as that can be known.
 *
 * @param {import("./types.js").BootOptions} options
 */
export function readHead(options) {
  const { appId, region, apiBase, allowCustomApiBase, jwtUrl, nonce, widgetUrl } = options;
  if (typeof appId != "string" || !/^[a-z\d]{1,64}$/i.test(appId)) {
    refuse("invalid_app_id", "appId must be letters and digits", "Copy it from Intercom: Settings > Installation.");
  }
  if (region != null && apiBase != null) {
    refuse("region_and_api_base", "region and apiBase are both given", "Keep region and remove apiBase.");
  }
  if (!/^(us|eu|au|ap)$/.test(region ?? "us")) {
    refuse("unknown_region", "Intercom has no such region", 'Use "us", "eu", "au" or "ap".');
  }
  /** @type {string} */
  const place = (region ?? /-iam\.(..)\./.exec(apiBase ?? "")?.[1]) || "";
  const part = /e/.test(place) ? "eu." : /a/.test(place) ? "au." : "";
  const api = apiBase == null ? `https://api-iam.${part}intercom.io` : `${apiBase}`.toLowerCase().replace(/\/$/, "");
  if (originOf(api) != api || !(allowCustomApiBase ? /^https:/ : /^https:.*\.intercom\.io$/).test(api)) {
    refuse(
      "invalid_api_base",
      "apiBase must be an https origin of Intercom's",
      "Use region; for your own proxy add allowCustomApiBase: true.",
    );
  }
  if (nonce != null && !/^[\w+/-]+={0,2}$/.test(nonce)) {
    unusable("nonce must be base64");
  }
  const request = jwtUrl != null ? { url: jwtUrl } : options.jwtRequest;
  const widget = widgetUrl ?? "https://widget.intercom.io/widget/" + appId;
  // What the script loads comes from there; a script of one's own may have it from elsewhere.
  const files = widgetUrl == null ? "https://js.intercomcdn.com" : "";
  return {
    part,
    api,
    files,
    nonce,
    request,
    widget,
    sources: [request ? sourceOf("jwtUrl", request.url ?? unusable("jwtRequest.url is missing")) : "", sourceOf("widgetUrl", widget)],
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
  const { api, files, nonce, request, widget } = readHead(options);
  const { load } = options;
  let tags = "";
  if (request) {
    /** @type {import("./types.js").JwtRequest} */
    const { url, method, headers, body, credentials } = request;
    // A browser gives a fetch what was preloaded in the same mode, and only to a plain GET.
    if (/^get$/i.test(method ?? "get") && body == null && !Object.keys(headers ?? {}).length && credentials != "omit") {
      tags = linkTag(
        `load" as="fetch" crossorigin="${credentials == "same-origin" ? "anonymous" : "use-credentials"}"`,
        url,
      );
    }
  }
  if (!load || load == "now") {
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
  const { part, api, nonce, sources } = readHead(options);
  // Files of the EU live under a top-level domain of its own, those of Australia under a name.
  const eu = part == "eu.";
  const at = (/** @type {string} */ name) => (eu ? name + ".eu" : part + name + ".com");
  const media = "js.intercomcdn.com downloads." + at("intercomcdn");
  const uploads = " uploads.intercomusercontent.com ";
  // A host is https; one after a tilde is also a socket's.
  /** @type {Record<string, any>} */
  const directives = {
    "script-src": `'wasm-unsafe-eval' ${nonce == null ? "" : `'nonce-${nonce}'`} ${sources[1]} js.intercomcdn.com`,
    "connect-src": `${sources[0]} ${api} api.${part}intercom.io via.intercom.io api-ping.intercom.io uploads.${at(
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
  for (const name in directives) {
    directives[name] = directives[name].match(/\S+/g).flatMap((/** @type {string} */ source) => {
      const host = source.replace("~", "");
      return /[:']/.test(host) ? host : host == source ? "https://" + host : ["https://" + host, "wss://" + host];
    });
  }
  return directives;
}
