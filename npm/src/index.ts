import { attempt, hasPage, ofDocument, own } from "./browser.js";
import { type EarlyBoot, earlyBoot, isNow } from "./early.js";
import { MessengerError, isMessengerError, withClass } from "./error.js";
import { CHANNEL, UNSUPPORTED } from "./generated.js";
import { IDLE } from "./idle.js";
import { type Core, core, loadCore } from "./load-core.js";
import { sweep } from "./sweep.js";
import { currentTurn } from "./turn.js";
import type {
  Attributes,
  BootOptions,
  Diagnosis,
  MessengerEvents as Events,
  MessengerState as State,
  Session,
  Settings,
} from "./types.js";

export type {
  AttributeValue,
  Attributes,
  Avatar,
  BootOptions,
  Check,
  Diagnosis,
  JwtRequest,
  Region,
  Session,
  Settings,
} from "./types.js";
export { MessengerError, isMessengerError };

/** Current state of the session; it never contains a token. */
export interface MessengerState extends State<MessengerError> {}

/** Events of `on`, with the argument of their listeners. */
export interface MessengerEvents extends Events<MessengerError> {}

/** Number of boots and shutdowns so far; and the number of the last shutdown without the core. */
let calls = 0;
let swept = 0;

/** Whether the newest boot follows the other tabs. */
let syncsTabs = true;

/** The boot that began before the core was there, and the failure of the last one that the core did not come for. */
let early: EarlyBoot | undefined;
let lastError: Error | null = null;

/** Settles when the page is ready for calls: shown, if it is prerendered, and loaded, for a deferred `load`. */
let pageReady = Promise.resolve();
let stopWaiting = (): void => {};

/** Settles after the page's own listeners of an event; at once if no listener can be added. */
const heard = (target: EventTarget, event: string): Promise<void> =>
  new Promise((resolve) => {
    attempt(() => (target.addEventListener(event, () => setTimeout(resolve)), true)) || resolve();
  });

let shown: Promise<void> | undefined;

/** Waits until a prerendered page is shown; and for its load, if that is deferred. */
function waitForPage(isDeferred?: boolean): void {
  if (!shown && ofDocument("prerendering" as "hidden")) {
    pageReady = shown = heard(document, "prerenderingchange");
  }
  if (isDeferred && ofDocument("readyState") !== "complete") {
    const stopped = new Promise<void>((resolve) => (stopWaiting = resolve));
    pageReady = Promise.race([heard(window, "load"), stopped]).then(() => shown);
  }
}

/** Interface between copies of the package: the first one on a page performs the calls of the others. */
interface Copy {
  version: string;
  boot: typeof bootHere;
  shutdown: typeof shutdownHere;
  state(): State;
  withCore: typeof withCoreHere;
}

const here: Copy = {
  version: VERSION,
  boot: bootHere,
  shutdown: shutdownHere,
  state: () => core?.state() ?? { ...IDLE, ...(early && { phase: "booting" }), lastError },
  withCore: withCoreHere,
};

let isWarned = false;

/** First copy on the page: a page has one session, even if its bundles contain several copies. */
function first(): Copy {
  const key = Symbol.for(CHANNEL);
  const copy = attempt(() => ((window as unknown as Record<symbol, Copy>)[key] ??= here)) ?? here;
  if (copy.version !== VERSION && !isWarned) {
    isWarned = true;
    console.warn(`${CHANNEL} ${copy.version} answers for ${VERSION}`);
  }
  return copy;
}

/** Changes errors of another copy, or of the core, to this copy's class. */
const withOwnErrors = <T>(result: Promise<T>): Promise<T> =>
  result.catch((error: unknown) => {
    throw withClass(error);
  });

/** Calls the core with the current run of script. */
type Use<T> = (core: Core, turn: number) => T | Promise<T>;

/** Calls the core of the page's first copy, once it is there. Calls keep their order. */
const withCore = <T>(use: Use<T>, opens?: boolean | null): Promise<T> => withOwnErrors(first().withCore(use, opens));

