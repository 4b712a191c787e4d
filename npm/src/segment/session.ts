// Whose the Messenger's session is while Segment's events come: the loader's session is made the one that an event
// belongs to, and only then is the event told. One after the other, and nobody waits for it.
import * as loader from "./index.js";

/** @typedef {Record<string, any>} Options */

/**
 * An event that is to be told: its type, Segment's id of its user, Intercom's, the token that it brought.
 *
 * @typedef {{ type: string, id: unknown, user: string | undefined, token: string | undefined }} Told
 */

const SOURCES = ["getJwt", "jwt", "jwtRequest", "jwtUrl"];

/** How many events wait for a Messenger that is not loaded before somebody wants it. */
const KEPT = 200;

const UNSIGNED =
  "intercom-messenger-loader: Segment names a user, and there is no token to sign that: user_id, email, phone and " +
  "user_hash are not sent. Give intercomDestination jwtUrl or getJwt.";
const FOREIGN =
  "intercom-messenger-loader: events of this Segment user are not sent, because the token is another user's, or there " +
  "is none. Sign the user in before analytics.identify, and put the id that Segment has into the token as user_id.";
const NAMELESS =
  "intercom-messenger-loader: events without a user are not sent, because the Messenger's session is a user's. Call " +
  "analytics.identify once somebody has signed in, and analytics.reset before the session ends on your server.";

/**
 * Whose a token is, and when it ends; the loader checks it.
 *
 * @param {string} token
 * @returns {{ user?: string, exp?: unknown }}
 */
export function claimsOf(token) {
  try {
    const part = token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
    const bytes = Uint8Array.from(atob(part), (letter) => letter.charCodeAt(0));
    const { user_id, exp } = JSON.parse(new TextDecoder().decode(bytes));
    return ["string", "number"].includes(typeof user_id) ? { user: String(user_id), exp } : {};
  } catch {
    return {};
  }
}

/**
 * @param {Options} options `boot`'s.
 * @param {(problem: any) => void} report
 */
