// What a page's head and its Content-Security-Policy need. Pure: it runs on servers and in edge runtimes. What `boot` judges
// is not judged here; only what an attribute or a policy cannot hold is refused.
import { MessengerError } from "./error.js";
import { API_HOSTS, ERRORS, type ErrorCode, FILES_ORIGIN, WIDGET_URL } from "./generated.js";
import { directives } from "./hosts.js";
import { WASM, mergePolicies } from "./policy.js";
import type { BootOptions, JwtRequest } from "./types.js";

export { MessengerError, isMessengerError } from "./error.js";

/** A directive that {@link cspDirectives} gives sources for. */
export type CspDirective =
  | "script-src"
  | "connect-src"
  | "frame-src"
  | "font-src"
  | "form-action"
  | "media-src"
  | "img-src"
  | "style-src";

/** Addresses of the package's own files on your host, for a page that loads the script tag's file. */
export interface CoreFiles {
  /** Address of `core.js`, or of `core-without-wasm.js` for a page where WebAssembly may not run. */
  core: string | URL;
  /** Address of `core.wasm`, for `core.js`. */
  wasm?: string | URL | undefined;
}

/** What a policy is to allow beside what the options need. */
export interface PolicyOptions {
  /** Leaves `'wasm-unsafe-eval'` out where it is false: for pages with `intercom-messenger-loader/without-wasm`, or with the script tag. */
  wasm?: boolean | undefined;
}

/**
 * The `<link>` tags for the head of a page that boots with these options when it loads: what the boot fetches is on its
 * way before any script runs. With `files` also the loader's own, which a bundler puts elsewhere. Pure; it runs on a server.
 * The attributes are escaped.
 *
 * @throws {MessengerError} For an address, a workspace or a region that cannot be used.
 */
export function preloadTags(options: BootOptions, files?: CoreFiles): string {
  const { api, load, nonce, request, widget, widgetUrl } = read(options);
  let tags = "";
  // A browser gives a fetch what was preloaded in the same mode, and only to a plain GET.
  const { url, method, headers, body, credentials } = request ?? ownOf<JwtRequest>({ url: "" });
  const mode = MODES.get(credentials ?? "include");
  if (url && mode && String(method ?? "GET").toUpperCase() === "GET" && body == null && !Object.keys(headers ?? {}).length) {
    tags += linkTag(`load" as="fetch" crossorigin="${mode}"`, url);
  }
  if ((load ?? "now") === "now") {
    tags += linkTag(`load" as="script"${nonce === undefined ? "" : ` nonce="${nonce}"`}`, widget);
    // What the script loads comes from there; a script of one's own may have it from elsewhere.
    tags += widgetUrl == null ? linkTag('connect"', FILES_ORIGIN) : "";
    tags += linkTag('connect" crossorigin', api);
    if (files) {
      const { core, wasm } = ownOf(files);
      tags += linkTag('load"', core, "modulepre");
      tags += wasm == null ? "" : linkTag('load" as="fetch" crossorigin', wasm);
    }
  }
  return tags;
}

/**
 * What the page's Content-Security-Policy must allow for these options, by directive: this region's hosts and no
 * others. It comes on top of what the page allows its own scripts. Pure; it runs on a server.
 *
 * @throws {MessengerError} For a nonce, an address, a workspace or a region that cannot be used.
 */
export function cspDirectives(options: BootOptions, choices?: PolicyOptions | null): Record<CspDirective, string[]> {
  const { api, nonce, request, widget } = read(options);
  const { wasm } = ownOf<PolicyOptions>(choices ?? {});
  const [endpoint, script] = [request && originOf("jwtUrl", request.url), originOf("widgetUrl", widget)];
  return directives(api, [
    ["script-src", wasm === false ? undefined : WASM],
    ["script-src", nonce === undefined ? undefined : `'nonce-${nonce}'`],
    ["script-src", script],
    ["connect-src", endpoint],
  ]);
}

