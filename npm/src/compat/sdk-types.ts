// The types that `@intercom/messenger-js-sdk` exports, with the loader's own options.
import type { BootOptions } from "../types.js";

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
