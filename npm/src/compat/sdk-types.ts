import type { BootOptions } from "./types.js";

/** A region as `@intercom/messenger-js-sdk` calls it, and `au`. */
export type Regions = "us" | "eu" | "ap" | "au";

export interface UserArgs {
  email?: string;
  /** Unix seconds. */
  created_at?: number;
  name?: string;
  user_id?: string;
  /** The user's token. What identifies the user and stands beside it is left out, because it is in it. */
  intercom_user_jwt?: string;
  /** Any other attribute. */
  [key: string]: any;
}

export interface MinimumBootArgs extends UserArgs {
  app_id: string;
  api_base?: string;
}

/** The loader's own options, which may stand beside Intercom's settings. */
export type LoaderOptions = Pick<
  BootOptions,
  | "allowCustomApiBase"
  | "allowUnsignedIdentity"
  | "debug"
  | "getJwt"
  | "jwt"
  | "jwtRequest"
  | "jwtUrl"
  | "load"
  | "nonce"
  | "routes"
  | "syncTabs"
  | "timeoutMs"
  | "whenSignedOut"
  | "whenTokenFails"
  | "widgetUrl"
>;

export interface IntercomSettings extends MinimumBootArgs, Partial<LoaderOptions> {
  phone?: string;
  unsubscribed_from_emails?: boolean;
  language_override?: string;
  utm_campaign?: string;
  utm_content?: string;
  utm_medium?: string;
  utm_source?: string;
  utm_term?: string;
  avatar?: any;
  user_hash?: string;
  company?: any;
  companies?: any[];
  page_title?: string;
  custom_launcher_selector?: string;
  alignment?: string;
  vertical_padding?: number;
  horizontal_padding?: number;
  hide_default_launcher?: boolean;
  hide_notifications?: boolean;
  session_duration?: number;
  action_color?: string;
  link_color?: string;
  background_color?: string;
  installation_type?: string;
}

export interface InitType extends IntercomSettings {
  region?: Regions;
}

export type IntercomInstance = Function;

declare global {
  interface Window {
    intercomSettings?: IntercomSettings;
    Intercom: IntercomInstance | undefined;
  }
}

/**
 * Loads the Messenger and begins a session. Called again, as at every render, it tells the Messenger what has changed
 * and nothing else.
 */
export function Intercom(props: InitType): void;
export default Intercom;

/** Begins a session, after a {@link shutdown} for example. The region and our own options of the last one are kept. */
export function boot(arg: IntercomSettings): void;
/** Ends the session, and lets go of callbacks. */
export function shutdown(): void;
/** Sends changed attributes; with a new `intercom_user_jwt` the session goes on with that. */
export function update(arg?: UserArgs): void;
export function hide(): void;
export function show(): void;
export function showSpace(spaceName: string): void;
export function showMessages(): void;
export function showNewMessage(prePopulatedContent?: string): void;
export function onHide(callback: Function): void;
export function onShow(callback: Function): void;
export function onUnreadCountChange(callback: Function): void;
export function onUserEmailSupplied(callback: Function): void;
export function trackEvent(...args: any): void;
/** The visitor's id; `undefined` before the Messenger is there. */
export function getVisitorId(): string | undefined;
/** What the Messenger knows of its user; `undefined` before it is there. */
export function whoami(): Record<string, string> | undefined;
export function startTour(tourId: string): void;
export function showArticle(articleId: string): void;
export function showNews(newsItemId: string): void;
export function startSurvey(surveyId: string): void;
export function startChecklist(checklistId: string): void;
export function showTicket(ticketId: string): void;
export function showConversation(conversationId: string): void;
export function hideNotifications(hidden: boolean): void;
export function startConversation(message: string): void;