export function followSession(options, report) {
  const hasSource = SOURCES.some((name) => options[name] != null);
  const noSource = Object.fromEntries(SOURCES.map((name) => [name, undefined]));
  const heldOptions = { ...options, ...noSource, getJwt: heldToken };

  /** The token that an event brought, and the one that the loader was given last. */
  let [held, given] = ["", ""];
  /** Grows with each reset: what was to be told before is nobody's any more. */
  let epoch = 0;
  /** @type {Options} What was booted last. */
  let last = options;
  /** @type {any} Why that failed. */
  let failure;
  /** @type {string | undefined} The user, or an event's token, that a session was asked for last. */
  let asked;
  /** @type {string | undefined} The user of a session without a token. */
  let named;
  /** @type {unknown} Segment's id of the user for whom the session was begun; undefined where that is not known. */
  let begunFor;
  /** @type {() => any} Segment's id of the user whom analytics has now. */
  let present = () => undefined;
  let chain = Promise.resolve();
  /** @type {(() => void)[]} */
  let waiting = [];
  /** @type {{ told: Told, tell: () => Promise<void> }[]} */
  let deferred = [];

  /** @param {() => unknown} task */
  function enqueue(task) {
    const since = epoch;
    chain = chain.then(() => (since === epoch ? task() : undefined)).then(() => {}, report);
  }

  /** The user whose session it is; undefined for a visitor, null where there is none. */
  function current() {
    const { session } = loader.state();
    return session && (session.kind === "user" ? session.userId : undefined);
  }

  /** Waits while it is being found out whose session it is. */
  async function settled() {
    while (["booting", "shutting_down"].includes(loader.state().phase)) {
      await new Promise((resolve) => waiting.push(() => resolve(undefined)));
    }
  }

  function heldToken() {
    if (held === given && hasSource) {
      // It is about to end, and no event has brought a newer one.
      enqueue(() => begin(options));
    }
    given = held;
    return held;
  }

  /** @param {Options} wanted */
  async function begin(wanted) {
    last = wanted;
    given = "";
    failure = undefined;
    try {
      await loader.boot(/** @type {any} */ (wanted));
    } catch (error) {
      failure = error;
      throw error;
    }
    report(undefined);
  }

  /**
   * Whether an event is of the user whom analytics has now. No other begins a session: what was kept while the user
   * changed would bring the last one back.
   *
   * @param {unknown} id
   */
  function isPresent(id) {
    const now = present();
    return now === undefined || String(now ?? "") === String(id ?? "");
  }

  /**
   * Ends a session that there is before it begins an event's, so that no token of the old one's is used again. Answers
   * whether it is not too late for that by then.
   *
   * @param {Told} told
   */
  async function beginAnew({ id, token }) {
    const since = epoch;
    if (current() !== null) {
      named = undefined;
      await loader.shutdown();
    }
    if (since !== epoch || !isPresent(id)) {
      return false;
    }
    held = token ?? held;
    begunFor = id;
    await begin(token === undefined ? options : heldOptions);
    return since === epoch;
  }

  /**
   * Begins the session of a user.
   *
   * @param {Told & { user: string }} told
   * @param {boolean} first Whether it is the first time in a row.
   */
  async function ask(told, first) {
    if (told.token !== undefined) {
      await beginAnew(told);
    } else if (!hasSource) {
      const isAnothers = current() !== undefined || (named !== undefined && named !== told.user);
      if (!isAnothers || (await beginAnew(told))) {
        named = told.user;
      }
    } else if (current() === undefined && last === options) {
      // A visitor moves up.
      await begin(options);
    } else if (first || current() === null) {
      await beginAnew(told);
    } else if (options.jwt == null) {
      // The token's user stays until the answer is another one.
      await loader.refreshToken();
    }
    await settled();
  }

  /**
   * Whether the session there is now is the one that an event belongs to.
   *
   * @param {Told} told
   */
  function isTheirs({ id, user, token }) {
    const now = current();
    if (user !== undefined) {
      return now === user || (token === undefined && !hasSource && named === user && now === undefined);
    }
    // Of Segment's user, Intercom's is not known. Without that the session is to be nobody's as well.
    const isForOther = begunFor !== undefined && String(begunFor ?? "") !== String(id ?? "");
    return id != null
      ? now !== null && isPresent(id) && !(isForOther && now !== undefined)
      : now === undefined && named === undefined;
  }

  /**
   * Makes the session the one that an event belongs to, and answers whether it is.
   *
   * @param {Told} told
   */
  async function enter(told) {
    const since = epoch;
    await settled();
    if (since !== epoch) {
      return false;
    }
    const again = told.type === "identify" || (told.type === "page" && failure?.retryable === true);
    if (isPresent(told.id)) {
      await (told.user === undefined ? enterNameless(told, again) : enterNamed({ ...told, user: told.user }, again));
    }
    if (isUnsigned(told) && options.allowUnsignedIdentity !== true) {
      report(UNSIGNED);
    }
    return since === epoch && isTheirs(told);
  }

  /**
   * Whether an event names a user and nothing proves it: no token of its own, of the loader's, or of an event before.
   *
   * @param {Told} told
   */
  const isUnsigned = ({ user, token }) =>
    user !== undefined && token === undefined && !hasSource && current() !== user;

  /**
   * @param {Told} told
   * @param {boolean} again Whether it may begin a session that could not be begun before.
   */
  async function enterNameless(told, again) {
    if (current() === null && failure && again) {
      // An event's token was a user's.
      await begin(options);
    }
    if (current() != null && !isTheirs(told)) {
      report(NAMELESS);
    }
  }

  /**
   * @param {Told & { user: string }} told
   * @param {boolean} again The same.
   */
  async function enterNamed(told, again) {
    const since = epoch;
    const { user, token } = told;
    if (isTheirs(told)) {
      begunFor = told.id;
      if (token && token !== held && last === heldOptions && isNewer(token)) {
        held = token;
        await loader.refreshToken();
      }
      return;
    }
    const wish = token ?? user;
    const first = asked !== wish;
    asked = wish;
    if (first || again) {
      await ask(told, first);
    }
    if (isTheirs(told)) {
      begunFor = told.id;
    }
    if (since === epoch && isPresent(told.id) && current() !== null && !isTheirs(told)) {
      report(FOREIGN);
    }
  }

  /** @param {string} token */
  function isNewer(token) {
    const [old, fresh] = [claimsOf(held).exp, claimsOf(token).exp];
    return !(typeof old === "number" && typeof fresh === "number" && fresh <= old);
  }

  /**
   * @param {Told} told
   * @param {() => Promise<void>} tell
   */
  async function deliver(told, tell) {
    if (!(await enter(told))) {
      return;
    }
    if (loader.state().phase !== "deferred") {
      await tell();
    } else if (deferred.push({ told, tell }) > KEPT) {
      deferred.shift();
    }
  }

  /** @param {{ phase: string }} state */
  function onChange({ phase }) {
    waiting.splice(0).forEach((wake) => wake());
    if (phase === "active") {
      for (const { told, tell } of deferred.splice(0)) {
        enqueue(() => (isTheirs(told) ? tell() : undefined));
      }
    }
  }

  return {
    /** Whether a session may be named without a token, and is. */
    maySayUnsigned: () => !hasSource && last === options && options.allowUnsignedIdentity === true,

    /**
     * Begins the session that there is without any event.
     *
     * @param {() => any} presentId
     * @param {any} user Whom the loader's own source is asked for by that.
     */
    start(presentId, user) {
      present = presentId;
      asked = hasSource && user != null ? String(user) : undefined;
      begunFor = hasSource ? (presentId() ?? undefined) : undefined;
      const end = loader.on("statechange", onChange);
      enqueue(() => begin(options));
      return end;
    },

    /**
     * @param {Told} told
     * @param {() => Promise<void>} tell
     */
    tell: (told, tell) => enqueue(() => deliver(told, tell)),

    /** Ends the session and forgets whose it was. */
    reset() {
      epoch += 1;
      asked = named = begunFor = failure = undefined;
      held = given = "";
      deferred = [];
      const ended = loader.shutdown();
      enqueue(() => ended);
    },
  };
}
