// What comes over the network: the widget's script, which is preloaded, inserted once, watched to its end, and adopted
// where it is there already.
import { SCRIPT, isLive, tell } from "./page.js";

const WIDGET = "https://widget.intercom.io/widget/";

/** The name of the Trusted Types policy that a page must allow. */
const POLICY = "intercom-messenger-loader";

/** How long to wait for a script that was on the page already: it may have failed before, and will not say so. */
const GRACE = 3000;

/** How long after a failed script its Content-Security-Policy violation may be reported. */
const VIOLATION_LAG = 50;

/** How much of violations is noted: a page can have any number. */
const MAX_VIOLATIONS = 300;

/** How a script ends, as `WidgetOutcome` counts. */
const READY = 0;
const ERRORED = 1;
const BLOCKED_BY_CSP = 2;
const INVALID = 3;

/**
 * The page's one script, whichever boot it was for. One that was found may have ended before anybody listened.
 *
 * @type {{ element: HTMLScriptElement, found: boolean, onload: () => void, onerror: () => void } | undefined}
 */
let tag;

/** @type {number | undefined} The boot that wants to hear how it ends. */
let askedBy;

/** A script failed that had been fetched ahead of time. */
let preloadFailed = false;

/** The address of the script that was inserted last, and whether the page's policy forbade it. */
let address = "";
let forbidden = false;

/** What the page's policy has forbidden: directives and hosts. */
let violations = "";

/** @type {any} Made once: a page may not allow a second policy of that name. */
let policy;

/** @type {ReturnType<typeof setTimeout> | undefined} Looks at the script again, later. */
let check;

/** @type {(() => void) | undefined} Waits for the page to have loaded. */
let onPageLoad;

/** The stub on the page is the loader's, so nobody else is about to insert a script for it. */
let ownStub = false;

/** Listens to what the page's policy forbids. */
export function watchPolicy() {
  document.addEventListener("securitypolicyviolation", ({ disposition, blockedURI, effectiveDirective }) => {
    if (disposition !== "enforce" || !blockedURI) {
      return;
    }
    // No more of an address than its host; what is no address is a word, such as `inline`.
    const violation = `${effectiveDirective} ${blockedURI.split("/")[2] ?? blockedURI}`;
    // The same one often comes again and again.
    if (violations.length < MAX_VIOLATIONS && !violations.endsWith(violation)) {
      violations += (violations && ", ") + violation;
    }
    // Some browsers name the whole address, some only its origin.
    forbidden = forbidden || address.startsWith(blockedURI);
  });
}

export const seenViolations = () => violations;

/** The page's stub is the loader's from now on. */
export function ownsStub() {
  ownStub = true;
}

/**
 * How many of the widget's tags are on the page, and the workspace of one that is for another than `appId`.
 *
 * @param {string} url
 * @param {string} appId
 * @returns {string}
 */
export function countTags(url, appId) {
  let count = 0;
  let other = "";
  for (const { src } of Array.from(document.scripts)) {
    if (src.startsWith(WIDGET)) {
      const [workspace] = /^[a-z0-9]*/i.exec(src.slice(WIDGET.length)) ?? [""];
      if (appId && workspace !== appId) {
        other = workspace;
      }
    } else if (!url || !serves(src, url)) {
      continue;
    }
    count += 1;
  }
  return `${count} ${other}`;
}

/**
 * Lets the browser fetch the script while the token is on its way, and connect to the Messenger's API.
 *
 * @param {string} url
 * @param {string} nonce
 * @param {string} [api]
 * @returns {HTMLLinkElement[]} What was put on the page for it.
 */
export function preload(url, nonce, api) {
  // One that is there, in a head that `preloadTags` wrote or of an older boot, is enough.
  if (tag || find(url) || isLive() || preloads().includes(url)) {
    return [];
  }
  const link = makeLink("preload", url);
  link.as = "script";
  link.nonce = nonce;
  const links = [link];
  if (api) {
    const connection = makeLink("preconnect", api);
    connection.crossOrigin = "";
    links.push(connection);
  }
  links.forEach(append);
  return links;
}

/** The addresses of scripts that the browser was asked to fetch ahead of time, as they stand there. */
const preloads = () =>
  Array.from(document.querySelectorAll("link[rel=preload][as=script]"), (link) => link.getAttribute("href"));

/**
 * Loads the script for a boot, or waits for the one that is on its way.
 *
 * @param {number} generation
 * @param {string} url
 * @param {string} nonce
 */
export function loadScript(generation, url, nonce) {
  askedBy = generation;
  if (isLive()) {
    return finish(READY);
  }
  // One that is on its way already; one from another address is nothing to wait for.
  if (tag && serves(tag.element.src, url)) {
    return;
  }
  const element = find(url);
  if (element) {
    watch(element, true);
    return later(GRACE, checkAgain);
  }
  if (!ownStub && document.readyState !== "complete") {
    return loadAfterPage(generation, url, nonce);
  }
  insert(url, nonce);
}

