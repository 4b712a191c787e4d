// Boot, update, shutdown, and the pings that report the identity to the API.

/** The live session: its settings and cookies, and the state of its pings. Its public part is facts.session. */
let live = null;

/** Counts sessions and pings, so that a late response to an old one is ignored. */
let generation = 0;
let asked = 0;
let answered = 0;

const IDENTITY = ["user_id", "email", "phone", "user_hash"];

/** The identity in the settings. A token's claims override attributes beside it. */
function identify(settings) {
  const token = settings.intercom_user_jwt;
  const said = (typeof token === "string" && claims(token)) || {};
  const known = token != null || IDENTITY.some((key) => settings[key] != null);
  const text = (value) => (value == null ? null : String(value));
  return {
    kind: known ? "user" : "visitor",
    userId: text(said.user_id ?? settings.user_id),
    name: text(said.name ?? settings.name),
    email: text(said.email ?? settings.email),
  };
}

function named(who) {
  return who.kind === "user" ? `user ${who.userId ?? who.email ?? "without id"}` : "a visitor";
}

function sameUser(one, other) {
  return one.kind === other.kind && one.userId === other.userId && (one.userId !== null || one.email === other.email);
}

/**
 * The page's own settings are defaults of the arguments of every boot and update; a stale object names the wrong
 * user.
 */
function merged(args) {
  return { ...window.intercomSettings, ...args };
}

function boot(args) {
  const settings = merged(args);
  const who = identify(settings);
  const before = facts.session;
  if (!settings.app_id) mistake("boot without an app_id");
  // A visitor's session can become the user's, so that the lead is kept.
  if (before?.kind === "user" && !sameUser(before, who)) mistake(`boot as ${named(who)} while ${named(before)} is there: shut down first`);
  if (!allowed("boot", settings, !before)) return;
  generation += 1;
  const cookies = settings.app_id ? ensureCookies(settings.app_id, settings) : { session: null, visitor: null };
  live = { settings, cookies, signed: settings.intercom_user_jwt != null };
  facts.session = {
    ...who,
    appId: settings.app_id ?? null,
    apiBase: settings.api_base ?? null,
    accepted: null,
    reason: null,
  };
  learn(who, settings, !before);
  ping("boot", settings);
}

function update(args) {
  const settings = merged(args);
  if (!live) {
    mistake("update without a session: boot first");
    drop("update", "no session");
    return;
  }
  const who = identify(settings);
  const session = facts.session;
  if (who.kind === "user" && !sameUser(session, who)) {
    mistake(`update as ${named(who)} while ${named(session)} is there: shut down and boot`);
  } else if (live.signed && settings.intercom_user_jwt == null) {
    mistake("update of a signed-in user's session without the token");
  }
  if (!allowed("update", settings, false)) return;
  live.settings = { ...live.settings, ...settings };
  live.signed = live.signed || settings.intercom_user_jwt != null;
  if (who.kind === "user") Object.assign(session, who);
  learn(session, settings, false);
  ping("update", { app_id: session.appId, api_base: session.apiBase, ...settings });
}

/** Ends the session. Deletes the cookies even without one: they may be an earlier page's. */
function shutdown() {
  const settings = live?.settings ?? merged();
  const appId = settings.app_id ?? APP_ID;
  if (live) ping("shutdown", settings);
  clearCookies(appId, settings.cookie_domain);
  generation += 1;
  live = null;
  facts.session = null;
  forgetCallbacks();
  forgetRecent();
  resetPanel();
  changed();
}

/** The real hosts of the script and its resources. */
const INTERCOM = ["widget.intercom.io", "js.intercomcdn.com"];

/** Address of the API: the region's host for a real address of the script, otherwise on the script's host. */
function apiUrl(settings) {
  if (!INTERCOM.includes(SCRIPT.hostname)) return new URL("../messenger/web/ping", SCRIPT);
  return new URL("/messenger/web/ping", settings.api_base ?? "https://api-iam.intercom.io");
}

/** The real Messenger's calls have no cookies. Together with the demo they have the demo's, for its playground. */
async function ping(event, settings) {
  const [mine, number] = [generation, ++asked];
  const body = { event, session: live.cookies.session, visitor_id: live.cookies.visitor };
  for (const key of ["app_id", "api_base", "name", "last_request_at", "intercom_user_jwt", ...IDENTITY]) {
    if (settings[key] != null) body[key] = settings[key];
  }
  facts.pings += 1;
  changed();
  let answer;
  try {
    const init = { method: "POST", body: JSON.stringify(body), credentials: "same-origin", keepalive: event === "shutdown" };
    const response = await fetch(apiUrl(settings), init);
    answer = { ok: response.ok, ...(await response.json()) };
  } catch {
    answer = { ok: null, reason: "the API host could not be reached" };
  }
  if (mine === generation && number > answered) {
    answered = number;
    settle(event, answer);
  }
}

/** Applies the API's decision. */
function settle(event, answer) {
  const session = facts.session;
  if (!session) return;
  session.accepted = answer.ok;
  if (answer.ok) for (const listener of callbacks.ready.splice(0)) safely(listener);
  session.reason = answer.ok ? null : (answer.reason ?? "refused");
  if (answer.ok && answer.kind === "user") {
    Object.assign(session, { kind: "user", userId: answer.user_id, name: answer.name, email: answer.email });
    if (answer.resumed) mistake(`a visitor's boot resumed the session of ${named(session)}: its cookie was still there`);
  }
  changed();
}
