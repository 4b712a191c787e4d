// The facts of a diagnosis: what the session knows, and what the page says.
import { judge } from "./diagnosis.js";
import { IDENTIFYING, isLive, settings } from "./messenger.js";
import { cookies, guard, own } from "./page.js";
import { countTags, seenViolations } from "./tags.js";

/**
 * A value in `window.intercomSettings`, which the Messenger sends beside the loader's own.
 *
 * @param {string} name
 * @returns {any}
 */
function mergedSetting(name) {
  try {
    return own(settings() ?? {}, name);
  } catch {
    return undefined;
  }
}

/**
 * What stands at `window.Intercom`, for a diagnosis: nothing, a function, an element with that id, something else.
 *
 * @returns {number}
 */
function whatStandsThere() {
  let intercom;
  try {
    ({ Intercom: intercom } = /** @type {any} */ (window));
  } catch {
    return 3;
  }
  return typeof intercom === "function" ? 1 : intercom === undefined ? 0 : intercom instanceof Element ? 2 : 3;
}

/**
 * Examines the page. What is given is described at `Facts` in diagnosis.js.
 *
 * @type {(appId: string | undefined, widget: string, api: string, source: number, endpoint: string, allowed: boolean,
 *   identifies: boolean, phase: string, session: number, error: any, left: number, answer: any,
 *   serverTime: number | undefined, nobody: any) => ReturnType<typeof judge>} `appId` is undefined where there was no boot,
 *   `widget` where its script is; the token is asked for at `endpoint`, which is relative to the page or absolute.
 */
export const examine = guard(
  (
    appId,
    widget,
    api,
    source,
    endpoint,
    allowed,
    identifies,
    phase,
    session,
    error,
    left,
    answer,
    serverTime,
    nobody,
  ) =>
    judge({
      booted: appId !== undefined,
      api,
      source,
      allowed,
      identifies,
      phase,
      session,
      error,
      left,
      answer,
      serverTime,
      nobody,
      intercom: whatStandsThere(),
      live: isLive(),
      // False for a browser that knows itself to be offline.
      online: navigator.onLine !== false,
      ...countTags(widget, appId),
      violations: seenViolations(),
      cookie: cookies().find(({ workspace }) => workspace !== undefined && workspace !== appId)?.workspace ?? "",
      identifying: IDENTIFYING.find((name) => mergedSetting(name) !== undefined),
      merged: mergedSetting("api_base"),
      foreign: isForeign(endpoint),
      now: Date.now(),
    }),
  { ok: false, checks: [] },
);

/** @param {string} url Whether it is on another origin than the page. */
function isForeign(url) {
  try {
    return new URL(url, location.href).origin !== location.origin;
  } catch {
    return false;
  }
}

/**
 * A diagnosis for Rust: of each check its name, its status, what was seen and how to mend it.
 *
 * @type {(diagnosis: ReturnType<typeof judge>) => string[]}
 */
export const textsOf = ({ checks }) => checks.flatMap(({ name, status, seen, mend }) => [name, status, seen, mend]);