let want!: () => void;
const wanted = new Promise<void>((resolve) => (want = resolve));

/**
 * Calls the core of this copy. A call that opens the Messenger does not wait for the page's load. With null for `opens`
 * it has time until another call, such as `boot`, wants the core.
 */
async function withCoreHere<T>(use: Use<T>, opens?: boolean | null): Promise<T> {
  if (!hasPage()) {
    throw MessengerError.of("unsupported_environment", false, UNSUPPORTED.what, UNSUPPORTED.hint);
  }
  const turn = currentTurn();
  waitForPage();
  if (opens) {
    stopWaiting();
  }
  if (opens !== null) {
    want();
  }
  await wanted;
  await pageReady;
  return use(await loadCore(), turn);
}

/** Forwards an event to the core while it is loading, after the earlier calls. */
function hear(message?: unknown): void {
  withCoreHere((core) => core.catchUp(message)).catch(() => {});
}

/**
 * Loads the Messenger and signs in. Called again with the same options it joins a boot in progress and does nothing
 * for a user's session; for a visitor's session it asks the endpoint again who is signed in. With other options it
 * first shuts down the old session.
 *
 * @throws {MessengerError}
 */
export function boot(options: BootOptions): Promise<Session> {
  return withOwnErrors(first().boot(options));
}

async function bootHere(options: BootOptions): Promise<Session> {
  const call = (calls += 1);
  lastError = null;
  syncsTabs = own(options, "syncTabs") !== false;
  const boot = earlyBoot(options, hear);
  if (isNow(options)) {
    stopWaiting();
  }
  if (!core && !early && hasPage()) {
    early = boot;
    waitForPage(!isNow(options));
    pageReady.then(() => call > swept && boot.begin(swept ? "no-store" : "default"));
  }
  try {
    return await withCoreHere((core, turn) => core.boot(options, boot.handOver(turn, call < swept, swept > 0)));
  } catch (error) {
    lastError = error as Error;
    boot.takeBack();
    throw error;
  } finally {
    if (early === boot) {
      early = undefined;
    }
  }
}

/** Ends the session and deletes its data in the browser. It can be called at any time, and never rejects. */
export function shutdown(): Promise<void> {
  return first().shutdown();
}

async function shutdownHere(): Promise<void> {
  // On a server there is nothing to shut down.
  if (!hasPage()) {
    return;
  }
  const call = (calls += 1);
  try {
    if (core) {
      return await withCoreHere((core) => core.shutdown());
    }
  } catch {
    // It no longer runs.
  }
  // At once: a core that comes later has nothing to end, and a user who has signed in meanwhile in another tab stays
  // signed in.
  swept = call;
  early?.takeBack();
  early = undefined;
  sweep(syncsTabs);
  stopWaiting();
}

/**
 * Ends the session on this page alone, for the adapters: the user stays signed in, and other tabs continue.
 *
 * @internal
 */
export function leave(): Promise<void> {
  return withCore((core) => core.shutdown(true));
}

/**
 * Notifies the Messenger of a route change, to `url` or to the page's address. A burst is sent as one change; changes
 * over Intercom's quota wait, and the last one wins.
 *
 * @throws {MessengerError} `not_booted` without a session.
 */
export function routeUpdate(url?: string | URL): Promise<void> {
  return withCore((core) => core.routeUpdate(url && `${url}`));
}

/**
 * Sends changed attributes, with the token attached for a user; called without attributes, it makes the Messenger
 * check for new messages. Changes are sent together, and those over Intercom's quota wait.
 *
 * @throws {MessengerError} `not_booted` without a session.
 */
export function update(settings: Settings = {}): Promise<void> {
  return withCore((core) => core.update(settings));
}

/**
 * Fetches a new token now and continues the session with it. The loader does so by itself before a token expires.
 *
 * @throws {MessengerError} If there is no session or no token; the session is then unchanged.
 */
