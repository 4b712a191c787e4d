// The types that `@intercom/messenger-js-sdk` exports, with the loader's own options.
import type { BootOptions } from "../types.js";

/** A region as `@intercom/messenger-js-sdk` calls it, and `au`. */
export type Regions = "us" | "eu" | "ap" | "au";

export interface UserArgs {
  email?: string | undefined;
  /** Unix seconds. */
  created_at?: number | undefined;
  name?: string | undefined;
  user_id?: string | undefined;
  /** The user's token. What identifies the user and stands beside it is left out, because it is in it. */
  intercom_user_jwt?: string | undefined;
  /** Any other attribute. */
  [key: string]: any;
}

export interface MinimumBootArgs extends UserArgs {
  app_id: string;
  api_base?: string | undefined;
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
  | "refreshWith"
  | "routes"
  | "syncTabs"
  | "timeoutMs"
  | "visitorOnSignIn"
  | "whenSignedOut"
  | "whenTokenFails"
  | "widgetUrl"
>;

export interface IntercomSettings extends MinimumBootArgs, Partial<LoaderOptions> {
  phone?: string | undefined;
  unsubscribed_from_emails?: boolean | undefined;
  language_override?: string | undefined;
  utm_campaign?: string | undefined;
  utm_content?: string | undefined;
  utm_medium?: string | undefined;
  utm_source?: string | undefined;
  utm_term?: string | undefined;
  avatar?: any | undefined;
  user_hash?: string | undefined;
  company?: any | undefined;
  companies?: any[] | undefined;
  page_title?: string | undefined;
  custom_launcher_selector?: string | undefined;
  alignment?: string | undefined;
  vertical_padding?: number | undefined;
  horizontal_padding?: number | undefined;
  hide_default_launcher?: boolean | undefined;
  hide_notifications?: boolean | undefined;
  session_duration?: number | undefined;
  action_color?: string | undefined;
  link_color?: string | undefined;
  background_color?: string | undefined;
  installation_type?: string | undefined;
}

export interface InitType extends IntercomSettings {
  region?: Regions | undefined;
}

export type IntercomInstance = Function;

declare global {
  interface Window {
    intercomSettings?: IntercomSettings;
    Intercom: IntercomInstance | undefined;
  }
}
