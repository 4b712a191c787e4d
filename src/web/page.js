// The page around the session: what it tells and is told, its clock, its addresses, routes, other tabs, cookies.
//
// Rust imports three files and no more, and each of them few others: the server of wasm-bindgen-test hangs when a browser
// asks it for more than four at once. So what else Rust and these files need is passed on from file to file.
import { addEvent, guard, ofDocument, ofWindow, peek, removeEvent, report, writeCookie } from "./options.js";

export {
  addEvent,
  callDocument,
  describe,
  guard,
  makeError,
  newElement,
  ofDocument,
  ofWindow,
  own,
  peek,
  readArguments,
  readBody,
  readOptions,
  readSettings,
  readToken,
  readValue,
  removeEvent,
  report,
} from "./options.js";

/** @type {(what: number, number: number, detail: any, more: any) => void} */
let told = () => {};

/** @param {(what: number, number: number, detail: any, more: any) => void} hear */
export function hearWith(hear) {
  told = hear;
}

/**
 * Tells the session that something happened.
 *
 * @param {number} what One of the names below.
 * @param {number} [number]
 * @param {any} [detail]
 * @param {any} [more]
 */
export function tell(what, number, detail, more) {
  told(what, number ?? 0, detail, more);
}

// As `hear` in hear.rs counts them.
export const LEFT = 0;
export const LOOKED = 1;
export const ONLINE = 2;
export const SHOWN = 3;
export const ROUTE = 4;
export const DUE = 5;
export const SCRIPT = 6;
export const NEWS = 7;
export const TAB = 8;
export const TIMER = 9;
export const REPLY = 10;
export const SETTLED = 11;

/** A clock that never jumps, in milliseconds. */
export const uptime = guard(() => performance.now(), 0);

/** The page's address. */
export const here = guard(() => location.href, "");

/** Whether there is a page: on a server and in a worker there is none. */
export const hasPage = () => typeof window === "object" && typeof document === "object";

/** Tells of the page's coming and going, and of all after which a timer may have missed that time passed. */
export const watchLife = guard(() => {
  const on = (/** @type {EventTarget} */ target, /** @type {string} */ kind, /** @type {number} */ what) =>
    addEvent(target, kind, () => tell(what));
  on(window, "pagehide", LEFT);
  on(window, "focus", LOOKED);
  on(document, "visibilitychange", LOOKED);
  on(window, "online", ONLINE);
  // Out of the back-forward cache; that it is shown for the first time is no news.
  window.addEventListener("pageshow", ({ persisted }) => persisted && tell(SHOWN));
});

/** @type {ReturnType<typeof setTimeout>[]} */
const timers = [];

/**
 * Tells once, after a while. Browsers keep a delay in 31 bits and take a longer one for none, so it is cut to that, 24.8
 * days.
 *
 * @type {(timer: number, generation: number, after: number) => void}
 */
export const arm = guard((timer, generation, after) => {
  disarm(timer);
  timers[timer] = timeout(after, () => tell(TIMER, generation, timer));
});

/**
 * @param {number} after
 * @param {() => void} act
 */
export const timeout = (after, act) => setTimeout(act, Math.min(after, 2147483647));

/** @type {(timeout: any) => void} */
export const endTimeout = guard((timeout) => clearTimeout(timeout));

/** @type {(timer: number) => void} */
export const disarm = guard((timer) => {
  endTimeout(timers[timer]);
});

/** @type {BroadcastChannel | null | undefined} Null where the browser gives a page like this one no channel. */
let channel;

/**
 * Listens to the other tabs of this site. Any script of the site can send here.
 *
 * @param {string} name
 */
export function openTabs(name) {
  if (channel === undefined) {
    try {
      channel = new BroadcastChannel(name);
      channel.onmessage = ({ data }) => tell(TAB, 0, data);
    } catch {
      channel = null;
    }
  }
}

/**
 * Tells every other tab.
 *
 * @type {(name: string, text: string) => void}
 */
export const tellTabs = guard((name, text) => {
  openTabs(name);
  channel?.postMessage(text);
});

/**
 * What a page before this one noted; an empty text where nothing is, and where there is no storage.
 *
 * @param {string} key
 * @returns {string}
 */