/**
 * Somebody else's stub without a script is the classic snippet's, which inserts one when the page has loaded.
 *
 * @param {number} generation
 * @param {string} url
 * @param {string} nonce
 */
function loadAfterPage(generation, url, nonce) {
  forgetPageLoad();
  // Not at once: the snippet may be listening after us.
  onPageLoad = () =>
    later(0, () => {
      ownStub = true;
      if (askedBy === generation) {
        loadScript(generation, url, nonce);
      }
    });
  window.addEventListener("load", onPageLoad);
}

function forgetPageLoad() {
  if (onPageLoad) {
    window.removeEventListener("load", onPageLoad);
    onPageLoad = undefined;
  }
}

/**
 * Takes the script out of the page. If it is still on its way it runs all the same.
 *
 * @param {string} url
 */
export function removeScript(url) {
  if (!isLive()) {
    const element = tag?.element ?? find(url);
    dropTag();
    element?.remove();
  }
}

/** Nobody asks any more. The script goes on loading, for whoever boots next. */
export function letGo() {
  askedBy = undefined;
  clearTimeout(check);
  forgetPageLoad();
  // One that was found is looked for again, and given its grace again.
  if (tag?.found) {
    unwatch();
  }
}

/**
 * @param {string} url
 * @param {string} nonce
 */
function insert(url, nonce) {
  forbidden = false;
  // One that failed when nobody asked any more: what is found out about it is not about this one.
  clearTimeout(check);
  const element = document.createElement("script");
  element.async = true;
  if (nonce) {
    element.nonce = nonce;
  }
  try {
    // WebKit remembers a preload that failed for as long as the page lives, and fails every script of the same address
    // without asking for it.
    element.src = trusted(preloadFailed ? `${url}${url.includes("?") ? "&" : "?"}again` : url);
  } catch {
    return finish(BLOCKED_BY_CSP);
  }
  address = element.src;
  watch(element, false);
  append(element);
}

/**
 * Under Trusted Types only a policy makes a script's address; elsewhere the address is the text that it is.
 *
 * @param {string} url
 */
function trusted(url) {
  if (policy === undefined) {
    try {
      policy = /** @type {any} */ (window).trustedTypes?.createPolicy(POLICY, { createScriptURL: String }) ?? false;
    } catch {
      policy = false;
    }
  }
  return policy ? policy.createScriptURL(url) : url;
}

/**
 * @param {HTMLScriptElement} element
 * @param {boolean} found
 */
function watch(element, found) {
  unwatch();
  const onload = () => finish(isLive() ? READY : INVALID);
  const onerror = () => {
    preloadFailed = preloadFailed || preloads().length > 0;
    dropTag();
    later(VIOLATION_LAG, checkAgain);
  };
  element.addEventListener("load", onload);
  element.addEventListener("error", onerror);
  tag = { element, found, onload, onerror };
}

function unwatch() {
  tag?.element.removeEventListener("load", tag.onload);
  tag?.element.removeEventListener("error", tag.onerror);
  tag = undefined;
}

/** After an error, or when a script that was there before has not shown for long enough. */
const checkAgain = () => finish(isLive() ? READY : forbidden ? BLOCKED_BY_CSP : ERRORED);

/** Lets go of a script that will never say anything again, so that a later boot tries afresh. */
function dropTag() {
  const element = tag?.element;
  unwatch();
  element?.remove();
}

/** @param {number} outcome */
function finish(outcome) {
  if (outcome !== READY) {
    dropTag();
  }
  if (askedBy !== undefined) {
    const generation = askedBy;
    askedBy = undefined;
    tell(SCRIPT, generation, outcome);
  }
}

/**
 * @param {number} wait
 * @param {() => void} act
 */
function later(wait, act) {
  clearTimeout(check);
  check = setTimeout(act, wait);
}

/**
 * A script of the widget's that is on the page already: the classic snippet's, a tag manager's, an earlier try's.
 *
 * @param {string} url
 */
const find = (url) => Array.from(document.scripts).find(({ src }) => serves(src, url));

/**
 * Whether a script is the widget that is asked for: Intercom's, or one at an address of one's own, which may be relative.
 *
 * @param {string} src
 * @param {string} url
 */
function serves(src, url) {
  const asked = src.replace(/[?&]again$/, "");
  return asked.startsWith(WIDGET) || asked === url || (url.startsWith("/") && asked.endsWith(url));
}

/**
 * A `<link>` that is not on the page yet.
 *
 * @param {string} rel
 * @param {string} href
 */
export function makeLink(rel, href) {
  const link = document.createElement("link");
  link.rel = rel;
  link.href = href;
  return link;
}

/**
 * Puts an element where the page has room for it: an early page may have no head yet.
 *
 * @param {Element} element
 */
export function append(element) {
  (document.head ?? document.documentElement)?.append(element);
}
