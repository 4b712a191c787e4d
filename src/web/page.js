// The page around the session: what it tells, its clock, its addresses, other tabs, cookies, and `window.Intercom`.
//
// Three files and no more: the server of wasm-bindgen-test hangs when a browser asks it for many at once.

/** @type {(what: number, number: number, detail: any) => void} */
let listener = () => {};

/** @param {(what: number, number: number, detail: any) => void} hear */
export function hearWith(hear) {
  listener = hear;
}

/**
 * Tells the session that something happened.
 *
 * @param {number} what One of the names below.
 * @param {number} [number]
 * @param {any} [detail]
 */
export function tell(what, number, detail) {
  listener(what, number ?? 0, detail);
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

/** A clock that never jumps, in milliseconds. */
export const uptime = () => performance.now();

/** The page's address. */
export const here = () => location.href;

/** Whether there is a page: on a server and in a worker there is none. */
export const hasPage = () => typeof window === "object" && typeof document === "object";

/** Tells of the page's coming and going, and of all after which a timer may have missed that time passed. */
export function watchLife() {
  const on = (/** @type {EventTarget} */ target, /** @type {string} */ kind, /** @type {number} */ what) =>
    target.addEventListener(kind, () => tell(what));
  on(window, "pagehide", LEFT);
  on(window, "focus", LOOKED);
  on(document, "visibilitychange", LOOKED);
  on(window, "online", ONLINE);
  // Out of the back-forward cache, or for the first time.
  window.addEventListener("pageshow", ({ persisted }) => tell(SHOWN, 0, persisted));
}

/** @type {ReturnType<typeof setTimeout>[]} */
const timers = [];

/**
 * Tells once, after a while. Browsers keep a delay in 31 bits and take a longer one for none, so it is cut to that, 24.8
 * days.
 *
 * @param {number} timer
 * @param {number} generation
 * @param {number} after
 */
export function arm(timer, generation, after) {
  disarm(timer);
  timers[timer] = setTimeout(() => tell(TIMER, generation, timer), Math.min(after, 2147483647));
}

/** @param {number} timer */
export function disarm(timer) {
  clearTimeout(timers[timer]);
}

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
 * @param {string} name
 * @param {string} text
 */
export function tellTabs(name, text) {
  openTabs(name);
  channel?.postMessage(text);
}

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
function cookies() {
  let all = "";
  try {
    all = document.cookie;
  } catch {
    // A sandboxed frame has no cookies, and says so by throwing.
  }
  return all.split(";").map((cookie) => {
    const [name] = cookie.trim().split("=");
    return { name, workspace: /^intercom-(?:session|id|device-id)-(.*)/.exec(name)?.[1] };
  });
}

/**
 * Another workspace than this one, of which there is a cookie.
 *
 * @param {string} appId
 * @returns {string}
 */
export const otherWorkspace = (appId) =>
  cookies().find(({ workspace }) => workspace !== undefined && appId && workspace !== appId)?.workspace ?? "";

/**
 * Expires the Messenger's cookies on this host and its parent domains: of one workspace, or of every.
 *
 * @param {string} appId
 */
export function expireCookies(appId) {
  for (const { name, workspace } of cookies()) {
    if (workspace === undefined || (appId && workspace !== appId)) {
      continue;
    }
    // A browser ignores the public suffixes among the domains.
    const labels = location.hostname.split(".");
    const domains = labels.map((_, at) => `; Domain=${labels.slice(at).join(".")}`);
    for (const domain of ["", ...domains]) {
      document.cookie = `${name}=; Path=/; Max-Age=0${domain}`;
    }
  }
}

/** False for a browser that knows itself to be offline. */
export const isOnline = () => navigator.onLine !== false;

/**
 * Whether an address is on another origin than the page.
 *
 * @param {string} url
 */
export function isForeign(url) {
  try {
    return new URL(url, location.href).origin !== location.origin;
  } catch {
    return false;
  }
}

// Page code may have made `window.Intercom` or `window.intercomSettings` a property that throws.

/**
 * The Messenger, or a stub that queues for it; nothing where something else stands in its place.
 *
 * @returns {any}
 */
function messenger() {
  try {
    const { Intercom } = /** @type {any} */ (window);
    return typeof Intercom === "function" ? Intercom : undefined;
  } catch {
    return undefined;
  }
}

/** @param {any} intercom */
const queueOf = (intercom) => (Array.isArray(intercom?.q) ? intercom.q : undefined);

/** Whether the widget itself stands there: its script says so, or it has no queue as every stub has. */
export function isLive() {
  const intercom = messenger();
  return Boolean(intercom && (intercom.booted || !queueOf(intercom)));
}

/** Whether a boot waits in the queue. */
export const holdsBoot = () => Boolean(queueOf(messenger())?.some((/** @type {any} */ call) => call?.[0] === "boot"));

/**
 * Puts a stub where there is no Messenger. It queues as the classic snippet's does, so that the page's own calls of
 * `window.Intercom` keep working before the widget is there.
 *
 * @returns {boolean} Whether it did.
 */
export function installStub() {
  if (messenger()) {
    return false;
  }
  /** @type {IArguments[]} */
  const queue = [];
  const stub = function () {
    queue.push(arguments);
  };
  stub.q = queue;
  try {
    /** @type {any} */ (window).Intercom = stub;
  } catch {
    return false;
  }
  return true;
}

/**
 * Calls the Messenger, or its queue; nothing where there is neither. What it throws is for its developer to see, and
 * stops nothing.
 *
 * @param {any[]} call
 * @returns {any}
 */
export function callMessenger(call) {
  try {
    return messenger()?.(...call);
  } catch (error) {
    console.error("intercom-messenger-loader:", error);
  }
}

/** @type {((detail: any) => void)[]} One of each kind for as long as the page lives. */
const callbacks = [];

/**
 * Asks the Messenger to call back.
 *
 * @param {string} method
 * @param {number} kind
 */
export function callBack(method, kind) {
  callbacks[kind] = callbacks[kind] ?? ((detail) => tell(NEWS, kind, detail));
  callMessenger([method, callbacks[kind]]);
}

/** Empties the queue of a Messenger that has not run it; the queue itself stays, the widget will look for it. */
export function emptyQueue() {
  const queue = queueOf(messenger());
  if (queue) {
    queue.length = 0;
  }
}

/** @returns {any} */
function settings() {
  try {
    return /** @type {any} */ (window).intercomSettings;
  } catch {
    return undefined;
  }
}

/**
 * Removes attributes from `window.intercomSettings`: the Messenger merges it under every boot.
 *
 * @param {string} names
 */
export function cleanSettings(names) {
  const given = settings();
  try {
    for (const name of given ? names.split(" ") : []) {
      delete given[name];
    }
  } catch {
    // Of an object that is frozen nothing can be taken away, but it can be taken away as a whole.
    forgetSettings();
  }
}

/** Deletes `window.intercomSettings`; one declared with `var` cannot be deleted and is emptied. */
export function forgetSettings() {
  // A property that cannot be set can perhaps be deleted, and the other way round.
  for (const forget of [Reflect.set, Reflect.deleteProperty]) {
    try {
      if ("intercomSettings" in window) {
        forget(window, "intercomSettings", undefined);
      }
    } catch {
      // Then there is nothing more to do about it.
    }
  }
}

/**
 * A value in `window.intercomSettings`, which the Messenger sends beside the loader's own.
 *
 * @param {string} name
 * @returns {any}
 */
export function mergedSetting(name) {
  try {
    return settings()?.[name];
  } catch {
    return undefined;
  }
}

/**
 * What stands at `window.Intercom`, for a diagnosis: nothing, a function, an element with that id, something else.
 *
 * @returns {number}
 */
export function whatStandsThere() {
  let intercom;
  try {
    ({ Intercom: intercom } = /** @type {any} */ (window));
  } catch {
    return 3;
  }
  return typeof intercom === "function" ? 1 : intercom === undefined ? 0 : intercom instanceof Element ? 2 : 3;
}
