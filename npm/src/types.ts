/** Where a workspace's data lives. `ap` means the same as `au`. */
export type Region = "us" | "eu" | "au" | "ap";

/** Whose Messenger it is. */
export type Session = { kind: "user"; userId: string } | { kind: "visitor" };

/** A request for the token, where a plain `GET` with cookies does not do. */
export interface JwtRequest {
  url: string | URL;
  /** `GET` by default. */
  method?: string | undefined;
  headers?: Record<string, string> | undefined;
  body?: string | undefined;
  /** `include` by default. */
  credentials?: "include" | "same-origin" | "omit" | undefined;
  /** How long one try may take, in milliseconds; the `timeoutMs` of the boot by default. */
  timeoutMs?: number | undefined;
}

/**
 * The value of an attribute that Intercom names nothing for: text, a number, a boolean, null, a `Date` (sent in Unix
 * seconds), a list or a plain object of these. Not narrowed further, since TypeScript takes an `interface` for no object
 * with any names; `boot`, `update` and `trackEvent` refuse what cannot be sent with `invalid_settings`.
 */
export type AttributeValue = any;

/** Facts by their names: an object, also one with the type of an `interface`. */
export interface Attributes {
  readonly [name: string]: AttributeValue;
}

/** A user's picture. */
export interface Avatar {
  type: "avatar";
  image_url: string;
}

/**
 * Intercom's attributes, under Intercom's names; `null` unsets one. Settings with a type of `@types/intercom-web` are
 * settings here, too, without their `app_id` and `api_base`.
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
  /** Tokens for data connectors, by their names; `setAuthTokens` replaces them. They are never printed. */
  auth_tokens?: { readonly [connector: string]: string } | null | undefined;
  /** Identifying: only with `allowUnsignedIdentity`, and never beside a token. */
  user_id?: string | number | null | undefined;
  /** Identifying: only with `allowUnsignedIdentity`, and never beside a token. */
  email?: string | null | undefined;
  /** Identifying: only with `allowUnsignedIdentity`, and never beside a token. */
  phone?: string | null | undefined;
  /** Identifying: only with `allowUnsignedIdentity`, and never beside a token. */
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

/** What `boot` can be told. */
export interface BootOptions {
  /** The workspace's id: letters and digits. */
  appId: string;
  /** Intercom's attributes. */
  settings?: Settings | undefined;
  /**
   * Who tells the Messenger of route changes: the loader (`auto`, the default; `hash` where your router keeps the route in the
   * fragment, which `auto` leaves alone), or you, with `routeUpdate` (`manual`).
   */
  routes?: "auto" | "hash" | "manual" | undefined;
  /**
   * When the Messenger is loaded: at once (`now`, the default), when the page has loaded (`load`), when the browser is
   * idle after that (`idle`; on a slow or metered connection as `interaction`), or when somebody wants to chat
   * (`interaction`, with a launcher that the loader draws).
   */
  load?: "now" | "load" | "idle" | "interaction" | undefined;
  /** Whether the tabs of your site end and change their sessions together; true by default. */
  syncTabs?: boolean | undefined;
  /** When the endpoint says that nobody is signed in: a visitor's Messenger (the default), or a rejection. */
  whenSignedOut?: "visitor" | "error" | undefined;
  /** When there is no telling who is signed in: a rejection (the default), or a visitor's Messenger. */
  whenTokenFails?: "visitor" | "error" | undefined;
  /**
   * When a visitor signs in: a fresh Messenger (`restart`, the default), or the user's over the visitor's (`keep`), so that
   * Intercom can turn the lead into the user.
   */
  visitorOnSignIn?: "restart" | "keep" | undefined;
  /** How the Messenger is told a new token of the same user: by `boot` (the default), or by `update`. */
  refreshWith?: "boot" | "update" | undefined;
  /** The nonce of the page's Content-Security-Policy. */
  nonce?: string | undefined;
  /** Where the Messenger's script is instead of at Intercom's: a first-party proxy. */
  widgetUrl?: string | undefined;
  /** How long one try of a request or of the script may take, in milliseconds; 15000 by default. */
  timeoutMs?: number | undefined;
  /** Lets identifying attributes through without a token. Anyone can then impersonate anyone. */
  allowUnsignedIdentity?: boolean | undefined;
  /** Logs what happens to the console, tokens never. */
  debug?: boolean | undefined;
  /** Where the workspace's data lives, `us` by default; not beside `apiBase`. */
  region?: Region | undefined;
  /** An https origin of Intercom's; not beside `region`. */
  apiBase?: string | undefined;
  /** Lets `apiBase` be an origin of one's own. */
  allowCustomApiBase?: boolean | undefined;
  /*
   * Where the token comes from: at most one of the four. That is judged when they are read, and not by their types, so that
   * options whose values an application reads from elsewhere can be passed on.
   */
  /** The endpoint that answers `{"token": "…"}`, asked by a plain `GET` with cookies. */
  jwtUrl?: string | URL | undefined;
  /** The same, asked in another way. */
  jwtRequest?: JwtRequest | undefined;
  /** The token, or null for somebody who is signed out. The same function is the same source. */
  getJwt?: (() => Promise<string | null> | string | null) | undefined;
  /**
   * A token that the page has already. A newer one of the same user, in another boot with the same options, is kept, and
   * is told when the old one is about to end or with the next update.
   */
  jwt?: string | undefined;
}

/** The session as it stands; never with a token. */
export interface MessengerState<Failure extends Error = Error> {
  /** `deferred`: it is known whose session it is, and the Messenger is not loaded before it is wanted. */
  phase: "idle" | "booting" | "deferred" | "active" | "shutting_down";
  session: Session | null;
  /**
   * Whether the Messenger itself says that its session runs: `null` until it has, and `false` when it has not within
   * `timeoutMs`. Its API may be blocked or refuse the token; an old Messenger cannot say so, and works.
   */
  live: boolean | null;
  appId: string | null;
  /** `null` without a session, and with an `apiBase` of one's own. */
  region: "us" | "eu" | "au" | null;
  /** When the token ends by the server's clock, in milliseconds since 1970. */
  tokenExpiresAt: number | null;
  /** How many updates of attributes Intercom's quota has room for now; route changes leave six of them. */
  updatesLeft: number;
  /** What failed last, since the last boot. */
  lastError: Failure | null;
  /** What the core runs as: JavaScript where WebAssembly may not run. `null` until it is there. */
  core: "wasm" | "javascript" | null;
}

/** One thing that `diagnose` looked at. */
export interface Check {
  /** Where `cargo xtask verify` checks the same, its name there. */
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
  /** `warn`: it works, and should be better. `skip`: it could not be checked, or there is nothing to check. */
  status: "pass" | "warn" | "fail" | "skip";
  /** What was seen; never a token. */
  seen: string;
  /** What to type or change; empty where there is nothing to fix. */
  hint: string;
}

/** What `diagnose` found. */
export interface Diagnosis {
  /** No check failed. */
  ok: boolean;
  checks: Check[];
}

/** What `on` can listen to, and what a listener is given. */
export interface MessengerEvents<Failure extends Error = Error> {
  statechange: MessengerState<Failure>;
  ready: Session;
  /** The Messenger itself says that its session runs. */
  live: undefined;
  tokenrefresh: MessengerState<Failure>;
  signedout: undefined;
  error: Failure;
  /** The Messenger was opened. */
  show: undefined;
  /** The Messenger was closed. */
  hide: undefined;
  /** How many conversations are unread; told at once and after each change. */
  unreadcountchange: number;
  /** A visitor has given an e-mail address. */
  useremailsupplied: undefined;
}
