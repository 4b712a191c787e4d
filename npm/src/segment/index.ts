// A destination of @segment/analytics-next over this package. What an event says is in segment-mapping.js, whose session
// it goes to in segment-session.js. No hook keeps analytics waiting or throws into it: it notes what is to be done and
// returns, and a failure goes to the console with its mend.
import * as loader from "./index.js";
import * as mapping from "./segment-mapping.js";
import * as session from "./segment-session.js";

/** @typedef {Record<string, any>} Fields */

const VERSION = "0.0.0";

const MISMATCH =
  "intercom-messenger-loader: an event's intercom_user_jwt is not used, because its user_id is not the event's userId. " +
  "Sign it for the user whom analytics.identify names.";

/** On a server there is no Messenger, and nothing to be done about it. */
const onPage = () => typeof document !== "undefined";

/**
 * The plugin, for `analytics.register(…)`. The options are `boot`'s, and Segment's for this destination.
 *
 * @param {any} given
 */
export function intercomDestination(given) {
  const { activator, richLinkProperties, mapping: own, ...options } = given ?? {};
  const how = { activator, richLinkProperties, mapping: own };
  // Pages are told by analytics.page().
  const messenger = session.followSession({ routes: "manual", ...options }, report);

  /** @type {Map<unknown, string>} Who a user of Segment's is to Intercom, as events said last. */
  const known = new Map();
  /** @type {Set<unknown>} */
  const said = new Set(["boot_superseded", "user_changed", "not_booted"]);
  /** @type {Set<unknown>} */
  const failed = new Set();
  let end = () => {};

  /** @param {any} problem Undefined once a session has begun: then the same failure is news again. */
  function report(problem) {
    if (problem === undefined) {
      failed.clear();
      return;
    }
    const [key, before] = typeof problem === "string" ? [problem, said] : [problem?.code ?? String(problem), failed];
    // What a later call or another user decided is nothing to mend.
    if (!said.has(key) && !before.has(key)) {
      console.error(problem);
    }
    before.add(key);
  }

  function reset() {
    known.clear();
    messenger.reset();
  }

  /**
   * Whose an event is. A mapping may find that in some events only, which then say it for the others.
   *
   * @param {Fields} event
   */
  function whose({ type, userId: id, ...event }) {
    let { user, token } = mapping.identityOf({ type, userId: id, ...event }, how);
    user = user ?? known.get(id);
    const signed = token === undefined ? undefined : session.claimsOf(token).user;
    if (token !== undefined && (signed === undefined || (user ?? signed) !== signed)) {
      report(MISMATCH);
      token = undefined;
    }
    user = user ?? (token && signed);
    if (user !== undefined && id != null) {
      known.set(id, user);
    }
    return { type, id, user, token };
  }

  /** @param {(event: Fields) => (() => Promise<void>) | undefined} map What is to be done about an event. */
  function hook(map) {
    /**
     * @template C
     * @param {C} ctx
     * @returns {C}
     */
    return (ctx) => {
      try {
        const { event } = /** @type {{ event: Fields }} */ (/** @type {unknown} */ (ctx));
        const tell = onPage() ? map(event) : undefined;
        if (tell) {
          messenger.tell(whose(event), tell);
        }
      } catch (error) {
        report(error);
      }
      return ctx;
    };
  }

  /**
   * Not waited for: over Intercom's quota an update is told up to half an hour later, and the events behind it need not wait.
   *
   * @param {Fields} fields
   */
  const update = (fields) => async () => {
    loader.update(messenger.maySayUnsigned() ? fields : mapping.withoutIdentity(fields)).catch(report);
  };

  const identify = hook((event) => update(mapping.identifyUser(event, how)));

  return {
    // Segment's options for one event name it: `integrations: { Intercom: … }`.
    name: "Intercom",
    type: /** @type {const} */ ("destination"),
    version: VERSION,
    isLoaded: () => ["active", "deferred"].includes(loader.state().phase),

    /**
     * @param {unknown} _
     * @param {any} analytics
     */
    async load(_, analytics) {
      if (onPage()) {
        end();
        const hasUser = typeof analytics?.user === "function";
        const id = () => (hasUser ? (analytics.user().id() ?? null) : undefined);
        const endFollowing = messenger.start(id, own?.identifyUser?.user_id ? undefined : id());
        analytics?.on?.("reset", reset);
        end = () => {
          endFollowing();
          analytics?.off?.("reset", reset);
        };
      }
    },

    async unload() {
      end();
      end = () => {};
      if (onPage()) {
        reset();
      }
    },

    identify,
    page: identify,
    group: hook((event) => {
      const fields = mapping.identifyCompany(event, how);
      return fields && update(fields);
    }),
    track: hook((event) => {
      const call = mapping.trackEvent(event, how);
      return call && (() => loader.trackEvent(...call));
    }),
  };
}
