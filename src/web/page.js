// The page around the session: what it tells and is told, its clock, its addresses, routes, other tabs, cookies.
//
// Files import few others: the server of wasm-bindgen-test hangs when a browser
// asks it for more than four at once. So what else Rust and these files need is passed on from file to file.
import { addEvent, guard, ofWindow, removeEvent, report } from "./cookies.js";

export {
  addEvent,
  callDocument,
  cookieWorkspaces,
  expireCookies,
  forgetNotes,
  guard,
  newElement,
  ofDocument,
  ofWindow,
  own,
  peek,
  readNote,
  removeEvent,
  report,
  writeNote,
} from "./cookies.js";

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

// As `hear` in page_events.rs counts them.
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

/**
 * Tells what has happened since a boot was called, where the session began too late to hear of it: the page has come back
 * out of the back-forward cache, other tabs have said something.
 *
 * @param {boolean} restored
 * @param {unknown[]} missed
 */
export function tellMissed(restored, missed) {
  if (restored) {
    tell(SHOWN);
  }
  missed.forEach((data) => tell(TAB, 0, data));
}

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
      adoptChannel(new BroadcastChannel(name));
    } catch {
      channel = null;
    }
  }
}

/** @param {BroadcastChannel | null} given Listens by one that is open already. */
export function adoptChannel(given) {
  if (given && channel) {
    given.close();
  } else if (given) {
    channel = given;
    channel.onmessage = ({ data }) => tell(TAB, 0, data);
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

let turns = 0;
let running = false;

/** The run of script that is under way: whatever is called in the same run has the same number. */
export const turn = () => currentTurn();

/** @param {() => number} turn Counts from now on. */
export function attach(turn) {
  currentTurn = turn;
}

let currentTurn = () => {
  if (!running) {
    running = true;
    turns += 1;
    Promise.resolve().then(() => {
      running = false;
    });
  }
  return turns;
};

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
  if (target === window) {
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
  if (wrapped.some((known) => known.name === name)) {
    return;
  }
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