export function readNote(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

/**
 * @param {string} key
 * @param {string} note An empty one is none.
 */
export function writeNote(key, note) {
  try {
    if (note) {
      localStorage.setItem(key, note);
    } else {
      localStorage.removeItem(key);
    }
  } catch {
    // A storage that is full, or that a sandbox denies, costs a precaution and not the session.
  }
}

/** The names of the page's cookies, each with the workspace that it is of, if it is the Messenger's. */
export function cookies() {
  let all = "";
  try {
    all = ofDocument("cookie");
  } catch {
    // A sandboxed frame has no cookies, and says so by throwing.
  }
  return all.split(";").map((cookie) => {
    const [name] = cookie.trim().split("=");
    return { name, workspace: /^intercom-(?:session|id|device-id)-(.*)/.exec(name)?.[1] };
  });
}

/** @type {(name: string) => void} */
const expire = guard((name) => {
  // A browser ignores the public suffixes among the domains.
  const labels = location.hostname.split(".");
  const domains = labels.map((_, at) => `; Domain=${labels.slice(at).join(".")}`);
  for (const domain of ["", ...domains]) {
    writeCookie(`${name}=; Path=/; Max-Age=0${domain}`);
  }
});

/**
 * Expires the Messenger's cookies on this host and its parent domains: of one workspace, or of every.
 *
 * @type {(appId: string) => void}
 */
export const expireCookies = guard((appId) => {
  for (const { name, workspace } of cookies()) {
    if (workspace === undefined || (appId && workspace !== appId)) {
      continue;
    }
    expire(name);
  }
});

/** What the names of the loader's own notes begin with, in storage before a colon and in cookies before a hyphen. */
const NOTE = "intercom-messenger-loader";

/** Removes what pages before this one noted, of every workspace. */
export const forgetNotes = guard(() => {
  cookies().forEach(({ name }) => name.startsWith(`${NOTE}-`) && expire(name));
  const storage = peek(window, "localStorage") ?? {};
  Object.keys(storage).forEach((key) => key.startsWith(`${NOTE}:`) && storage.removeItem(key));
});

// The page's route changes, as the browser knows them.

/** What tells our wrapper from others, for whoever looks at `history.pushState` and wonders. */
const MARK = "intercomMessengerLoader";

/** @type {{ name: "pushState" | "replaceState", wrapper: Function, restore: () => void }[]} */
let wrapped = [];

/** @type {() => void} */
let stopHearing = () => {};

/**
 * Listens to the page's navigation: through the Navigation API, which sees intercepted navigations too, or where there
 * is none through `history` and `popstate`. Comparing addresses is the session's business.
 */
export const watchRoutes = guard(() => {
  stopRoutes();
  const [navigation, Own] = [ofWindow("navigation"), ofWindow("Navigation")];
  const isReal = typeof Own === "function" && navigation instanceof Own;
  const [target, kind] = isReal ? [navigation, "currententrychange"] : [window, "popstate"];
  addEvent(target, kind, changed);
  stopHearing = () => removeEvent(target, kind, changed);
  // One that somebody else has wrapped since cannot be taken back; it stays and is used again.
  if (target === window && wrapped.length === 0) {
    wrap("pushState");
    wrap("replaceState");
  }
});

export const stopRoutes = guard(() => {
  stopHearing();
  stopHearing = () => {};
  wrapped = wrapped.filter(({ name, wrapper, restore }) => {
    if (history[name] !== wrapper) {
      return true;
    }
    restore();
    return false;
  });
});

const changed = () => tell(ROUTE);

/** @type {(name: "pushState" | "replaceState") => void} */
const wrap = guard((name) => {
  const original = history[name];
  // The browser's method is the prototype's; what is the object's own is another library's.
  const isTheirs = Object.prototype.hasOwnProperty.call(history, name);
  /** @this {History} */
  const wrapper = function () {
    // What the original throws is the caller's.
    const result = Reflect.apply(original, this, arguments);
    changed();
    return result;
  };
  /** @type {any} */ (wrapper)[MARK] = true;
  Reflect.set(history, name, wrapper);
  const restore = () =>
    isTheirs ? Reflect.set(history, name, original) : Reflect.deleteProperty(history, name);
  wrapped.push({ name, wrapper, restore });
});

// Those who call the loader, and what they are told.

/** @type {WeakMap<Promise<any>, (failed: boolean, value: any) => void>} What settles a promise. */
const ends = new WeakMap();

/** A promise that `settle` ends. */
export function deferred() {
  /** @type {any} */
  let end;
  const promise = new Promise((resolve, reject) => {
    end = (/** @type {boolean} */ failed, /** @type {any} */ value) => (failed ? reject : resolve)(value);
  });
  ends.set(promise, end);
  return promise;
}

/**
 * @param {Promise<any>} promise
 * @param {boolean} failed
 * @param {any} value
 */
export function settle(promise, failed, value) {
  ends.get(promise)?.(failed, value);
}

/**
 * Tells when a promise is settled, or what somebody gave in place of one.
 *
 * @param {number} id
 * @param {any} value
 */
export function whenSettled(id, value) {
  // `Promise.resolve` reads a promise's class, which may throw.
  new Promise((go) => go(value)).then(
    (value) => tell(SETTLED, id, false, value),
    (cause) => tell(SETTLED, id, true, cause),
  );
}

/** @type {[string, (detail: any) => void][]} In the order in which they came. */
let listeners = [];

/**
 * Calls `listener` whenever `event` happens, until the function that it returns is called.
 *
 * @param {string} event
 * @param {(detail: any) => void} listener
 */
export function addListener(event, listener) {
  /** @type {[string, (detail: any) => void]} */
  const entry = [event, listener];
  listeners = [...listeners, entry];
  return () => {
    listeners = listeners.filter((other) => other !== entry);
  };
}

/**
 * Tells whoever listened when it happened; who stops listening meanwhile is not told any more.
 *
 * @param {string} event
 * @param {any} detail
 */
export function emit(event, detail) {
  for (const entry of listeners) {
    if (entry[0] === event && listeners.includes(entry)) {
      try {
        entry[1](detail);
      } catch (thrown) {
        // It is for its developer to see, and stops nothing.
        report(thrown);
      }
    }
  }
}

/** @param {string} [userId] */
export const makeSession = (userId) => (userId === undefined ? { kind: "visitor" } : { kind: "user", userId });

/**
 * @param {string} phase
 * @param {any} session
 * @param {string} [appId]
 * @param {string} [region]
 * @param {number} [expires]
 * @param {number} [updatesLeft]
 * @param {any} [lastError]
 */
export const makeState = (phase, session, appId, region, expires, updatesLeft, lastError) => ({
  phase,
  session,
  appId: appId ?? null,
  region: region ?? null,
  tokenExpiresAt: expires ?? null,
  updatesLeft,
  lastError,
});
