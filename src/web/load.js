// What comes over the network: the widget's script, which is preloaded, inserted once, watched to its end, and adopted
// where it is there already; and the answers of token endpoints.
import { append, isLive, makeLink, script } from "./messenger.js";
import {
  REPLY,
  SCRIPT,
  callDocument,
  endTimeout,
  guard,
  newElement,
  ofDocument,
  ofWindow,
  adoptChannel,
  tell,
  tellMissed,
  timeout,
} from "./page.js";
import { expectScript, findTag, isForbidden, serves } from "./tags.js";

// Passed on, see bindings.js.
export * from "./messenger.js";
export * from "./page.js";
export * from "./tags.js";

/** The name of the Trusted Types policy that a page must allow. */
const POLICY = "intercom-messenger-loader";

/** How long to wait for a script that was on the page already: it may have failed before, and will not say so. */
const GRACE = 3000;

/** How long after a failed script its Content-Security-Policy violation may be reported. */
const VIOLATION_LAG = 50;

/** How many bytes of an answer are read at most, as `MAX_BODY_BYTES` in response.rs. */
const MAX_BODY = 65536;

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

/** @type {any} Made once: a page may not allow a second policy of that name. */
let policy;

/** @type {ReturnType<typeof setTimeout> | undefined} Looks at the script again, later. */
let check;

/** @type {(() => void) | undefined} Waits for the page to have loaded. */
let onPageLoad;

/**
 * Lets the browser fetch the script while the token is on its way.
 *
 * @type {(url: string, nonce: string) => void}
 */
export const preload = guard((url, nonce) => {
  // One that is there, in a head that `preloadTags` wrote, of the first file or of an older boot, is enough.
  if (tag || findTag(url) || isLive() || preloads().includes(url)) {
    return;
  }
  const link = makeLink("preload", url);
  link.as = "script";
  link.nonce = nonce;
  append(link);
});

/** The addresses of scripts that the browser was asked to fetch ahead of time, as they stand there. */
const preloads = () =>
  Array.from(
    /** @type {NodeListOf<Element>} */ (callDocument("querySelectorAll", "link[rel=preload][as=script]")),
    (link) => link.getAttribute("href"),
  );

/** @typedef {(generation: number, url: string, nonce: string) => void} Loads */

/** @type {Loads} The script for a boot, or waits for the one that is on its way. */
export const loadScript = guard((generation, url, nonce) => {
  askedBy = generation;
  if (isLive()) {
    return finish(READY);
  }
  // One that is on its way already; one from another address is nothing to wait for.
  if (tag && serves(tag.element.src, url)) {
    return;
  }
  const element = findTag(url);
  if (element) {
    watch(element, true);
    return later(GRACE, checkAgain);
  }
  if (!script.own && ofDocument("readyState") !== "complete") {
    return loadAfterPage(generation, url, nonce);
  }
  insert(url, nonce);
});

