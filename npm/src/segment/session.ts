// Delivers Segment's events to the session of their user: the loader's session is first made the one that an event belongs
// to, and only then is the event sent. Events are delivered one after the other, and analytics does not wait for them.
import * as loader from "../index.js";
import type { BootOptions, MessengerState } from "../types.js";
import { LoaderSession } from "./loader-session.js";
import { Pause } from "./pause.js";
import { TaskQueue } from "./queue.js";
import type { Reporter } from "./report.js";

/** Identity of an event. */
export interface EventIdentity {
  type: string;
  /** Segment's id of the user. */
  id: unknown;
  /** Intercom's id of the user. */
  user: string | undefined;
  /** The token that the event contains. */
  token: string | undefined;
}

type NamedEvent = EventIdentity & { user: string };
type Send = () => Promise<void>;

/** Number of events that are kept for a Messenger whose `load` is deferred. */
const MAX_DEFERRED = 200;

const UNSIGNED =
  "intercom-messenger-loader: Segment names a user, and there is no token to sign that: user_id, email, phone and " +
  "user_hash are not sent. Give intercomDestination jwtUrl or getJwt.";
const FOREIGN =
  "intercom-messenger-loader: events of this Segment user are not sent, because the token is another user's, or there " +
  "is none. Sign the user in before analytics.identify, and put the id that Segment has into the token as user_id.";
const NAMELESS =
  "intercom-messenger-loader: events without a user are not sent, because the Messenger's session is a user's. Call " +
  "analytics.identify once somebody has signed in, and analytics.reset before the session ends on your server.";

export class EventSession {
  private readonly reporter: Reporter;
  private readonly queue: TaskQueue;
  private readonly session: LoaderSession;
  /** The user, or an event's token, that a session was requested for last. */
  private requested: string | undefined;
  private readonly pause = new Pause();
  /** User of a session without a token. */
  private unsignedUser: string | undefined;
  /** Segment's id of the user for whom the session was begun; undefined where that is not known. */
  private owner: unknown;
  /** Segment's id of the user whom analytics has now. */
  private presentId: () => unknown = () => undefined;
  private deferred: Array<{ event: EventIdentity; send: Send }> = [];

  constructor(options: BootOptions, reporter: Reporter) {
    this.reporter = reporter;
    this.queue = new TaskQueue(reporter.report);
    this.session = new LoaderSession(options, this.queue, reporter);
  }

  /** Whether identifying attributes are sent without a token. */
  get sendsUnsignedIdentity(): boolean {
    const { hasSource, usesSiteOptions, options } = this.session;
    return !hasSource && usesSiteOptions && options.allowUnsignedIdentity === true;
  }

  /**
   * Begins the session that there is without any event.
   *
   * @param presentId Segment's id of the user whom analytics has at the time of the call.
   * @param user The user for whom the site's own token source is asked by that.
   * @returns A function that ends the following of the loader's state.
   */
  start(presentId: () => unknown, user: unknown): () => void {
    const { hasSource } = this.session;
    this.presentId = presentId;
    this.requested = hasSource && user != null ? String(user) : undefined;
    this.owner = hasSource ? (presentId() ?? undefined) : undefined;
    const end = loader.on("statechange", ({ phase }) => this.onChange(phase));
    this.queue.add(() => this.session.begin());
    return end;
  }

  /** Delivers an event: `send` is called once the session is the event's, and never in another one. */
  deliver(event: EventIdentity, send: Send): void {
    this.queue.add(async () => {
      if (!(await this.enter(event))) {
        return;
      }
      if (loader.state().phase !== "deferred") {
        await send();
      } else if (this.deferred.push({ event, send }) > MAX_DEFERRED) {
        this.deferred.shift();
      }
    });
  }

  /** Ends the session and forgets its user. */
  reset(): void {
    this.queue.reset();
    this.requested = this.unsignedUser = this.owner = undefined;
    this.pause.reset();
    this.deferred = [];
    const ended = this.session.reset();
    this.queue.add(() => ended);
  }

  private onChange(phase: MessengerState["phase"]): void {
    this.session.wake();
    if (phase === "active") {
      for (const { event, send } of this.deferred.splice(0)) {
        this.queue.add(() => (this.belongs(event) ? send() : undefined));
      }
    }
  }

  /** Makes the session the one that an event belongs to, and returns whether it is. */
  private async enter(event: EventIdentity): Promise<boolean> {
    const { epoch } = this.queue;
    await this.session.settled();
    if (epoch !== this.queue.epoch) {
      return false;
    }
    const { failure } = this.session;
    const mayRetry = event.type === "identify" || (event.type === "page" && isRetryable(failure));
    if (this.isPresent(event.id)) {
      await (isNamed(event) ? this.enterNamed(event, mayRetry) : this.enterNameless(event, mayRetry));
    }
    if (this.isUnsigned(event) && this.session.options.allowUnsignedIdentity !== true) {
      this.reporter.report(UNSIGNED);
    }
    return epoch === this.queue.epoch && this.belongs(event);
  }