/**
 * The page's own policy, the text of a `Content-Security-Policy` header, with what {@link cspDirectives} says merged in. It knows
 * which directive stands for which (`frame-src`, `child-src`, `default-src`; `script-src-elem`), that `'none'` counts only
 * alone, and what a nonce does beside `'unsafe-inline'`; what the policy does not restrict stays so. Pure; it runs on a server.
 *
 * @throws {MessengerError} For a policy that is no text, and whatever `cspDirectives` throws for.
 */
export function contentSecurityPolicy(options: BootOptions, policy: string, choices?: PolicyOptions | null): string {
  if (typeof policy !== "string") {
    refuse("invalid_option", "policy must be the text of the header Content-Security-Policy");
  }
  return mergePolicies(policy, cspDirectives(options, choices));
}

/** Refuses with the words of the core. */
function refuse(code: ErrorCode, detail?: string): never {
  const [what, hint] = ERRORS[code] ?? [code, ""];
  throw MessengerError.of(code, false, detail === undefined ? what : `${what}: ${detail}`, hint);
}

/** Reads of the options what a head needs. */
function read(options: BootOptions) {
  const { apiBase, appId, jwtRequest, jwtUrl, load, nonce: givenNonce, region, widgetUrl } = ownOf(options);
  // Read once: what is checked is what is written.
  const nonce = givenNonce == null ? undefined : String(givenNonce);
  if (typeof appId !== "string" || !/^[a-z0-9]{1,64}$/i.test(appId) || appId.endsWith("\n")) {
    refuse("invalid_app_id");
  }
  if (region != null && apiBase != null) {
    refuse("region_and_api_base");
  }
  const api = apiBase == null ? Object.entries(API_HOSTS).find(([name]) => name === (region ?? "us"))?.[1] : httpsOrigin(apiBase);
  if (nonce !== undefined && !/^[\w+/-]+={0,2}$/.test(nonce)) {
    refuse("invalid_option", "nonce must be base64");
  }
  const given: JwtRequest | null | undefined = jwtUrl == null ? jwtRequest : { url: jwtUrl };
  const request = given ? ownOf(given) : undefined;
  if (request && request.url == null) {
    refuse("invalid_option", "jwtRequest.url is missing");
  }
  const widget = widgetUrl ?? WIDGET_URL + appId;
  for (const [name, url] of [["jwtUrl", request?.url], ["widgetUrl", widget]] as const) {
    if (url != null) {
      originOf(name, url);
    }
  }
  return { api: api ?? refuse("unknown_region"), load, nonce, request, widget, widgetUrl };
}

/** How a preload is fetched so that a request of these credentials finds it; without any no preload is found. */
const MODES = new Map([
  ["include", "use-credentials"],
  ["same-origin", "anonymous"],
]);

/** The object's own properties, without what stands on `Object.prototype`. */
const ownOf = <T extends object>(object: T): T => Object.assign(Object.create(null), object);

function httpsOrigin(apiBase: unknown): string {
  const origin = typeof apiBase === "string" && /^https:\/\/[^/?#]+\/?$/.test(apiBase) ? safeOrigin(apiBase) : undefined;
  return origin?.startsWith("https:") ? origin : refuse("invalid_api_base");
}

/** Origin of an address, `'self'` for one that is relative to the page. */
function originOf(name: string, url: string | URL): string {
  return safeOrigin(url) ?? refuse("invalid_option", `${name} must be an http or https address`);
}

/** Origin that a policy can hold. */
function safeOrigin(url: string | URL): string | undefined {
  const page = "https://page.invalid";
  try {
    const { origin } = new URL(url, page);
    return origin === page ? "'self'" : /^https?:\/\/(\b[\w-]+\b\.)*\b[\w-]+\b(:\d+)?$/.test(origin) ? origin : undefined;
  } catch {
    return undefined;
  }
}

function linkTag(attributes: string, href: string | URL, start = "pre"): string {
  const escaped = String(href).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<link rel="${start}${attributes} href="${escaped}">\n`;
}
