// A destination for @segment/analytics-next over this package. mapping.ts makes the attributes of an event, session.ts
// delivers it to its user's session. No hook keeps analytics waiting or throws into it: it queues the event and returns,
// and a failure is logged to the console, with its hint.
import { hasPage } from "../browser.js";
import { decodeClaims } from "../identity.js";
import * as loader from "../index.js";
import type { Settings } from "../types.js";
import * as mapping from "./mapping.js";
import { createReporter } from "./report.js";
import { EventSession, type EventIdentity } from "./session.js";
import type { IntercomDestination, IntercomDestinationOptions, SegmentEvent } from "./destination-types.js";
import type { Fields } from "./values.js";

export type {
  CompanyMapping,
  GroupMapping,
  IntercomDestination,
  IntercomDestinationOptions,
  Place,
  SegmentEvent,
  Source,
  TrackMapping,
  UserMapping,
} from "./destination-types.js";

declare const VERSION: string;

/** The part of analytics that the destination uses. */
interface Analytics {
  user?(): { id(): unknown };
  on?(event: string, listener: () => void): unknown;
  off?(event: string, listener: () => void): unknown;
}

const MISMATCH =
  "intercom-messenger-loader: an event's intercom_user_jwt is not used, because its user_id is not the event's userId. " +
  "Sign it for the user whom analytics.identify names.";

/**
 * Segment's destination for Intercom: `analytics.register(intercomDestination({ appId, jwtUrl }))`. It begins a session
 * when it is registered, tells the Messenger of what Segment is told, with the token of the event's user, and ends the
 * session with `analytics.reset()`. It never throws; a failure goes to the console with its hint.
 */
export function intercomDestination(options: IntercomDestinationOptions): IntercomDestination {
  const { activator, richLinkProperties, mapping: siteMapping, ...bootOptions } = options ?? {};
  const mappingOptions = { activator, richLinkProperties, mapping: siteMapping };
  const reporter = createReporter();
  // analytics.page() reports routes.
  const session = new EventSession({ routes: "manual", ...bootOptions }, reporter);

  /** Intercom's id of each Segment user, by the latest event that has it. */
  const known = new Map<unknown, string>();
  let end = () => {};

  function reset(): void {
    known.clear();
    session.reset();
  }

  /** Identity of an event. A mapping may find the user in some events only, which then count for the others. */
  function identityOf(event: SegmentEvent): EventIdentity {
    const { type, userId: id } = event;
    let { user = known.get(id), token } = mapping.identityOf(event, mappingOptions);
    if (token !== undefined) {
      const signed = decodeClaims(token).user;
      if (signed === undefined || (user ?? signed) !== signed) {
        reporter.report(MISMATCH);
        token = undefined;
      } else {
        user = signed;
      }
    }
    if (user !== undefined && id != null) {
      known.set(id, user);
    }
    return { type, id, user, token };
  }

  /** Makes a hook that delivers an event by the call that `map` returns for it, if any. */
  function hook(map: (event: SegmentEvent) => (() => Promise<void>) | undefined) {
    return <C>(context: C): C => {
      try {
        const { event } = context as { event: SegmentEvent };
        const send = hasPage() ? map(event) : undefined;
        if (send) {
          session.deliver(identityOf(event), send);
        }
      } catch (error) {
        reporter.report(error);
      }
      return context;
    };
  }

  /** Not awaited: over Intercom's quota an update waits for up to half an hour, and later events need not. */
  const update = (fields: Fields) => async () => {
    const sendable = session.sendsUnsignedIdentity ? fields : mapping.withoutIdentity(fields);
    loader.update(sendable as Settings).catch(reporter.report);
  };

  const identify = hook((event) => update(mapping.identifyUser(event, mappingOptions)));

  return {
    // Segment's options of a single event use this name: `integrations: { Intercom: … }`.
    name: "Intercom",
    type: "destination",
    version: VERSION,
    isLoaded: () => ["active", "deferred"].includes(loader.state().phase),

    async load(_context, client) {
      if (!hasPage()) {
        return;
      }
      end();
      const analytics = client as Analytics | undefined;
      const id = () => (typeof analytics?.user === "function" ? (analytics.user().id() ?? null) : undefined);
      const endFollowing = session.start(id, siteMapping?.identifyUser?.user_id ? undefined : id());
      analytics?.on?.("reset", reset);
      end = () => {
        endFollowing();
        analytics?.off?.("reset", reset);
      };
    },

    async unload() {
      end();
      end = () => {};
      if (hasPage()) {
        reset();
      }
    },

    identify,
    page: identify,
    group: hook((event) => {
      const fields = mapping.identifyCompany(event, mappingOptions);
      return fields && update(fields);
    }),
    track: hook((event) => {
      const call = mapping.trackEvent(event, mappingOptions);
      return call && (() => loader.trackEvent(...(call as Parameters<typeof loader.trackEvent>)));
    }),
  };
}
