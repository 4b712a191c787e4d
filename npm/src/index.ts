import { attempt, hasPage, ofDocument, own } from "./browser.js";
import { type EarlyBoot, earlyBoot, isNow } from "./early.js";
import { MessengerError, isMessengerError, withClass } from "./error.js";
import { UNSUPPORTED } from "./generated.js";
import { IDLE } from "./idle.js";
import { type Core, core, loadCore } from "./load-core.js";
import { sweep } from "./sweep.js";
import { currentTurn } from "./turn.js";
import type {
  AttributeValue,
  BootOptions,
  Diagnosis,
  MessengerEvents as Events,
  MessengerState as State,
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
  Region,
  Session,
  Settings,
  SignedSettings,
} from "./types.js";
export { MessengerError, isMessengerError };

/** The session as it stands; never with a token. */
export interface MessengerState extends State<MessengerError> {}

/** What `on` can listen to, and what a listener is given. */
export interface MessengerEvents extends Events<MessengerError> {}

/** Boots and shutdowns, counted as they are called; and the last shutdown that was done without the core. */
let calls = 0;
let swept = 0;

/** Whether the newest boot goes along with the other tabs. */
let syncsTabs = true;

/** The boot that has begun before the core is there. */
let early: EarlyBoot | undefined;

/** Settles when the page has loaded that a boot with a deferred `load` waits for, or somebody cannot wait. */
let pageLoaded = Promise.resolve();
let stopWaiting = (): void => {};

function waitForPage(): void {
  if (hasPage() && ofDocument("readyState") !== "complete") {
    pageLoaded = new Promise((resolve) => {
      stopWaiting = resolve;
      // After the page's own listeners. Where it lets nobody listen, nothing waits.
      attempt(() => (addEventListener("load", () => setTimeout(resolve), { once: true }), true)) || resolve();
    });
  }
}

/** Calls the core, once it is there. Calls keep their order. */
async function withCore<T>(use: (core: Core) => T | Promise<T>): Promise<T> {
  if (!hasPage()) {
    throw MessengerError.of("unsupported_environment", false, UNSUPPORTED.what, UNSUPPORTED.hint);
  }
  try {
    await pageLoaded;
    return await use(await loadCore());
  } catch (error) {
    throw withClass(error);
  }
}

/** Tells the core what happens while it is on its way, after the calls that came before. */
function hear(message?: unknown): void {
  withCore((core) => core.catchUp(message)).catch(() => {});
}

/**
 * Loads the Messenger and signs in. Called again with the same options it joins a boot that is under way, and does
 * nothing for a user's session; a visitor's asks the endpoint again who is signed in. With other options the old
 * session is shut down first.
 *
 * @throws {MessengerError}
 */
export async function boot(options: BootOptions): Promise<Session> {
  const call = (calls += 1);
  const turn = currentTurn();
  syncsTabs = own(options, "syncTabs") !== false;
  const boot = earlyBoot(options, hear);
  if (isNow(options)) {
    stopWaiting();
  }
  if (!core && !early) {
    early = boot;
    if (!isNow(options)) {
      waitForPage();
    }
    pageLoaded.then(() => call > swept && boot.begin(swept ? "no-store" : "default"));
  }
  try {
    return await withCore((core) => core.boot(options, boot.handOver(turn, call < swept, swept > 0)));
  } catch (error) {
    boot.takeBack();
    throw error;
  } finally {
    if (early === boot) {
      early = undefined;
    }
  }
}

/** Ends the session and deletes what it left in the browser. It can be called at any time, and never rejects. */
export async function shutdown(): Promise<void> {
  // On a server there is nothing to shut down.
  if (!hasPage()) {
    return;
  }
  const call = (calls += 1);
  try {
    if (core) {
      return await withCore((core) => core.shutdown());
    }
  } catch {
    // It does not run any more.
  }
  // At once: a core that comes later has nothing to end, and whoever has signed in meanwhile, in another tab, stays.
  swept = call;
  early?.takeBack();
  early = undefined;
  sweep(syncsTabs);
  stopWaiting();
}

/**
 * Ends the session on this page alone, for the adapters: the user stays signed in, and other tabs go on.
 *
 * @internal
 */
export function leave(): Promise<void> {
  return withCore((core) => core.shutdown(true));
}

/**
 * Tells the Messenger that the route changed, to `url` or to the page's address. A burst is told as one change;
 * changes over Intercom's quota wait, and the last one wins.
 *
 * @throws {MessengerError} `not_booted` without a session.
 */
export function routeUpdate(url?: string | URL): Promise<void> {
  return withCore((core) => core.routeUpdate(url === undefined ? undefined : absolute(String(url))));
}

/** An address as the page's own is written. What is no address, and on a server every one, stays as it is. */
const absolute = (url: string): string => attempt(() => new URL(url, location.href).href) ?? url;

