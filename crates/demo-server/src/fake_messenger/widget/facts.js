// State and calls of the fake Messenger, at window.__standInMessenger: for tests, and for the demo's log.

/** Address of this script: shows whether it was requested from the real host's name, and for which workspace. */
const SCRIPT = new URL(document.currentScript?.src || "https://widget.intercom.io/widget/", location.href);
const APP_ID = SCRIPT.pathname.split("/").pop();

/** Each list keeps only its newest entries, to limit the memory of a long run. */
const KEPT = 500;

/**
 * `sessions` has each session's user with all attributes that were sent in it, over the page's own settings; the last
 * one may be live.
 */
const facts = { sessions: [], calls: [], session: null, mistakes: [], pings: 0, loads: 1, dropped: [] };

/** Notifies listeners that a fact changed, and draws it. */
function changed() {
  draw();
  window.dispatchEvent(new CustomEvent("standin:change"));
}

function keep(list, entry) {
  list.push(entry);
  if (list.length > KEPT) list.shift();
}

/** Records that the page broke the Messenger's contract. */
function mistake(sentence) {
  keep(facts.mistakes, sentence);
  changed();
}

/** Records the attributes of a session's user: of a new session, or of the present one. */
function learn(who, settings, isNew) {
  if (isNew) keep(facts.sessions, { userId: null, email: null, attributes: {} });
  const session = facts.sessions[facts.sessions.length - 1];
  Object.assign(session, { userId: who.userId, email: who.email });
  for (const [name, value] of Object.entries(settings)) {
    if (value !== undefined) session.attributes[name] = redact(value, name);
  }
}

/** Records a call that the Messenger silently ignores. */
function drop(method, reason) {
  keep(facts.dropped, { method, reason, at: Date.now() });
  changed();
}

/** The claims of a token as an object; null if it is not a token. The API verifies its signature, not the widget. */
function claims(token) {
  try {
    const part = token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
    const bytes = Uint8Array.from(atob(part), (letter) => letter.charCodeAt(0));
    const value = JSON.parse(new TextDecoder().decode(bytes));
    return value !== null && typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

/** Placeholder of a token in the log. */
function nameless(token) {
  const found = claims(token);
  if (!found) return "<not a jwt>";
  return found.user_id === undefined ? "<jwt without user_id>" : `<jwt for user_id ${found.user_id}>`;
}

/** A copy that can be displayed and stored: without tokens, functions, DOM objects and cycles. */
function redact(value, key, depth = 0) {
  if (key === "intercom_user_jwt") return value == null ? value : nameless(String(value));
  if (typeof value === "string") return /^ey[\w-]*\.[\w-]+\.[\w-]*$/.test(value) ? nameless(value) : value;
  if (typeof value === "function") return "<function>";
  if (value === null || typeof value !== "object") return typeof value === "bigint" ? String(value) : value;
  if (depth > 5 || value instanceof Node) return "<object>";
  if (Array.isArray(value)) return value.map((item) => redact(item, key, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      name === "auth_tokens" ? secrets(item) : redact(item, name, depth + 1),
    ]),
  );
}

/** Names of data-connector tokens, without the tokens. */
function secrets(tokens) {
  if (tokens === null || typeof tokens !== "object") return "<tokens>";
  return Object.fromEntries(Object.keys(tokens).map((name) => [name, "<token>"]));
}
