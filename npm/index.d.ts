import type { BootOptions, MessengerEvents, MessengerState, Session } from "./types.js";

export type {
  AttributeValue,
  BootOptions,
  JwtRequest,
  MessengerEvents,
  MessengerState,
  Region,
  Session,
  Settings,
} from "./types.js";

/**
 * Loads the Messenger and signs in. Called again with the same options it joins a boot that is under way, and does
 * nothing for a user's session; a visitor's asks the endpoint again who is signed in. With other options the old
 * session is shut down first.
 *
 * @throws {MessengerError}
 */
export function boot(options: BootOptions): Promise<Session>;

/** Ends the session and deletes what it left in the browser. It can be called at any time, and never rejects. */
export function shutdown(): Promise<void>;

/**
 * Tells the Messenger that the route changed, to `url` or to the page's address. A burst is told as one change;
 * changes over Intercom's quota wait, and the last one wins.
 *
 * @throws {MessengerError} `not_booted` without a session.
 */
export function routeUpdate(url?: string | URL): Promise<void>;

/**
 * Fetches a new token now and goes on with it.
 *
 * @throws {MessengerError} When there is no session or no token; the session stays as it was then.
 */
export function refreshToken(): Promise<Session>;

/** The session as it stands; never with a token. */
export function state(): MessengerState;

/** Calls `listener` whenever `event` happens, through shutdowns and boots, until the returned function is called. */
export function on<E extends keyof MessengerEvents>(
  event: E,
  listener: (detail: MessengerEvents[E]) => void,
): () => void;

/** A failure. `code` is stable; `hint` says what to type or change. */
export class MessengerError extends Error {
  private constructor();
  readonly name: "MessengerError";
  readonly code: string;
  /** Whether the same call can succeed later without a change of code or configuration. */
  readonly retryable: boolean;
  readonly hint: string;
  readonly cause?: unknown;
}
