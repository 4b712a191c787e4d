// The functions that both entries offer. Importing this touches nothing: the wasm starts with the first call.
import { dropAhead, restores, tellMissed, turn } from "wasm:load";
import { own, peek } from "wasm:dom";
import { endTimeout } from "wasm:page";
import { goAhead, takeBack } from "./ahead.js";
import { withClass } from "./error.js";
import { refuse } from "./head.js";
import { load, loaded } from "./loader.js";
import { sweep } from "./sweep.js";

/** @typedef {Awaited<ReturnType<typeof load>>} Wasm */

/**
 * @template T
 * @param {(wasm: Wasm) => T} use
 */
async function withWasm(use) {
  try {
    return await use(await load());
  } catch (error) {
    throw withClass(error);
  }
}

/** `boot_superseded`, by its place in failures.js. */
const SUPERSEDED = 34;

/** How long a shutdown waits for the wasm, in milliseconds, before it goes on without. */
const SHUTDOWN_LIMIT = 3000;

/** Boots and shutdowns, counted as they are called; and the last shutdown that went on without the wasm. */
let calls = 0;
let swept = 0;

/** Whether the newest boot goes along with the other tabs. */
let syncsTabs = true;

/** @param {any} options */
export async function bootMessenger(options) {
  const call = (calls += 1);
  syncsTabs = peek(options, "syncTabs", own) !== false;
  // The wasm may come later, and then it is too late to say when this was called, or what has happened since.
  const turnOfCall = turn();
  const restoresBefore = restores();
  const isFirst = !loaded && goAhead(options);
  try {
    return await withWasm((wasm) => {
      if (call < swept) {
        refuse(SUPERSEDED);
      }
      const session = wasm.boot(options, turnOfCall);
      tellMissed(restoresBefore);
      // What this boot has not taken as it began, nobody may.
      dropAhead();
      return session;
    });
  } catch (error) {
    // A boot that was refused leaves nothing on the page.
    (isFirst ? takeBack : dropAhead)();
    throw error;
  }
}

export async function shutdownMessenger() {
  // On a server there is nothing to shut down.
  if (typeof document === "undefined") {
    return;
  }
  const call = (calls += 1);
  let isLate = false;
  /** @type {any} */
  let timer;
  try {
    const limit = new Promise((_, reject) => (timer = setTimeout(reject, SHUTDOWN_LIMIT)));
    // A wasm that comes after that has nothing to end; whoever has signed in meanwhile, in another tab, stays.
    await Promise.race([withWasm((wasm) => (isLate ? undefined : wasm.shutdown())), limit]);
  } catch {
    isLate = true;
    swept = call;
    takeBack();
    sweep(syncsTabs);
  }
  endTimeout(timer);
}

/** @param {string | URL} [url] */
export const updateRoute = (url) =>
  withWasm((wasm) => wasm.routeUpdate(url === undefined ? undefined : absolute(String(url))));

/**
 * An address as the page's own is written; what is no address, and on a server every one, stays as it is.
 *
 * @param {string} url
 */
function absolute(url) {
  try {
    return new URL(url, location.href).href;
  } catch {
    return url;
  }
}

export function refreshUserToken() {
  const turnOfCall = turn();
  return withWasm((wasm) => wasm.refreshToken(turnOfCall));
}

/** @param {any} [settings] */
export const updateSettings = (settings = {}) => withWasm((wasm) => wasm.update(settings));

/**
 * A method of the Messenger's. Of what it is called with only as much is passed on as it takes: `onClick={show}` gives
 * it an event.
 *
 * @param {string} name
 * @param {number} takes
 * @returns {(...given: any[]) => Promise<any>}
 */
const method =
  (name, takes) =>
  (...given) => {
    given = given.slice(0, takes);
    while (given.length && given[given.length - 1] === undefined) {
      given.pop();
    }
    return withWasm((wasm) => wasm.call(name, given));
  };

export const openMessenger = method("show", 0);
export const closeMessenger = method("hide", 0);
export const openSpace = method("showSpace", 1);
export const openMessages = method("showMessages", 0);
export const openNewMessage = method("showNewMessage", 1);
export const openNewConversation = method("startConversation", 1);
export const muteNotifications = method("hideNotifications", 1);
export const openTour = method("startTour", 1);
export const openArticle = method("showArticle", 1);
export const openNews = method("showNews", 1);
export const openSurvey = method("startSurvey", 1);
export const openChecklist = method("startChecklist", 1);
export const openTicket = method("showTicket", 1);
export const openConversation = method("showConversation", 1);
export const trackUserEvent = method("trackEvent", 2);
export const visitorId = method("getVisitorId", 0);
export const passAuthTokens = method("setAuthTokens", 1);
export const whoIsIt = method("whoami", 0);

export function currentState() {
  // On a server the wasm can be loaded, by a boot that was refused.
  const state = loaded && typeof document !== "undefined" ? loaded.state() : IDLE;
  return { ...state, lastError: withClass(state.lastError) };
}

export async function diagnosePage() {
  try {
    return await withWasm((wasm) => wasm.diagnose());
  } catch (error) {
    const { code, message, hint } = /** @type {any} */ (error);
    if (code === "unsupported_environment") {
      throw error;
    }
    // The wasm, which has every other check, did not start.
    const seen = message.slice(0, -hint.length - 2);
    return { ok: false, checks: [{ name: "wasm", status: "fail", seen, mend: hint }] };
  }
}

const IDLE = {
  phase: "idle",
  session: null,
  appId: null,
  region: null,
  tokenExpiresAt: null,
  updatesLeft: 18,
  lastError: null,
};

/**
 * @param {any} event
 * @param {(detail: any) => void} listener
 * @returns {() => void}
 */
export function listen(event, listener) {
  let ended = false;
  let end = () => {};
  /** @param {any} detail */
  const tell = (detail) => listener(typeof detail === "object" ? withClass(detail) : detail);
  withWasm((wasm) => {
    if (!ended) {
      end = wasm.on(event, tell);
    }
  }).catch((error) => console.error(error));
  return () => {
    ended = true;
    end();
    end = () => {};
  };
}
