// The exports of `@intercom/messenger-js-sdk`, over this package: a program that changes its import has moved over.
import { hasPage } from "../browser.js";
import { SPACES } from "../generated.js";
import * as loader from "../index.js";
import type { MessengerEvents } from "../index.js";
import { beginSession, bootSession, endSession, run, runForUser, updateSession } from "./sdk-session.js";
import { withoutBad } from "./sdk-values.js";
import type { InitType, IntercomSettings, UserArgs } from "./sdk-types.js";

export type {
  InitType,
  IntercomInstance,
  IntercomSettings,
  LoaderOptions,
  MinimumBootArgs,
  Regions,
  UserArgs,
} from "./sdk-types.js";

/** Removes the program's callbacks, as the Messenger does at a shutdown. */
let removals: Array<() => void> = [];

/** How many conversations are unread, once the Messenger has said so. */
let unread: number | undefined;

/**
 * Loads the Messenger and begins a session. Called again, as at every render, it tells the Messenger what has changed
 * and nothing else.
 */
export function Intercom(props: InitType): void {
  if (typeof props !== "object" || !props) {
    console.warn("intercom-messenger-loader: Intercom() needs an object: Intercom({ app_id: \"abc12345\" }).");
  } else if (hasPage()) {
    const { region, api_base, ...rest } = props;
    const place = region == null && api_base != null ? { api_base } : { region: region ?? "us" };
    beginSession({ installation_type: "npm-package", ...rest, ...place });
  }
}

export default Intercom;

/** Begins a session, after a {@link shutdown} for example. The region and our own options of the last one are kept. */
export function boot(arg: IntercomSettings): void {
  if (hasPage()) {
    bootSession({ ...arg });
  }
}

/** Ends the session, and lets go of callbacks. */
export function shutdown(): void {
  removals.splice(0).forEach((remove) => remove());
  unread = undefined;
  endSession();
}

/** Sends changed attributes; with a new `intercom_user_jwt` the session goes on with that. */
export function update(arg?: UserArgs): void {
  const { app_id, api_base, region, ...changes } = arg ?? {};
  updateSession(changes);
}

export function hide(): void {
  run(() => loader.hide(), "hide");
}

export function show(): void {
  run(() => loader.show(), "show");
}

export function showSpace(spaceName: string): void {
  run(() => openSpace(spaceName), "showSpace");
}

export function showMessages(): void {
  run(() => loader.showMessages(), "showMessages");
}

export function showNewMessage(prePopulatedContent?: string): void {
  run(() => loader.showNewMessage(prePopulatedContent ?? undefined), "showNewMessage");
}

export function onHide(callback: Function): void {
  listen("hide", () => callback());
}

export function onShow(callback: Function): void {
  listen("show", () => callback());
}

export function onUnreadCountChange(callback: Function): void {
  // The Messenger reports the present count to each new callback; the loader has one listener for all of them.
  if (unread !== undefined) {
    callback(unread);
  }
  listen("unreadcountchange", (count) => callback((unread = count)));
}

export function onUserEmailSupplied(callback: Function): void {
  listen("useremailsupplied", () => callback());
}

export function trackEvent(...args: any): void {
  const [name, metadata] = args;
  const facts = typeof metadata === "object" && metadata ? withoutBad(metadata, "the fact") : (metadata ?? undefined);
  runForUser(() => loader.trackEvent(name, facts as Parameters<typeof loader.trackEvent>[1]), "trackEvent");
}

/** The visitor's id; `undefined` before the Messenger is there. */
export function getVisitorId(): string | undefined {
  return query("getVisitorId");
}

/** What the Messenger knows of its user; `undefined` before it is there. */
export function whoami(): Record<string, string> | undefined {
  return query("whoami");
}

export function startTour(tourId: string): void {
  run(() => loader.startTour(tourId), "startTour");
}

export function showArticle(articleId: string): void {
  run(() => loader.showArticle(articleId), "showArticle");
}

export function showNews(newsItemId: string): void {
  run(() => loader.showNews(newsItemId), "showNews");
}

export function startSurvey(surveyId: string): void {
  run(() => loader.startSurvey(surveyId), "startSurvey");
}

export function startChecklist(checklistId: string): void {
  run(() => loader.startChecklist(checklistId), "startChecklist");
}

export function showTicket(ticketId: string): void {
  run(() => loader.showTicket(ticketId), "showTicket");
}

export function showConversation(conversationId: string): void {
  run(() => loader.showConversation(conversationId), "showConversation");
}

export function hideNotifications(hidden: boolean): void {
  run(() => loader.hideNotifications(Boolean(hidden)), "hideNotifications");
}

export function startConversation(message: string): void {
  runForUser(() => loader.startConversation(message), "startConversation");
}

/** Opens a space, also one that only the Messenger knows. */
async function openSpace(space: string): Promise<void> {
  if (SPACES.includes(space) || typeof space !== "string") {
    return loader.showSpace(space as loader.Space);
  }
  // It has its turn among the calls of its session, and when that has come there is a Messenger.
  await loader.whoami();
  window.Intercom?.("showSpace", space);
}

/** Adds a callback that lasts until the next shutdown. */
function listen<E extends keyof MessengerEvents>(event: E, callback: (detail: MessengerEvents[E]) => void): void {
  if (hasPage()) {
    removals.push(loader.on(event, callback));
  }
}

/** Asks the Messenger directly, which alone can answer at once; undefined before it is there. */
function query(method: string) {
  return hasPage() && loader.state().phase === "active" ? window.Intercom?.(method) : undefined;
}
