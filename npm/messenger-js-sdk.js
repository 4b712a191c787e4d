// What `@intercom/messenger-js-sdk` exports, over this package: moving over is a change of the import.
// Its functions are synchronous and give no promise, so a failure goes to the console, which names its mend.
import * as loader from "./index.js";
import * as look from "./look.js";

/** Our own options that may stand beside Intercom's settings; `app_id`, `api_base` and `region` are understood as well. */
const OWN = [
  "allowUnsignedIdentity",
  "allowCustomApiBase",
  "debug",
  "getJwt",
  "jwt",
  "jwtRequest",
  "jwtUrl",
  "load",
  "nonce",
  "routes",
  "syncTabs",
  "timeoutMs",
  "whenSignedOut",
  "whenTokenFails",
  "widgetUrl",
];

const SOURCES = ["getJwt", "jwt", "jwtRequest", "jwtUrl"];

/** What a token has in it and nobody else may say. */
const IDENTIFYING = ["user_id", "email", "phone", "user_hash"];

/** @typedef {Record<string, any>} Fields */

/**
 * What was begun last: `options` as `boot` was given them, `settings` with what later calls have changed.
 *
 * @type {{ options: Fields, settings: Fields, ended: boolean } | undefined}
 */
let last;

/** The token that the program gave as `intercom_user_jwt`, and the one that the session knows. */
let held = "";
let used = "";

/** Always the same function, so that with a newer token the options are the same and the session goes on. */
const heldToken = () => held;

/** @type {Array<() => void>} Let go of callbacks, as the Messenger does at a shutdown. */
let ends = [];

/** @type {number | undefined} How many conversations are unread, once the Messenger has said so. */
let unread;

/** @param {any} error */
function report(error) {
  // That a later call decided is nothing to mend.
  if (error?.code !== "boot_superseded") {
    console.error(error);
  }
}

/** On a server there is no Messenger, and nothing to be done about it. */
const onPage = () => typeof document !== "undefined";

/** @param {() => Promise<any>} call */
function run(call) {
  if (onPage()) {
    call().catch(report);
  }
}

/**
 * @param {Fields} fields
 * @param {(name: string) => boolean} keep
 * @returns {Fields}
 */
const only = (fields, keep) =>
  Object.fromEntries(Object.entries(fields).filter(([name, value]) => value !== undefined && keep(name)));

/**
 * @param {unknown} one
 * @param {unknown} other
 */
function same(one, other) {
  if (one === other || typeof one === "function" || typeof other === "function") {
    return one === other;
  }
  try {
    return JSON.stringify(one) === JSON.stringify(other);
  } catch {
    return false;
  }
}

/** @param {Fields} options */
const isSigned = (options) => SOURCES.some((name) => options[name] != null);

/**
 * The attributes that may be said beside a token, or without one.
 *
 * @param {Fields} options
 * @param {Fields} settings
 */
const sayable = (options, settings) =>
  only(settings, (name) => !isSigned(options) || !IDENTIFYING.includes(name));

/**
 * Whether two boots are the same but for attributes that say nothing about who it is.
 *
 * @param {Fields} one
 * @param {Fields} other
 */
const sameSession = (one, other) =>
  [...OWN, "appId", "region", "apiBase"].every((name) => same(one[name], other[name])) &&
  IDENTIFYING.every((name) => same(one.settings[name], other.settings[name]));

/**
 * Whose a token is; the loader checks it.
 *
 * @param {string} token
 */
function userOf(token) {
  try {
    return JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"))).user_id;
  } catch {
    return token;
  }
}

/**
 * `boot`'s options, out of what the program gave and, where it gave nothing, of `before`; never the last user.
 *
 * @param {Fields} given
 * @param {Fields} [before]
 * @returns {Fields}
 */
function optionsOf(given, before = {}) {
  const { app_id, api_base, region, intercom_user_jwt: token, ...rest } = given;
  const { settings: lasting = {}, appId, ...inherited } = before;
  const own = only(rest, (name) => OWN.includes(name));
  if (token != null) {
    held = String(token);
    own.getJwt = heldToken;
  }
  // A token was one user's; an endpoint says anew who it is.
  const gone = isSigned(own) ? SOURCES : inherited.getJwt === heldToken ? ["getJwt"] : inherited.jwt ? ["jwt"] : [];
  const place = region != null ? { region } : api_base != null ? { apiBase: api_base } : undefined;
  const kept = only(inherited, (name) => !gone.includes(name) && !(place && /^(region|apiBase)$/.test(name)));
  /** @type {Fields} */
  const options = { routes: "manual", ...kept, ...place, ...own, appId: app_id ?? appId };
  options.allowUnsignedIdentity = !isSigned(options) && own.allowUnsignedIdentity !== false;
  options.settings = sayable(options, {
    ...only(lasting, (name) => look.LOOK.includes(name)),
    ...only(rest, (name) => !OWN.includes(name)),
  });
  return options;
}

