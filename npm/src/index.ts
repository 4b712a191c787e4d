import type {
  AttributeValue,
  BootOptions,
  Diagnosis,
  MessengerEvents,
  MessengerState,
  Session,
  Settings,
} from "./types.js";

export type {
  AttributeValue,
  Avatar,
  BootOptions,
  Check,
  Diagnosis,
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
 * Sends changed attributes, with the token attached for a user; without any it lets the Messenger look for news.
 * Changes are sent together, and over Intercom's quota they wait.
 *
 * @throws {MessengerError} `not_booted` without a session.
 */
export function update(settings?: Settings): Promise<void>;

/**
 * Fetches a new token now and goes on with it. The loader does so by itself before a token ends.
 *
 * @throws {MessengerError} When there is no session or no token; the session stays as it was then.
 */
export function refreshToken(): Promise<Session>;

/** The session as it stands; never with a token. */
export function state(): MessengerState;

/**
 * Checks the installation on this page: the Messenger, the token endpoint (with your credentials, and without), the
 * token, the page's policy. The session stays as it is. For the console: `console.table((await diagnose()).checks)`.
 *
 * @throws {MessengerError} `unsupported_environment` where there is no page, and nothing else.
 */
export function diagnose(): Promise<Diagnosis>;

/** Calls `listener` whenever `event` happens, through shutdowns and boots, until the returned function is called. */
export function on<E extends keyof MessengerEvents>(
  event: E,
  listener: (detail: MessengerEvents[E]) => void,
): () => void;

/** One of the Messenger's spaces. */
export type Space = "home" | "messages" | "help" | "news" | "tasks" | "tickets";

/*
 * The Messenger's own methods. Before the Messenger is there they wait, in order; with a deferred `load` those that
 * open it load it. Without a session they reject with `not_booted`.
 */

/** Opens the Messenger. */
export function show(): Promise<void>;
/** Closes it. */
export function hide(): Promise<void>;
/** Opens one of its spaces. */
export function showSpace(space: Space): Promise<void>;
/** Opens the list of messages. */
export function showMessages(): Promise<void>;
/** Opens a new message, with a text to begin with. */
export function showNewMessage(text?: string): Promise<void>;
/** Starts a conversation with this text. */
export function startConversation(text: string): Promise<void>;
/** Hides notifications, or shows them again. */
export function hideNotifications(hidden: boolean): Promise<void>;
/** Starts a product tour. */
export function startTour(id: string | number): Promise<void>;
/** Opens an article. */
export function showArticle(id: string | number): Promise<void>;
/** Opens a news item. */
export function showNews(id: string | number): Promise<void>;
/** Starts a survey. */
export function startSurvey(id: string | number): Promise<void>;
/** Opens a checklist. */
export function startChecklist(id: string | number): Promise<void>;
/** Opens a ticket. */
export function showTicket(id: string | number): Promise<void>;
/** Opens a conversation. */
export function showConversation(id: string | number): Promise<void>;
/** Tells Intercom of an event, and of facts about it. */
export function trackEvent(name: string, metadata?: { readonly [name: string]: AttributeValue }): Promise<void>;
/** The visitor's id, once the Messenger is there. */
export function getVisitorId(): Promise<string | undefined>;
/** Passes tokens on to data connectors. They have nothing to do with the user's identity. */
export function setAuthTokens(tokens: { readonly [connector: string]: string }): Promise<void>;
/** What the Messenger knows of its user; for debugging. */
export function whoami(): Promise<unknown>;

/**
 * The `<link>` tags for the head of a page that boots with these options when it loads: what the boot fetches is on its
 * way before any script runs. Pure; it runs on a server. The attributes are escaped.
 *
 * @throws {MessengerError} For an address, a workspace or a region that cannot be used, with the code that `boot` has.
 */
export function preloadTags(options: BootOptions): string;

/**
 * What the page's Content-Security-Policy must allow for these options, by directive: this region's hosts and no
 * others. It comes on top of what the page allows its own scripts. Pure; it runs on a server.
 *
 * @throws {MessengerError} For a nonce, an address, a workspace or a region that cannot be used, with the code that
 * `boot` has.
 */
export function cspDirectives(options: BootOptions): Record<CspDirective, string[]>;

/** A directive that {@link cspDirectives} gives sources for. */
export type CspDirective =
  | "script-src"
  | "connect-src"
  | "frame-src"
  | "font-src"
  | "form-action"
  | "media-src"
  | "img-src"
  | "style-src";

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
