// A session that follows the options an application passes at each render; shared by the adapters for React, Vue and
// Angular. A page has one Messenger, so the state is the module's.
import { codeOf, isSuperseded } from "../failure.js";
import { tokenKey } from "../identity.js";
import * as loader from "../index.js";
import { textOf } from "../text.js";
import type { BootOptions, Session, Settings } from "../types.js";
import type { MessengerFunctions } from "./adapter-types.js";
import { listen } from "./view.js";

/** Options of one render. */
interface Rendered {
  /** Text of the options without the settings, and with the user in place of a `jwt`: a newer one is no other option. */
  key: string;
  options: BootOptions;
  settings: Settings;
  /** Text of each setting at the render: an application may change its objects in place. */
  texts: Record<string, string>;
  /** Key of the user: null while nobody is signed in, undefined where the application does not say. */
  user: unknown;
}

let latest: Rendered | undefined;

/** The boot in progress. */
let booting: Promise<Session> | undefined;

/** Session of the latest boot. */
let booted: Session | undefined;

/** Settings of the latest boot. */
let bootedSettings: Settings | undefined;

let latestGetJwt: BootOptions["getJwt"];

/** Stable, so that a function which the application creates anew at each render is no other option. */
const getJwt = () => latestGetJwt!();

let shutdownTimer: ReturnType<typeof setTimeout> | undefined;

// A CommonJS module has itself as `default` as well.
const {
  boot: _boot,
  state: _state,
  MessengerError: _MessengerError,
  isMessengerError: _isMessengerError,
  default: _default,
  ...others
} = loader as typeof loader & { default?: unknown };

/** The functions that an adapter hands to its application. */
export const functions: MessengerFunctions = {
  ...others,
  // Without options, the loader rejects with its own error.
  boot: async () => {
    bootedSettings = latest?.settings;
    return loader.boot((latest && { ...latest.options, settings: latest.settings }) as BootOptions);
  },
};

/**
 * Brings the session in line with the options; the same options again change nothing. `user` is any value that tells
 * users apart, null while nobody is signed in, and undefined where the application does not say. Never throws: frameworks
 * unmount an application whose effect does.
 */
export function follow(options: BootOptions, user?: unknown): void {
  if (typeof document === "undefined") {
    return;
  }
  try {
    clearTimeout(shutdownTimer);
    listen();
    apply(read(options, user));
  } catch (error) {
    warn(error);
  }
}

function read(given: BootOptions, user: unknown): Rendered {
  const { settings, ...rest } = (given ?? {}) as BootOptions;
  latestGetJwt = typeof rest.getJwt === "function" ? rest.getJwt : undefined;
  const options = (latestGetJwt ? { ...rest, getJwt } : rest) as BootOptions;
  // The boot refuses settings that are no object.
  const copy: Settings = typeof settings === "object" ? { ...settings } : (settings ?? {});
  const texts = Object.fromEntries(Object.entries(copy).map(([name, value]) => [name, textOf(value)]));
  return { key: textOf({ ...options, jwt: tokenKey(options.jwt) }), options, settings: copy, texts, user: userKey(user) };
}

/**
 * Key of a user: null, undefined, or the text of its content, which an object created anew has again. An object that shows
 * none of its content is its own key.
 */
function userKey(user: unknown): unknown {
  if (user == null) {
    return user;
  }
  const text = textOf(user);
  return text === "{}" && Object.getPrototypeOf(user)?.constructor !== Object ? user : text;
}

function apply(now: Rendered): void {
  const before = latest;
  latest = now;
  if (!before || before.key !== now.key || before.user !== now.user) {
    // A user's token must not serve the next user.
    if (before && before.user !== now.user && before.user != null) {
      loader.shutdown();
      booting = booted = undefined;
    }
    begin(now, before !== undefined && before.user !== now.user && booting !== undefined).catch(warn);
    return;
  }
  if (now.options.jwt !== before.options.jwt) {
    // With the settings of the boot: the loader keeps a newer token where nothing else is another option.
    loader.boot({ ...now.options, settings: bootedSettings }).catch(warn);
  }
  const changed = Object.keys(now.texts).filter((name) => now.texts[name] !== before.texts[name]);
  if (changed.length && !belongsToAnother(now)) {
    loader.update(Object.fromEntries(changed.map((name) => [name, now.settings[name]]))).catch(warn);
  }
}

/** Whether the session has become another user's by itself, who must not get what the application renders for its own. */
function belongsToAnother({ user }: Rendered): boolean {
  const { session } = loader.state();
  return user !== undefined && booted !== undefined && session !== null && userId(session) !== userId(booted);
}

const userId = (session: Session) => (session.kind === "user" ? session.userId : undefined);

/**
 * Boots. A boot that it `joins` may have asked for the token before this user had signed in: its answer that nobody is
 * signed in is outdated then.
 */
async function begin(now: Rendered, joins: boolean): Promise<void> {
  const boot = (booting = functions.boot());
  try {
    const session = (booted = await boot);
    if (joins && now.user != null && session.kind === "visitor" && latest?.user === now.user) {
      booted = await functions.boot();
    }
  } finally {
    if (booting === boot) {
      booting = undefined;
    }
  }
}

/** Shuts down, unless options follow at once, as in React's StrictMode. */
export function leave(): void {
  clearTimeout(shutdownTimer);
  shutdownTimer = setTimeout(() => {
    latest = booting = booted = undefined;
    loader.shutdown();
  });
}

/** Reports a change of route that the application's router has made. */
export function changeRoute(): void {
  if (latest) {
    loader.routeUpdate().catch(warn);
  }
}

/** Logs a failure; a superseded call is none, nor is one without a session. */
function warn(error: unknown): void {
  if (!isSuperseded(error) && codeOf(error) !== "not_booted") {
    console.warn(error);
  }
}
