// What the adapters for React, Vue and Angular share: a session that follows what an application says, and the
// Messenger's state as a value that is replaced when it changes. A page has one Messenger, so there is one of each.
import * as loader from "./index.js";
import * as text from "./text.js";

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

/**
 * What was asked for last. The texts are of what it was then: an application may change its objects in place.
 *
 * @typedef {{ key: string, options: Options, settings: Options, texts: Record<string, string>, user: unknown }} Asked
 * @type {Asked | undefined}
 */
let asked;

/** @type {Promise<any> | undefined} The boot that is under way. */
let booting;

/** @type {any} Whose session came of the newest boot. */
let booted;

/** @type {(() => Promise<string | null>) | undefined} */
let newestGetJwt;

/** Always the same function, so that one that an application makes anew at each render is no other option. */
const getJwt = () => /** @type {() => Promise<string | null>} */ (newestGetJwt)();

/** @type {ReturnType<typeof setTimeout> | undefined} */
let ending;

/**
 * Makes the session what the application wants now; the same again is nothing. `user` is whatever tells its users apart,
 * null while nobody is signed in, and undefined where the application does not say. Never throws: frameworks unmount an
 * application whose effect does.
 *
 * @param {any} given
 * @param {unknown} [user]
 */
export function want(given, user) {
  if (typeof document === "undefined") {
    return;
  }
  try {
    clearTimeout(ending);
    listen();
    follow(read(given, user));
  } catch (error) {
    say(error);
  }
}

/**
 * @param {any} given
 * @param {unknown} user
 * @returns {Asked}
 */
function read(given, user) {
  const { settings, ...others } = /** @type {Options} */ (given ?? {});
  newestGetJwt = typeof others.getJwt === "function" ? others.getJwt : undefined;
  const options = newestGetJwt ? { ...others, getJwt } : others;
  // What is no object is refused by the boot.
  const own = typeof settings === "object" ? { ...settings } : (settings ?? {});
  const texts = Object.fromEntries(Object.entries(own).map(([name, value]) => [name, text.textOf(value)]));
  return { key: text.textOf(options), options, settings: own, texts, user: whose(user) };
}

/**
 * What tells a user from another: null, undefined, or a text, which an object made anew has again. An object that shows
 * nothing of what it holds is told by itself.
 *
 * @param {any} user
 */
function whose(user) {
  if (user == null) {
    return user;
  }
  const written = text.textOf(user);
  return written === "{}" && Object.getPrototypeOf(user)?.constructor !== Object ? user : written;
}

/** @param {Asked} now */
function follow(now) {
  const before = asked;
  asked = now;
  if (!before || before.key !== now.key || before.user !== now.user) {
    // A user's token is not the next one's.
    if (before && before.user !== now.user && before.user != null) {
      loader.shutdown();
      booting = booted = undefined;
    }
    begin(now, before?.user === now.user ? undefined : booting).catch(say);
    return;
  }
  const changed = Object.keys(now.texts).filter((name) => now.texts[name] !== before.texts[name]);
  if (changed.length && !isAnothers(now)) {
    loader.update(Object.fromEntries(changed.map((name) => [name, now.settings[name]]))).catch(say);
  }
}

/**
 * Whether the session has become another user's by itself. What an application says of the user whom it knows is not told of
 * that one.
 *
 * @param {Asked} now
 */
function isAnothers({ user }) {
  const { session } = loader.state();
  return user !== undefined && booted && session && session.userId !== booted.userId;
}

/**
 * @param {Asked} now
 * @param {Promise<any> | undefined} joined A boot that asked who it is before this user was there. Its answer that it is
 *   nobody is too old.
 */
async function begin(now, joined) {
  const mine = (booting = functions.boot());
  try {
    const session = (booted = await mine);
    if (joined && now.user != null && session.kind === "visitor" && asked?.user === now.user) {
      booted = await functions.boot();
    }
  } finally {
    if (booting === mine) {
      booting = undefined;
    }
  }
}

/** Ends the session, unless it is wanted again at once, as by React's StrictMode. */
export function leave() {
  clearTimeout(ending);
  ending = setTimeout(() => {
    asked = booting = booted = undefined;
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
  // What a later call or another user made needless, and calls where nobody is to have a Messenger, are no failures.
  if (!["boot_superseded", "user_changed", "not_booted"].includes(error?.code)) {
    console.warn(error);
  }
}

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
