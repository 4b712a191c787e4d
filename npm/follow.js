// What the adapters for React, Vue and Angular share: a session that follows what an application says, and the
// Messenger's state as a value that is replaced when it changes. A page has one Messenger, so there is one of each.
import * as loader from "./index.js";

/** @typedef {Record<string, any>} Options */
/** @typedef {import("./types.js").MessengerState & { unreadCount: number, isOpen: boolean }} View */

/** What does not begin a session of its own; an adapter does that. */
const { boot: _boot, state: _state, MessengerError: _class, preloadTags: _tags, cspDirectives: _policy, ...rest } = loader;

/** The loader's functions that an application calls. `boot` is with what the adapter was given: after a failure, and after
 *  a `shutdown` behind which the user turned out to be the same. */
export const functions = {
  ...rest,
  boot: async () => loader.boot(/** @type {any} */ (asked && { ...asked.options, settings: asked.settings })),
};

/** @type {View} The state before anything happened, which is also that on a server. */
export const idle = {
  phase: "idle",
  session: null,
  appId: null,
  region: null,
  tokenExpiresAt: null,
  updatesLeft: 18,
  lastError: null,
  unreadCount: 0,
  isOpen: false,
};

/** @type {{ key: string, options: Options, settings: Options, user: unknown } | undefined} What was asked for last. */
let asked;

/** @type {(() => Promise<string | null>) | undefined} */
let newestGetJwt;

/** Always the same function, so that one that an application makes anew at each render is no other option. */
const getJwt = () => /** @type {() => Promise<string | null>} */ (newestGetJwt)();

/** @type {ReturnType<typeof setTimeout> | undefined} */
let ending;

/**
 * Makes the session what the application wants now; the same again is nothing. `user` is whatever tells its users apart,
 * null while nobody is signed in, and undefined where the application does not say.
 *
 * @param {any} given
 * @param {unknown} [user]
 */
export function want(given, user) {
  if (typeof document === "undefined") {
    return;
  }
  clearTimeout(ending);
  listen();
  const { settings = {}, ...others } = /** @type {Options} */ (given);
  newestGetJwt = others.getJwt;
  const options = newestGetJwt ? { ...others, getJwt } : others;
  const key = text(options);
  const before = asked;
  asked = { key, options, settings: { ...settings }, user };
  if (!before || before.key !== key || before.user !== user) {
    // A user's token is not the next one's.
    if (before && before.user !== user && before.user !== null && before.user !== undefined) {
      loader.shutdown();
    }
    loader.boot(/** @type {any} */ ({ ...options, settings })).catch(say);
    return;
  }
  const changed = Object.keys(settings).filter((name) => text(settings[name]) !== text(before.settings[name]));
  if (changed.length) {
    loader.update(Object.fromEntries(changed.map((name) => [name, settings[name]]))).catch(say);
  }
}

/** Ends the session, unless it is wanted again at once, as by React's StrictMode. */
export function leave() {
  clearTimeout(ending);
  ending = setTimeout(() => {
    asked = undefined;
    loader.shutdown();
  });
}

/** The route changed, and the application's router said so. */
export function changeRoute() {
  if (asked) {
    loader.routeUpdate().catch(say);
  }
}

/** @param {any} error */
function say(error) {
  // What a later call made needless, and calls where nobody is to have a Messenger, are no failures.
  if (!["boot_superseded", "not_booted"].includes(error?.code)) {
    console.warn(error);
  }
}

/**
 * What tells values apart, with the same text for the same.
 *
 * @param {unknown} value
 */
const text = (value) => JSON.stringify(value, (_, part) => (typeof part === "function" ? "function" : part)) ?? "";

/** @type {View} */
let view = idle;

/** @type {Set<() => void>} */
const watchers = new Set();

let listens = false;

/** The state as it is now; the same object until it changes. */
export const current = () => view;

/**
 * Calls `watcher` whenever the state has changed, until the function that it returns is called.
 *
 * @param {() => void} watcher
 */
export function watch(watcher) {
  listen();
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
  };
}

/** Listens from the first call on, also while nobody watches: whoever does later sees what has happened until then. */
function listen() {
  if (listens) {
    return;
  }
  listens = true;
  const change = (/** @type {Partial<View>} */ part) => {
    view = { ...view, ...part };
    watchers.forEach((watcher) => watcher());
  };
  loader.on("statechange", (state) => change(state.session ? state : { ...state, unreadCount: 0, isOpen: false }));
  loader.on("unreadcountchange", (unreadCount) => change({ unreadCount }));
  loader.on("show", () => change({ isOpen: true }));
  loader.on("hide", () => change({ isOpen: false }));
  change(loader.state());
}
