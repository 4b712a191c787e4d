/** Region of a workspace's data. `ap` means the same as `au`. */
export type Region = "us" | "eu" | "au" | "ap";

/** Identity of the session. */
export type Session = { kind: "user"; userId: string } | { kind: "visitor" };

/** A request for the token, if a plain `GET` with cookies is not enough. */
export interface JwtRequest {
  url: string | URL;
  /** `GET` by default. */
  method?: string | undefined;
  headers?: Record<string, string> | undefined;
  body?: string | undefined;
  /** `include` by default. */
  credentials?: "include" | "same-origin" | "omit" | undefined;
  /** Time limit for one try, in milliseconds; the `timeoutMs` of the boot by default. */
  timeoutMs?: number | undefined;
}

/**
 * Value of a custom attribute: text, a number, a boolean, null, a `Date` (sent in Unix seconds), a list or a plain
 * object of these. Not narrowed further, since TypeScript does not assign an `interface` to an object type with
 * arbitrary keys; `boot`, `update` and `trackEvent` reject what cannot be sent with `invalid_settings`.
 */
export type AttributeValue = any;

/** Named values: an object, also one whose type is an `interface`. */
export interface Attributes {
  readonly [name: string]: AttributeValue;
}

/** A user's picture. */
export interface Avatar {
  type: "avatar";
  image_url: string;
}

/**
 * Intercom's attributes, under Intercom's names; `null` unsets one. Settings typed by `@types/intercom-web` are valid
 * here too, without their `app_id` and `api_base`.
 */
export interface Settings {
  name?: string | null | undefined;
  /** Unix seconds, or a `Date`. */
  created_at?: number | Date | null | undefined;
  unsubscribed_from_emails?: boolean | null | undefined;
  avatar?: Avatar | Attributes | null | undefined;
  company?: Attributes | null | undefined;
  companies?: readonly Attributes[] | null | undefined;
  language_override?: string | null | undefined;
  custom_launcher_selector?: string | null | undefined;
  alignment?: "left" | "right" | (string & {}) | null | undefined;
  horizontal_padding?: number | null | undefined;
  vertical_padding?: number | null | undefined;
  z_index?: number | null | undefined;
  hide_default_launcher?: boolean | null | undefined;
  hide_notifications?: boolean | null | undefined;
  theme_mode?: "light" | "dark" | "system" | null | undefined;
  /** Milliseconds. */
  session_duration?: number | null | undefined;
  action_color?: string | null | undefined;
  background_color?: string | null | undefined;
  link_color?: string | null | undefined;
  messenger_style_id?: string | number | null | undefined;
  page_title?: string | null | undefined;
  cookie_domain?: string | null | undefined;
  utm_source?: string | null | undefined;
  utm_medium?: string | null | undefined;
  utm_campaign?: string | null | undefined;
  utm_term?: string | null | undefined;
  utm_content?: string | null | undefined;
  /** Tokens for data connectors, by connector name; `setAuthTokens` replaces them. They are never logged. */
  auth_tokens?: { readonly [connector: string]: string } | null | undefined;
  /** Identifying: only with `allowUnsignedIdentity`, and never together with a token. */
  user_id?: string | number | null | undefined;
  /** Identifying: only with `allowUnsignedIdentity`, and never together with a token. */
  email?: string | null | undefined;
  /** Identifying: only with `allowUnsignedIdentity`, and never together with a token. */
  phone?: string | null | undefined;
  /** Identifying: only with `allowUnsignedIdentity`, and never together with a token. */
  user_hash?: string | null | undefined;
  /** Sent by the loader: use `appId`. */
  app_id?: never;
  /** Sent by the loader: use `region`. */
  api_base?: never;
  /** Sent by the loader: use `jwtUrl` or `getJwt`. */
  intercom_user_jwt?: never;
  /** A custom attribute. */
  [attribute: string]: AttributeValue;
}