  private async enterNameless(event: EventIdentity, mayRetry: boolean): Promise<void> {
    if (this.session.user === null && this.session.failure && mayRetry) {
      // With the site's options: an event's token was a user's.
      await this.session.begin();
    }
    if (this.session.user != null && !this.belongs(event)) {
      this.reporter.report(NAMELESS);
    }
  }

  private async enterNamed(event: NamedEvent, mayRetry: boolean): Promise<void> {
    const { epoch } = this.queue;
    if (this.belongs(event)) {
      this.owner = event.id;
      if (event.token) {
        this.session.keepToken(event.token);
      }
      return;
    }
    const wanted = event.token ?? event.user;
    const isFirst = this.requested !== wanted;
    this.requested = wanted;
    const { user } = this.session;
    // After a failure there is no session that it would be too early to ask for.
    if (isFirst || (mayRetry && (user === null || !this.pause.covers(wanted, user)))) {
      await this.request(event, isFirst);
      const answer = this.session.user;
      if (answer !== null && epoch === this.queue.epoch) {
        this.pause.begin(wanted, answer);
      }
    }
    if (this.belongs(event)) {
      this.owner = event.id;
    }
    const isUpToDate = epoch === this.queue.epoch && this.isPresent(event.id);
    if (isUpToDate && this.session.user !== null && !this.belongs(event)) {
      this.reporter.report(FOREIGN);
    }
  }

  /** Requests the session of a user. `isFirst` says that the last request was for another one. */
  private async request(event: NamedEvent, isFirst: boolean): Promise<void> {
    const { session } = this;
    if (event.token !== undefined) {
      await this.replace(event);
    } else if (!session.hasSource) {
      const isAnotherUnsigned = this.unsignedUser !== undefined && this.unsignedUser !== event.user;
      const isAnothers = session.user !== undefined || isAnotherUnsigned;
      if (!isAnothers || (await this.replace(event))) {
        this.unsignedUser = event.user;
      }
    } else if (session.user === undefined && session.usesSiteOptions) {
      // A visitor signs in.
      await session.begin();
    } else if (isFirst || session.user === null) {
      await this.replace(event);
    } else if (session.options.jwt == null) {
      // The token's user stays until the answer is another one.
      await loader.refreshToken();
    }
    await session.settled();
  }

  /**
   * Begins the session of an event, after it has ended the present one, so that no token of that one is used again.
   * Returns whether the event was still the present user's by then.
   */
  private async replace({ id, token }: EventIdentity): Promise<boolean> {
    const { epoch } = this.queue;
    if (this.session.user !== null) {
      this.unsignedUser = undefined;
      await loader.shutdown();
    }
    if (epoch !== this.queue.epoch || !this.isPresent(id)) {
      return false;
    }
    this.owner = id;
    await (token === undefined ? this.session.begin() : this.session.beginWithToken(token));
    return epoch === this.queue.epoch;
  }

  /**
   * Whether Segment's id is that of the user whom analytics has now. Events of no other begin a session: what was kept
   * while the user changed would bring the last one back.
   */
  private isPresent(id: unknown): boolean {
    const present = this.presentId();
    return present === undefined || isSameId(present, id);
  }

  /** Whether an event belongs to the session that there is now. */
  private belongs({ id, user, token }: EventIdentity): boolean {
    const current = this.session.user;
    if (user !== undefined) {
      const isUnsigned = token === undefined && !this.session.hasSource && this.unsignedUser === user;
      return current === user || (isUnsigned && current === undefined);
    }
    if (id == null) {
      return current === undefined && this.unsignedUser === undefined;
    }
    // Intercom's id of this user is not known, so a user's session must have been begun for Segment's.
    const isForOther = this.owner !== undefined && !isSameId(this.owner, id);
    return current !== null && this.isPresent(id) && !(isForOther && current !== undefined);
  }

  /** Whether no token proves the user that an event names: none of its own, of the site's, or of an event before. */
  private isUnsigned({ user, token }: EventIdentity): boolean {
    return user !== undefined && token === undefined && !this.session.hasSource && this.session.user !== user;
  }
}

const isNamed = (event: EventIdentity): event is NamedEvent => event.user !== undefined;

const isSameId = (one: unknown, other: unknown): boolean => String(one ?? "") === String(other ?? "");

const isRetryable = (failure: unknown): boolean =>
  (failure as { retryable?: unknown } | null | undefined)?.retryable === true;
