// What somebody does on the page: goes from route to route, or asks for the Messenger; and the answers of token endpoints.
import { DUE, ROUTE, tell } from "./page.js";
import { append, makeLink } from "./load.js";

// Waiting for the moment at which the Messenger is wanted.

/** How long after the page has loaded a browser is taken to be idle that cannot say when it is, or never is. */
const SETTLED = 2000;

/** @type {() => void} Ends the waiting. */
let stopWaiting = () => {};

/**
 * Waits for the page to have loaded and, if that is asked for, for a quiet moment after it.
 *
 * @param {number} generation
 * @param {boolean} idle
 */
export function awaitLoad(generation, idle) {
  let waiting = true;
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  const goOn = () => {
    if (waiting) {
      tell(DUE, generation, false);
    }
  };
  const loaded = () => {
    // After the other listeners: the page's own come first.
    timer = setTimeout(() => {
      if (!idle) {
        goOn();
      } else if (typeof requestIdleCallback === "function") {
        requestIdleCallback(goOn, { timeout: SETTLED });
      } else {
        timer = setTimeout(goOn, SETTLED);
      }
    });
  };
  stopWaiting = () => {
    waiting = false;
    clearTimeout(timer);
    window.removeEventListener("load", loaded);
  };
  if (document.readyState === "complete") {
    loaded();
  } else {
    window.addEventListener("load", loaded);
  }
}

/**
 * Waits for somebody to click one of the page's own launchers, those that are drawn later among them.
 *
 * @param {number} generation
 * @param {string} selector An empty one is none.
 */
export function awaitClick(generation, selector) {
  const clicked = (/** @type {Event} */ event) => {
    if (isOne(event.target, selector)) {
      event.preventDefault();
      tell(DUE, generation, true);
    }
  };
  document.addEventListener("click", clicked);
  stopWaiting = () => document.removeEventListener("click", clicked);
}

/**
 * @param {EventTarget | null} target
 * @param {string} selector
 */
function isOne(target, selector) {
  try {
    return selector !== "" && target instanceof Element && target.closest(selector) !== null;
  } catch {
    // It is no selector.
    return false;
  }
}

/** Nobody waits any more, and nobody is to ask. */
export function endWait() {
  removeLauncher();
  stopWaiting();
  stopWaiting = () => {};
}

/** Whether the connection is one that costs its user: then nothing is loaded unasked. */
export function isSpared() {
  const { connection } = /** @type {any} */ (navigator);
  return Boolean(connection && (connection.saveData || /2g$/.test(connection.effectiveType)));
}

// A launcher that looks like the Messenger's, for pages that load it only when somebody wants to chat.

/**
 * How it looks where the options say nothing else. It does not move, so it spares whoever wants no motion; the focus ring
 * is the browser's own.
 */
const STYLE =
  "all:revert;position:fixed;width:48px;height:48px;padding:12px;border:0;border-radius:50%;box-sizing:border-box;" +
  "cursor:pointer;outline-offset:3px;color:#fff;box-shadow:0 1px 6px #0000000f,0 2px 32px #00000029;";

/** A speech bubble with a smile. */
const BUBBLE = "M5 1h14a3 3 0 0 1 3 3v19l-4-3H5a3 3 0 0 1-3-3V4a3 3 0 0 1 3-3zm1 12c3 3 9 3 12 0";

/** @type {HTMLElement | undefined} */
let button;

/**
 * Draws it where the Messenger would have its own, in the colour that it would have. A click is for the Messenger of
 * `generation`.
 *
 * @param {number} generation
 * @param {string} url Of the widget: its host is connected to when somebody is about to click.
 * @param {string} side
 * @param {string} horizontal
 * @param {string} vertical
 * @param {string} level
 * @param {string} colour
 */
export function drawLauncher(generation, url, side, horizontal, vertical, level, colour) {
  removeLauncher();
  const launcher = document.createElement("button");
  launcher.type = "button";
  launcher.id = "intercom-messenger-loader-launcher";
  launcher.setAttribute("aria-label", "Open Intercom Messenger");
  launcher.setAttribute("aria-haspopup", "dialog");
  // A page's Content-Security-Policy has nothing against styles that scripts set. The rules go in one by one: an
  // option's text is a value, and never another rule.
  launcher.style.cssText = STYLE;
  for (const [rule, value] of [
    [side, horizontal],
    ["bottom", vertical],
    ["z-index", level],
    ["background-color", "#0071b2"],
    ["background-color", colour],
  ]) {
    launcher.style.setProperty(rule, value);
  }
  launcher.append(icon());
  launcher.addEventListener("click", () => {
    launcher.setAttribute("aria-busy", "true");
    tell(DUE, generation, true);
  });
  launcher.addEventListener("pointerenter", () => preconnect(url));
  launcher.addEventListener("focus", () => preconnect(url));
  document.body?.append(launcher);
  button = launcher;
}

export function removeLauncher() {
  button?.remove();
  button = undefined;
}