/** Options of `boot`. */
export interface BootOptions {
  /** The workspace's id: letters and digits. */
  appId: string;
  /** Intercom's attributes. */
  settings?: Settings | undefined;
  /**
   * Source of route changes: the loader (`auto`, the default; `hash` if your router keeps the route in the fragment,
   * which `auto` ignores), or your calls of `routeUpdate` (`manual`).
   */
  routes?: "auto" | "hash" | "manual" | undefined;
  /**
   * Time at which the Messenger is loaded: at once (`now`, the default), when the page has loaded (`load`), when the
   * browser is idle after that (`idle`; on a slow or metered connection as `interaction`), or when the user wants to
   * chat (`interaction`, with a launcher that the loader draws).
   */
  load?: "now" | "load" | "idle" | "interaction" | undefined;
  /** Whether the tabs of your site end and change their sessions together; true by default. */
  syncTabs?: boolean | undefined;
  /** Result when the endpoint says that no user is signed in: a visitor's Messenger (the default), or a rejection. */
  whenSignedOut?: "visitor" | "error" | undefined;
  /** Result when it is not known who is signed in: a rejection (the default), or a visitor's Messenger. */
  whenTokenFails?: "visitor" | "error" | undefined;
  /**
   * Behaviour when a visitor signs in: a fresh Messenger (`restart`, the default), or the user's session continuing
   * the visitor's (`keep`), so that Intercom can convert the lead into the user.
   */
  visitorOnSignIn?: "restart" | "keep" | undefined;
  /** Method that passes a new token of the same user to the Messenger: `boot` (the default), or `update`. */
  refreshWith?: "boot" | "update" | undefined;
  /** The nonce of the page's Content-Security-Policy. */
  nonce?: string | undefined;
  /** Address of the Messenger's script on a first-party proxy, instead of Intercom's. */
  widgetUrl?: string | undefined;
  /** Time limit for one try of a request or of the script, in milliseconds; 15000 by default. */
  timeoutMs?: number | undefined;
  /** Allows identifying attributes without a token. Anyone can then impersonate anyone. */
  allowUnsignedIdentity?: boolean | undefined;
  /** Logs events to the console, but never tokens. */
  debug?: boolean | undefined;
  /** Region of the workspace's data, `us` by default; not together with `apiBase`. */
  region?: Region | undefined;
  /** An https origin of Intercom; not together with `region`. */
  apiBase?: string | undefined;
  /** Allows any origin as `apiBase`. */
  allowCustomApiBase?: boolean | undefined;
  /*
   * Source of the token: at most one of the four. This is checked when they are read, and not by their types, so that
   * options whose values an application reads from elsewhere can be passed on.
   */
  /** The endpoint that responds with `{"token": "…"}`, requested by a plain `GET` with cookies. */
  jwtUrl?: string | URL | undefined;
  /** The same, with other request options. */
  jwtRequest?: JwtRequest | undefined;
  /** Returns the token, or null if no user is signed in. The same function is the same source. */
  getJwt?: (() => Promise<string | null> | string | null) | undefined;
  /**
   * A token that the page already has. A newer one of the same user, in another boot with the same options, is kept,
   * and is sent when the old one is about to expire or with the next update.
   */
  jwt?: string | undefined;
}

/** Current state of the session; it never contains a token. */
export interface MessengerState<Failure extends Error = Error> {
  /** `deferred`: the identity is known, and the Messenger is not loaded before it is needed. */
  phase: "idle" | "booting" | "deferred" | "active" | "shutting_down";
  session: Session | null;
  /**
   * Whether the Messenger reports a running session: `null` until it does, and `false` if it has not within
   * `timeoutMs`. Its API may be blocked or reject the token; an old Messenger cannot report it, and works.
   */
  live: boolean | null;
  appId: string | null;
  /** `null` without a session, and with a custom `apiBase`. */
  region: "us" | "eu" | "au" | null;
  /** Expiry of the token by the server's clock, in milliseconds since 1970. */
  tokenExpiresAt: number | null;
  /** Number of attribute updates left in Intercom's quota; route changes leave six of them. */
  updatesLeft: number;
  /** The last error since the last boot. */
  lastError: Failure | null;
  /** Kind of the core: JavaScript if WebAssembly is not allowed. `null` until it is loaded. */
  core: "wasm" | "javascript" | null;
}

/** A check of `diagnose`. */
export interface Check {
  /** Name of the check; the same as in `cargo xtask verify` if that has it. */
  name:
    | "window_intercom"
    | "script_tag"
    | "widget"
    | "session"
    | "server_clock"
    | "answer"
    | "token_form"
    | "token_algorithm"
    | "token_user_id"
    | "token_times"
    | "token_life"
    | "no_session"
    | "cors_origin"
    | "api_base"
    | "csp"
    | "wasm"
    | "cookies"
    | "updates"
    | "unsigned_identity";
  /** `warn`: it works but should be improved. `skip`: it could not be checked, or there is nothing to check. */
  status: "pass" | "warn" | "fail" | "skip";
  /** The observed value; never a token. */
  seen: string;
  /** Suggested fix; empty if there is nothing to fix. */
  hint: string;
}

/** Result of `diagnose`. */
export interface Diagnosis {
  /** Whether no check failed. */
  ok: boolean;
  checks: Check[];
}

/** Events of `on`, with the argument of their listeners. */
export interface MessengerEvents<Failure extends Error = Error> {
  statechange: MessengerState<Failure>;
  ready: Session;
  /** The Messenger reports a running session. */
  live: undefined;
  tokenrefresh: MessengerState<Failure>;
  signedout: undefined;
  error: Failure;
  /** The Messenger was opened. */
  show: undefined;
  /** The Messenger was closed. */
  hide: undefined;
  /** Number of unread conversations; reported at once and after each change. */
  unreadcountchange: number;
  /** A visitor has entered an e-mail address. */
  useremailsupplied: undefined;
}