/** @type {Loads} Somebody else's stub without a script is the classic snippet's, which inserts one after the page. */
function loadAfterPage(generation, url, nonce) {
  forgetPageLoad();
  // Not at once: the snippet may be listening after us.
  onPageLoad = () =>
    later(0, () => {
      script.own = true;
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

/** @type {(url: string) => void} Takes it out of the page; a script that is still on its way runs all the same. */
export const removeScript = guard((url) => {
  if (!isLive()) {
    const element = tag?.element ?? findTag(url);
    dropTag();
    element?.remove();
  }
});

/** Nobody asks any more. The script goes on loading, for whoever boots next. */
export const letGo = guard(() => {
  askedBy = undefined;
  clearTimeout(check);
  forgetPageLoad();
  // One that was found is looked for again, and given its grace again.
  if (tag?.found) {
    unwatch();
  }
});

/** @type {(url: string, nonce: string) => void} */
function insert(url, nonce) {
  expectScript("");
  // One that failed when nobody asked any more: what is found out about it is not about this one.
  clearTimeout(check);
  const element = newElement("script");
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
  expectScript(element.src);
  watch(element, false);
  append(element);
}

/** @param {string} url Under Trusted Types only a policy makes a script's address of it. */
function trusted(url) {
  if (policy === undefined) {
    try {
      policy = ofWindow("trustedTypes")?.createPolicy(POLICY, { createScriptURL: String }) ?? false;
    } catch {
      policy = false;
    }
  }
  return policy ? policy.createScriptURL(url) : url;
}

/** @type {(element: HTMLScriptElement, found: boolean) => void} */
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
const checkAgain = () => finish(isLive() ? READY : isForbidden() ? BLOCKED_BY_CSP : ERRORED);

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

/** @type {(wait: number, act: () => void) => void} */
const later = (wait, act) => {
  clearTimeout(check);
  check = setTimeout(act, wait);
};

/** @type {Map<number, { controller: AbortController, deadline: any }>} */
const requests = new Map();

/**
 * What a request brought: a response and its text, which is undefined where it is longer than `MAX_BODY`.
 *
 * @typedef {[Response, string | undefined]} Reply
 */

/**
 * What the package's first file has begun, see npm/src/early.ts.
 *
 * @typedef {object} Early
 * @property {number} turn
 * @property {boolean} superseded
 * @property {boolean} pastCaches
 * @property {boolean} restored
 * @property {BroadcastChannel | null} channel
 * @property {unknown[]} missed
 * @property {{ url: string, response: Promise<Response>, abort: () => void, outdated: boolean } | null} request
 */

/** @type {Early["request"]} */
let early = null;

/** A shutdown has gone on without the wasm, which cannot know of it: no cache may answer from then on. */
let pastCaches = false;

/** @type {(given: Early | undefined) => number | undefined} Takes it over. Gives the run of script that called, -1 for a boot that is superseded. */
export const takeEarly = guard((given) => {
  if (given) {
    pastCaches = pastCaches || given.pastCaches;
    early = given.request;
    adoptChannel(given.channel);
    return given.superseded ? -1 : given.turn;
  }
});

/** @type {(given: Early | undefined) => void} Nobody takes any more what was begun; tells what has happened meanwhile. */
export const endEarly = guard((given) => {
  early?.abort();
  early = null;
  if (given) {
    tellMissed(given.restored, given.missed);
  }
});

/** @type {(id: number, request: Request) => (() => Promise<Reply>) | undefined} Reads what was asked early, if it is the same. */
function takeRequest(id, { url, method, credentials }) {
  const own = requests.get(id);
  if (!early || !own || early.url !== url || method !== "GET" || credentials !== "include") {
    return undefined;
  }
  const { response, abort, outdated } = early;
  if (outdated) {
    // Past the caches, which may have kept that answer.
    const again = new Request(url, { credentials, signal: own.controller.signal, cache: "no-store" });
    return () => replyTo(fetch(again));
  }
  own.controller.signal.addEventListener("abort", abort);
  early = null;
  return () => replyTo(response, own.controller.signal);
}

/** @type {(id: number, limit: number) => void} Waits for a token, wherever it comes from; tells after `limit` ms. */
export const beginRequest = guard((id, limit) => {
  requests.set(id, { controller: new AbortController(), deadline: timeout(limit, () => tell(REPLY, id, false)) });
});

/** @type {(id: number) => void} What is still under way is aborted. */
export const endRequest = guard((id) => forget(id)?.controller.abort());

/** @param {number} id */
function forget(id) {
  const request = requests.get(id);
  requests.delete(id);
  endTimeout(request?.deadline);
  return request;
}

/**
 * Sends a request that was begun, and tells of the answer: of a response and its text; or of no response and what went
 * wrong, which with a `fetch` of the page's own may be anything.
 *
 * @param {number} id
 * @param {string} url
 * @param {string} method
 * @param {string} headers A line each, as they are sent.
 * @param {string | undefined} body
 * @param {RequestCredentials} credentials
 * @param {boolean} fresh Whether it goes past every cache.
 */
export async function send(id, url, method, headers, body, credentials, fresh) {
  let response, text;
  try {
    /** @type {RequestInit} */
    const init = { method, credentials, body, signal: requests.get(id)?.controller.signal };
    if (headers) {
      init.headers = headers.split("\n").map((line) => /** @type {[string, string]} */ (line.split(/:(.*)/, 2)));
    }
    if (fresh || pastCaches) {
      init.cache = "no-store";
    }
    const request = new Request(url, init);
    const taken = !headers && !fresh && !pastCaches && takeRequest(id, request);
    if (taken) {
      // It may be there by now. What follows from it is not done in the same breath with the boot, for the page to be
      // able to do something else in between.
      await new Promise((go) => setTimeout(go));
    }
    [response, text] = await (taken ? taken() : replyTo(fetch(request)));
  } catch (cause) {
    [response, text] = [undefined, cause];
  }
  forget(id);
  tell(REPLY, id, response, text);
}

/** @type {(answer: Promise<Response>, signal?: AbortSignal) => Promise<Reply>} */
async function replyTo(answer, signal) {
  const response = await answer;
  if (signal?.aborted) {
    // WebKit reports a failure to the console where the body of such an answer is read.
    throw response;
  }
  return [response, await textOf(response)];
}

/** @type {(response: Response) => Promise<string | undefined>} */
async function textOf({ body }) {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const reader = body?.getReader();
  let [text, size, broken] = ["", 0, false];
  for (let more = reader !== undefined; more; ) {
    const { done, value } = await /** @type {ReadableStreamDefaultReader} */ (reader).read();
    more = !done;
    size += value?.length ?? 0;
    if (size > MAX_BODY) {
      // Nobody waits for the end of it.
      reader?.cancel().catch(() => {});
      return undefined;
    }
    try {
      text += decoder.decode(value, { stream: more });
    } catch {
      broken = true;
    }
  }
  // What is not UTF-8 is not JSON either; the replacement character makes sure that it is read as neither.
  return broken ? "\ufffd" : text;
}