function icon() {
  const make = (/** @type {string} */ name, /** @type {Record<string, string>} */ attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const attribute of Object.keys(attributes)) {
      element.setAttribute(attribute, attributes[attribute]);
    }
    return element;
  };
  const svg = make("svg", {
    viewBox: "0 0 24 24",
    "aria-hidden": "true",
    fill: "none",
    stroke: "currentColor",
    "stroke-width": "2",
  });
  svg.append(make("path", { d: BUBBLE }));
  return svg;
}

/** @param {string} url */
function preconnect(url) {
  if (!document.querySelector("link[rel=preconnect][data-intercom-messenger-loader]")) {
    const link = makeLink("preconnect", url);
    link.dataset.intercomMessengerLoader = "";
    append(link);
  }
}

// The page's route changes, as the browser knows them.

/** What tells our wrapper from others, for whoever looks at `history.pushState` and wonders. */
const MARK = "intercomMessengerLoader";

/** @type {{ name: "pushState" | "replaceState", wrapper: Function }[]} */
let wrapped = [];

/** @type {() => void} */
let stopHearing = () => {};

/**
 * Listens to the page's navigation: through the Navigation API, which sees intercepted navigations too, or where there
 * is none through `history` and `popstate`. Comparing addresses is the session's business.
 */
export function watchRoutes() {
  stopRoutes();
  const { navigation } = /** @type {any} */ (window);
  const [target, kind] =
    typeof navigation === "object" && navigation ? [navigation, "currententrychange"] : [window, "popstate"];
  target.addEventListener(kind, changed);
  stopHearing = () => target.removeEventListener(kind, changed);
  // One that somebody else has wrapped since cannot be taken back; it stays and is used again.
  if (target === window && wrapped.length === 0) {
    wrapped = [wrap("pushState"), wrap("replaceState")];
  }
}

export function stopRoutes() {
  stopHearing();
  stopHearing = () => {};
  wrapped = wrapped.filter(({ name, wrapper }) => {
    if (history[name] !== wrapper) {
      return true;
    }
    // The method itself is the prototype's.
    Reflect.deleteProperty(history, name);
    return false;
  });
}

const changed = () => tell(ROUTE);

/** @param {"pushState" | "replaceState"} name */
function wrap(name) {
  const original = history[name];
  /** @this {History} */
  const wrapper = function () {
    // What the original throws is the caller's.
    const result = Reflect.apply(original, this, arguments);
    changed();
    return result;
  };
  /** @type {any} */ (wrapper)[MARK] = true;
  Reflect.set(history, name, wrapper);
  return { name, wrapper };
}

// Asking token endpoints.

/**
 * A request for a token that was sent before the wasm could.
 *
 * @typedef {{ request: Request, answer: Promise<Response>, controller: AbortController }} Ahead
 */

/** @type {Ahead | undefined} */
let offered;

/**
 * Asks as the wasm will, which has not read the options yet.
 *
 * @param {string | URL} url
 * @returns {Ahead}
 */
export function askAhead(url) {
  const controller = new AbortController();
  const request = new Request(url, { credentials: "include", signal: controller.signal });
  const answer = fetch(request);
  // Perhaps nobody waits for it.
  answer.catch(() => {});
  return { request, answer, controller };
}

/**
 * Lets the next request be one that was sent ahead, if it is the same. What was offered before is dropped.
 *
 * @param {Ahead} [ahead]
 */
export function offer(ahead) {
  offered?.controller.abort();
  offered = ahead;
}

/** @param {Request} request */
const whatItAsks = ({ url, method, credentials }) => url + method + credentials;

/** @param {Request} request */
function sent(request) {
  const ahead = offered;
  if (!ahead || whatItAsks(ahead.request) !== whatItAsks(request)) {
    return fetch(request);
  }
  offered = undefined;
  request.signal.onabort = () => ahead.controller.abort();
  return ahead.answer;
}

/**
 * Sends a request and reads the answer.
 *
 * @param {Request} request
 * @param {number} limit How many bytes are read at most.
 * @param {(response: Response | undefined, text: any) => void} done Is called once, with a response and its text, which is
 *   undefined where it is longer; or with what went wrong, which with a `fetch` of the page's own may be anything.
 */
export async function send(request, limit, done) {
  let response, text;
  try {
    response = await sent(request);
    text = await textOf(response, limit);
  } catch (cause) {
    return done(undefined, cause);
  }
  done(response, text);
}

/**
 * @param {Response} response
 * @param {number} limit
 */
async function textOf({ body }, limit) {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const reader = body?.getReader();
  let [text, size, broken] = ["", 0, false];
  for (let more = reader !== undefined; more; ) {
    const { done, value } = await /** @type {ReadableStreamDefaultReader} */ (reader).read();
    more = !done;
    size += value?.length ?? 0;
    if (size > limit) {
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

/**
 * Waits for a promise, or for what somebody gave in place of one.
 *
 * @param {any} value
 * @param {(failed: boolean, value: any) => void} done Is called once, later.
 */
export function whenSettled(value, done) {
  Promise.resolve(value).then(
    (value) => done(false, value),
    (cause) => done(true, cause),
  );
}