export function refreshToken(): Promise<Session> {
  return withCore((core, turn) => core.refreshToken(turn));
}

/** Returns the current state of the session; it never contains a token. */
export function state(): MessengerState {
  const now = first().state();
  return { ...now, lastError: withClass(now.lastError) as MessengerError | null };
}

/**
 * Checks the installation on this page: the Messenger, the token endpoint (with your credentials, and without), the
 * token, the page's policy. The session is unchanged. For the console: `console.table((await diagnose()).checks)`. It
 * never rejects: a core that does not start is a failed check.
 */
export async function diagnose(): Promise<Diagnosis> {
  try {
    return await withCore((core) => core.diagnose(), true);
  } catch (error) {
    // The core, which loads the diagnosis, did not start.
    const { message, hint } = error as MessengerError;
    return { ok: false, checks: [{ name: "wasm", status: "fail", seen: message, hint }] };
  }
}

/** Calls `listener` whenever `event` happens, through shutdowns and boots, until the returned function is called. */
export function on<E extends keyof MessengerEvents>(
  event: E,
  listener: (detail: MessengerEvents[E]) => void,
): () => void {
  let ended = false;
  let end = () => {};
  withCore((core) => {
    if (!ended) {
      end = core.on(event, (detail) => listener(withClass(detail) as MessengerEvents[E]));
    }
  }, null).catch((error: unknown) => console.error(error));
  return () => {
    ended = true;
    end();
    end = () => {};
  };
}

/** Space of the Messenger. */
export type Space = "home" | "messages" | "help" | "news" | "tasks" | "tickets";

/** Creates a method of the Messenger. Methods that open it do not wait for the page's load. */
const method =
  <T, G extends unknown[] = []>(name: string) =>
  (...given: G): Promise<T> =>
    withCore((core) => core.call(name, given), /^s(?:how|tart)/.test(name)) as Promise<T>;

/*
 * Methods of the Messenger. Calls before the Messenger is there wait, in order; with a deferred `load`, those that
 * open it load it. Without a session they reject with `not_booted`.
 */

/** Opens the Messenger. */
export const show = method<void>("show");
/** Closes it. */
export const hide = method<void>("hide");
/** Opens one of its spaces. */
export const showSpace = method<void, [space: Space]>("showSpace");
/** Opens the list of messages. */
export const showMessages = method<void>("showMessages");
/** Opens a new message, with an initial text. */
export const showNewMessage = method<void, [text?: string]>("showNewMessage");
/** Starts a conversation with this text. */
export const startConversation = method<void, [text: string]>("startConversation");
/** Hides notifications, or shows them again. */
export const hideNotifications = method<void, [hidden: boolean]>("hideNotifications");
/** Starts a product tour. */
export const startTour = method<void, [id: string | number]>("startTour");
/** Opens an article. */
export const showArticle = method<void, [id: string | number]>("showArticle");
/** Opens a news item. */
export const showNews = method<void, [id: string | number]>("showNews");
/** Starts a survey. */
export const startSurvey = method<void, [id: string | number]>("startSurvey");
/** Opens a checklist. */
export const startChecklist = method<void, [id: string | number]>("startChecklist");
/** Opens a ticket. */
export const showTicket = method<void, [id: string | number]>("showTicket");
/** Opens a conversation. */
export const showConversation = method<void, [id: string | number]>("showConversation");
/** Sends an event to Intercom, with metadata. */
export const trackEvent = method<void, [name: string, metadata?: Attributes]>("trackEvent");
/** The visitor's id, once the Messenger is there. */
export const getVisitorId = method<string | undefined>("getVisitorId");
/** Passes tokens on to data connectors. They are unrelated to the user's identity. */
export const setAuthTokens = method<void, [tokens: { readonly [connector: string]: string }]>("setAuthTokens");
/** The Messenger's data of its user; for debugging. */
export const whoami = method<unknown>("whoami");