/**
 * Sends changed attributes, with the token attached for a user; without any it lets the Messenger look for news.
 * Changes are sent together, and over Intercom's quota they wait.
 *
 * @throws {MessengerError} `not_booted` without a session.
 */
export function update(settings: Settings = {}): Promise<void> {
  return withCore((core) => core.update(settings));
}

/**
 * Fetches a new token now and goes on with it. The loader does so by itself before a token ends.
 *
 * @throws {MessengerError} When there is no session or no token; the session stays as it was then.
 */
export function refreshToken(): Promise<Session> {
  const turn = currentTurn();
  return withCore((core) => core.refreshToken(turn));
}

/** The session as it stands; never with a token. */
export function state(): MessengerState {
  const now = core?.state() ?? (early ? { ...IDLE, phase: "booting" } : IDLE);
  return { ...now, lastError: withClass(now.lastError) as MessengerError | null };
}

/**
 * Checks the installation on this page: the Messenger, the token endpoint (with your credentials, and without), the
 * token, the page's policy. The session stays as it is. For the console: `console.table((await diagnose()).checks)`.
 *
 * @throws {MessengerError} `unsupported_environment` where there is no page, and nothing else.
 */
export async function diagnose(): Promise<Diagnosis> {
  stopWaiting();
  try {
    return await withCore((core) => core.diagnose());
  } catch (error) {
    if (!isMessengerError(error) || error.code === "unsupported_environment") {
      throw error;
    }
    // The core, which loads the diagnosis, did not start.
    const { message, hint } = error;
    return { ok: false, checks: [{ name: "wasm", status: "fail", seen: message.slice(0, -hint.length - 2), hint }] };
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
  }).catch((error: unknown) => console.error(error));
  return () => {
    ended = true;
    end();
    end = () => {};
  };
}

/** One of the Messenger's spaces. */
export type Space = "home" | "messages" | "help" | "news" | "tasks" | "tickets";

/** Calls a method of the Messenger's. Those that open it do not wait for the page to have loaded. */
function call(method: string, ...given: unknown[]): Promise<unknown> {
  if (/^s(?:how|tart)/.test(method)) {
    stopWaiting();
  }
  return withCore((core) => core.call(method, given));
}

/*
 * The Messenger's own methods. Before the Messenger is there they wait, in order; with a deferred `load` those that
 * open it load it. Without a session they reject with `not_booted`.
 */

/** Opens the Messenger. */
export function show(): Promise<void> {
  return call("show") as Promise<void>;
}
/** Closes it. */
export function hide(): Promise<void> {
  return call("hide") as Promise<void>;
}
/** Opens one of its spaces. */
export function showSpace(space: Space): Promise<void> {
  return call("showSpace", space) as Promise<void>;
}
/** Opens the list of messages. */
export function showMessages(): Promise<void> {
  return call("showMessages") as Promise<void>;
}
/** Opens a new message, with a text to begin with. */
export function showNewMessage(text?: string): Promise<void> {
  return call("showNewMessage", text) as Promise<void>;
}
/** Starts a conversation with this text. */
export function startConversation(text: string): Promise<void> {
  return call("startConversation", text) as Promise<void>;
}
/** Hides notifications, or shows them again. */
export function hideNotifications(hidden: boolean): Promise<void> {
  return call("hideNotifications", hidden) as Promise<void>;
}
/** Starts a product tour. */
export function startTour(id: string | number): Promise<void> {
  return call("startTour", id) as Promise<void>;
}
/** Opens an article. */
export function showArticle(id: string | number): Promise<void> {
  return call("showArticle", id) as Promise<void>;
}
/** Opens a news item. */
export function showNews(id: string | number): Promise<void> {
  return call("showNews", id) as Promise<void>;
}
/** Starts a survey. */
export function startSurvey(id: string | number): Promise<void> {
  return call("startSurvey", id) as Promise<void>;
}
/** Opens a checklist. */
export function startChecklist(id: string | number): Promise<void> {
  return call("startChecklist", id) as Promise<void>;
}
/** Opens a ticket. */
export function showTicket(id: string | number): Promise<void> {
  return call("showTicket", id) as Promise<void>;
}
/** Opens a conversation. */
export function showConversation(id: string | number): Promise<void> {
  return call("showConversation", id) as Promise<void>;
}
/** Tells Intercom of an event, and of facts about it. */
export function trackEvent(name: string, metadata?: { readonly [name: string]: AttributeValue }): Promise<void> {
  return call("trackEvent", name, metadata) as Promise<void>;
}
/** The visitor's id, once the Messenger is there. */
export function getVisitorId(): Promise<string | undefined> {
  return call("getVisitorId") as Promise<string | undefined>;
}
/** Passes tokens on to data connectors. They have nothing to do with the user's identity. */
export function setAuthTokens(tokens: { readonly [connector: string]: string }): Promise<void> {
  return call("setAuthTokens", tokens) as Promise<void>;
}
/** What the Messenger knows of its user; for debugging. */
export function whoami(): Promise<unknown> {
  return call("whoami");
}

