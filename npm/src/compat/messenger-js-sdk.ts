// What `@intercom/messenger-js-sdk` exports, over this package: moving over is a change of the import.
// Its functions are synchronous and give no promise, so a failure goes to the console, which names its mend.
import * as loader from "./index.js";
import * as look from "./look.js";
import * as text from "./text.js";

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
 * What was begun last: `options` as `boot` was given them, `settings` with what later calls have changed, `who` the user
 * that the program named.
 *
 * @typedef {{ options: Fields, settings: Fields, who: Fields, ended: boolean }} Begun
 * @type {Begun | undefined}
 */
let last;

/**
 * What the program gave as `intercom_user_jwt`: whose it is, the newest token and the one that the session knows, and the
 * function that gives it to the loader. A newer token of the same user is no other option, so the session goes on; another
 * user has another function, so that no question which was asked for the last one serves them.
 *
 * @typedef {{ user: string, token: string, used: string, getJwt: () => string }} Held
 * @type {Held | undefined}
 */
let held;

/** @param {string} token */
function hold(token) {
  const user = userOf(token);
  if (held?.user === user) {
    held.token = token;
    return held.getJwt;
  }
  /** @type {Held} */
  const next = { user, token, used: "", getJwt: () => next.token };
  held = next;
  return next.getJwt;
}

/** @param {unknown} getJwt */
const isHeld = (getJwt) => held !== undefined && getJwt === held.getJwt;

/** @type {Array<() => void>} Let go of callbacks, as the Messenger does at a shutdown. */
let ends = [];

/** @type {number | undefined} How many conversations are unread, once the Messenger has said so. */
let unread;

/** @param {any} error */
function report(error) {
  // That a later call or another user decided is nothing to mend.
  if (!["boot_superseded", "user_changed"].includes(error?.code)) {
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
  const isFunction = typeof one === "function" || typeof other === "function";
  return one === other || (!isFunction && text.textOf(one) === text.textOf(other));
}

/** @param {Fields} options */
const isSigned = (options) => SOURCES.some((name) => options[name] != null);

/**
 * Whether the loader finds out by itself who it is, and not by a token that the program gave.
 *
 * @param {Fields} options
 */
const canAsk = (options) => isSigned(options) && options.jwt == null && !isHeld(options.getJwt);

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

/** @param {Fields} fields */
const hasFields = (fields) => Object.keys(fields).length > 0;

/** @param {Fields} given */
const namedIn = (given) => only(given, (name) => given[name] !== null && IDENTIFYING.includes(name));

/**
 * Whether a program names another user than before. Beside an endpoint that is not sent, but the endpoint has to be asked
 * again.
 *
 * @param {Begun} before
 * @param {Fields} now
 */
function namesAnother({ options, who, ended }, now) {
  const name = ["user_id", "email"].find((one) => one in who && one in now);
  return !ended && canAsk(options) && name !== undefined && String(who[name]) !== String(now[name]);
}

/**
 * Whether it names somebody for the first time: an endpoint that knew nobody may know them.
 *
 * @param {Begun} before
 * @param {Fields} now
 */
const namesFirst = ({ options, who, ended }, now) => !ended && canAsk(options) && !hasFields(who) && hasFields(now);

/**
 * @param {Begun} before
 * @param {Fields} now
 */
const turns = (before, now) => namesFirst(before, now) || namesAnother(before, now);

/**
 * Whose a token is; the loader checks it.
 *
 * @param {string} token
 */
function userOf(token) {
  try {
    return String(JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"))).user_id ?? token);
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
    own.getJwt = hold(String(token));
  }
  // A token was one user's; an endpoint says anew who it is.
  const gone = isSigned(own) ? SOURCES : isHeld(inherited.getJwt) ? ["getJwt"] : inherited.jwt ? ["jwt"] : [];
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
 * @param {Fields} given
 * @param {Fields | undefined} before As `optionsOf`.
 * @param {boolean} again Whether the program says the same at every render, or says what has changed.
 */
function begin(given, before, again) {
  const options = optionsOf(given, before);
  let who = namedIn(given);
  const fresh = held !== undefined && isHeld(options.getJwt) && held.token !== held.used;
  if (held) {
    held.used = held.token;
  }
  if (last && namesAnother(last, who)) {
    last.ended = true;
    run(loader.shutdown);
  }
  if (last && !last.ended && sameSession(last.options, options)) {
    who = { ...last.who, ...who };
    const { settings } = last;
    const sameOptions = /** @type {any} */ (last.options);
    const changes = only(options.settings, (name) => !same(options.settings[name], settings[name]));
    const changed = hasFields(changes);
    if (again || (fresh && !changed)) {
      const first = namesFirst(last, who);
      Object.assign(last, { who, settings: { ...settings, ...changes } });
      if (first) {
        // Asks where it is a visitor; a user's session stays.
        run(() => loader.boot(sameOptions).then(() => (changed ? tell(changes) : undefined)));
      } else if (changed) {
        tell(changes);
      }
      if (fresh) {
        run(loader.refreshToken);
      }
      return;
    }
  }
  const begun = { options, settings: options.settings, who, ended: false };
  last = begun;
  run(() =>
    loader.boot(/** @type {any} */ (options)).catch((error) => {
      // The same call tries again.
      begun.ended = true;
      throw error;
    }),
  );
}

/**
 * Tells attributes. What a program says of one user is not told in the session of another, whom the endpoint has named since.
 *
 * @param {Fields} changes
 */
function tell(changes) {
  const { session } = loader.state();
  const named = last?.who.user_id;
  if (named != null && session?.kind === "user" && session.userId !== String(named)) {
    console.warn("intercom-messenger-loader: update() is for another user than the one who is signed in, and is not told.");
  } else {
    run(() => loader.update(changes));
  }
}

/** @param {any} props */
export function Intercom(props) {
  if (typeof props !== "object" || !props) {
    console.warn("intercom-messenger-loader: Intercom() needs an object: Intercom({ app_id: \"abc12345\" }).");
  } else if (onPage()) {
    const { region, api_base, ...rest } = props;
    const place = region == null && api_base != null ? { api_base } : { region: region ?? "us" };
    begin({ installation_type: "npm-package", ...rest, ...place }, undefined, true);
  }
}

export default Intercom;

/** @param {any} arg */
export function boot(arg) {
  if (onPage()) {
    const given = arg ?? {};
    const known = last && (given.app_id ?? last.options.appId) === last.options.appId;
    begin(given, known ? last?.options : undefined, false);
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
  if (!last || (changes.intercom_user_jwt == null && !turns(last, namedIn(changes)))) {
    delete changes.intercom_user_jwt;
    // Theirs has the Messenger find who it is in window.intercomSettings.
    const named = last && hasFields(namedIn(changes)) ? namedIn(last.settings) : {};
    if (last) {
      last.who = { ...last.who, ...namedIn(changes) };
    }
    tell(sayable(last?.options ?? {}, { ...named, ...changes }));
  } else if (onPage()) {
    begin(changes, last.options, true);
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