/**
 * @param {Fields} options
 * @param {boolean} again Whether the program says the same at every render, or says what has changed.
 */
function begin(options, again) {
  const fresh = options.getJwt === heldToken && held !== used;
  const another = fresh && userOf(held) !== userOf(used);
  used = held;
  if (last && !last.ended && sameSession(last.options, options)) {
    const { settings } = last;
    const changes = only(options.settings, (name) => !same(options.settings[name], settings[name]));
    const changed = Object.keys(changes).length > 0;
    if (another ? same(last.options.settings, options.settings) : again || (fresh && !changed)) {
      last.settings = { ...settings, ...changes };
      if (changed) {
        run(() => loader.update(changes));
      }
      if (fresh) {
        run(loader.refreshToken);
      }
      return;
    }
  }
  const begun = { options, settings: options.settings, ended: false };
  last = begun;
  run(() =>
    loader.boot(/** @type {any} */ (options)).catch((error) => {
      // The same call tries again.
      begun.ended = true;
      throw error;
    }),
  );
}

/** @param {any} props */
export function Intercom(props) {
  if (typeof props !== "object" || !props) {
    console.warn("intercom-messenger-loader: Intercom() needs an object: Intercom({ app_id: \"abc12345\" }).");
  } else if (onPage()) {
    const { region, api_base, ...rest } = props;
    const place = region == null && api_base != null ? { api_base } : { region: region ?? "us" };
    begin(optionsOf({ installation_type: "npm-package", ...rest, ...place }), true);
  }
}

export default Intercom;

/** @param {any} arg */
export function boot(arg) {
  if (onPage()) {
    const given = arg ?? {};
    const known = last && (given.app_id ?? last.options.appId) === last.options.appId;
    begin(optionsOf(given, known ? last?.options : undefined), false);
  }
}

export function shutdown() {
  if (last) {
    last.ended = true;
  }
  ends.splice(0).forEach((end) => end());
  unread = undefined;
  run(loader.shutdown);
}

/** @param {any} [arg] */
export function update(arg) {
  const { app_id, api_base, region, ...changes } = arg ?? {};
  if (changes.intercom_user_jwt == null || !last) {
    delete changes.intercom_user_jwt;
    // Theirs has the Messenger find who it is in window.intercomSettings.
    const names = IDENTIFYING.some((name) => changes[name] != null);
    const who = names && last ? only(last.settings, (name) => IDENTIFYING.includes(name)) : {};
    run(() => loader.update(sayable(last?.options ?? {}, { ...who, ...changes })));
  } else if (onPage()) {
    begin(optionsOf(changes, last.options), true);
  }
}

/**
 * @param {(...given: any[]) => Promise<any>} method
 * @returns {(...given: any[]) => void}
 */
const passed =
  (method) =>
  (...given) =>
    run(() => method(...given));

export const hide = passed(loader.hide);
export const show = passed(loader.show);
export const showSpace = passed(loader.showSpace);
export const showMessages = passed(loader.showMessages);
export const showNewMessage = passed(loader.showNewMessage);
export const startConversation = passed(loader.startConversation);
export const hideNotifications = passed(loader.hideNotifications);
export const trackEvent = passed(loader.trackEvent);
export const startTour = passed(loader.startTour);
export const showArticle = passed(loader.showArticle);
export const showNews = passed(loader.showNews);
export const startSurvey = passed(loader.startSurvey);
export const startChecklist = passed(loader.startChecklist);
export const showTicket = passed(loader.showTicket);
export const showConversation = passed(loader.showConversation);

/**
 * What the Messenger answers, once it is there: only then can it answer at once.
 *
 * @param {string} question
 */
function ask(question) {
  if (onPage() && loader.state().phase === "active") {
    return /** @type {any} */ (window).Intercom(question);
  }
}

export const getVisitorId = () => ask("getVisitorId");
export const whoami = () => ask("whoami");

/**
 * @param {any} event
 * @param {(detail: any) => void} callback
 */
function watch(event, callback) {
  if (onPage()) {
    ends.push(loader.on(event, callback));
  }
}

/** @param {any} callback */
export const onHide = (callback) => watch("hide", () => callback());
/** @param {any} callback */
export const onShow = (callback) => watch("show", () => callback());
/** @param {any} callback */
export const onUserEmailSupplied = (callback) => watch("useremailsupplied", () => callback());

/** @param {any} callback */
export function onUnreadCountChange(callback) {
  // The Messenger tells each callback at once how many there are; the loader's is one for all.
  if (unread !== undefined) {
    callback(unread);
  }
  watch("unreadcountchange", (count) => callback((unread = count)));
}
