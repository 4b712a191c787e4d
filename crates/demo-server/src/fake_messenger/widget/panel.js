// The launcher and the panel, in a shadow root: the user, the API's decision, and the user's conversation.

let ui = null;
let isOpen = false;
let unread = 0;
let notice = "";
let shownTalk = null;

/** Creates an element; `attributes.text` is its text, `attributes.class` its class. */
function make(tag, { text, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  return element;
}

function icon() {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  for (const [name, value] of [["viewBox", "0 0 24 24"], ["fill", "currentColor"], ["aria-hidden", "true"]]) {
    svg.setAttribute(name, value);
  }
  path.setAttribute("d", "M4 3h16a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2h-8l-5 4v-4H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z");
  svg.append(path);
  return svg;
}

function build() {
  const part = {
    host: make("div", { id: "standin-messenger" }),
    root: make("div", { class: "root" }),
    badge: make("span", { class: "badge" }),
    launcher: make("button", { class: "launcher", type: "button" }, icon()),
    close: make("button", { class: "close", type: "button", "aria-label": "Close", text: "×" }),
    face: make("div", { class: "face", "aria-hidden": "true" }),
    name: make("div", { class: "name" }),
    mail: make("div", { class: "mail" }),
    list: make("dl"),
    status: make("div", { class: "status", role: "status" }),
    notice: make("p", { class: "notice" }),
    talk: make("div", { class: "talk", role: "log", "aria-label": "Conversation", tabindex: "0" }),
    text: make("input", { placeholder: "Write a message", "aria-label": "Message", autocomplete: "off" }),
    address: make("input", { type: "email", required: "", placeholder: "E-mail", "aria-label": "Your e-mail" }),
  };
  part.email = make("form", { class: "email" }, part.address, make("button", { text: "Leave e-mail" }));
  part.form = make("form", {}, part.text, make("button", { text: "Send" }));
  part.launcher.append(part.badge);
  const title = make("div", {}, make("h2", { text: "Fake Messenger" }));
  title.append(make("p", { text: "An imitation for tests and demos, not Intercom" }));
  part.panel = make(
    "section",
    { class: "panel", role: "dialog", "aria-label": "Fake Messenger" },
    make("header", {}, title, part.close, make("div", { class: "stripes" })),
    make("div", { class: "who" }, part.face, make("div", {}, part.name, part.mail)),
    part.list,
    part.status,
    part.notice,
    part.email,
    part.talk,
    part.form,
  );
  part.root.append(part.panel, part.launcher);
  const shadow = part.host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [sheet()];
  shadow.append(part.root);
  listen(part);
  return part;
}

function listen(part) {
  const dismiss = () => {
    close();
    part.launcher.focus();
  };
  part.launcher.addEventListener("click", () => toggle());
  part.close.addEventListener("click", dismiss);
  part.panel.addEventListener("keydown", (event) => event.key === "Escape" && dismiss());
  part.form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (live && part.text.value.trim()) say("you", part.text.value.trim());
    part.text.value = "";
  });
  part.email.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!facts.session) return;
    facts.session.email = part.address.value;
    tell("onUserEmailSupplied");
    changed();
  });
  document.addEventListener("click", (event) => {
    const selector = live?.settings.custom_launcher_selector;
    if (selector && event.target instanceof Element && event.target.closest(selector)) toggle();
  });
}

function toggle() {
  if (isOpen) return close();
  open("");
  ui?.text.focus();
}

/** Opens the panel, with a line that describes the real content, and an initial text. */
function open(line, text) {
  const wasOpen = isOpen;
  isOpen = true;
  notice = line;
  setUnread(0);
  changed();
  if (text !== undefined && ui) ui.text.value = text;
  if (!wasOpen) tell("onShow");
}

function close() {
  if (!isOpen) return;
  isOpen = false;
  changed();
  tell("onHide");
}

function showNotice(line) {
  notice = line;
  changed();
}

function resetPanel() {
  [isOpen, unread, notice, shownTalk] = [false, 0, "", null];
  if (ui) [ui.text.value, ui.address.value] = ["", ""];
}

function setUnread(count) {
  if (count === unread) return;
  unread = count;
  tell("onUnreadCountChange", unread);
}

/** Storage key of this identity's conversation. Any page with the identity sees it, which makes a leak visible. */
function talkKey() {
  const { kind, userId, email, appId } = facts.session;
  const owner = kind === "user" ? (userId ?? email) : live.cookies.visitor;
  return `standin-conversation-${appId}-${kind}-${owner}`;
}

function talk() {
  try {
    return JSON.parse(localStorage.getItem(talkKey())) ?? [];
  } catch {
    return [];
  }
}

/** Adds a message to the conversation; the first one of a visitor or user gets a reply. */
function say(who, text) {
  const messages = [...talk(), { who, text }];
  try {
    localStorage.setItem(talkKey(), JSON.stringify(messages));
  } catch {
    showNotice("This browser keeps no conversation");
  }
  if (who === "team" && !isOpen) setUnread(unread + 1);
  if (who === "you" && messages.length === 1) {
    const mine = generation;
    setTimeout(() => mine === generation && live && say("team", "Thanks! This is a fake Messenger: nobody reads along."), 900);
  }
  changed();
}

/** Updates the page to the facts. */
function draw() {
  const session = facts.session;
  if (!session && !ui) return;
  if (!document.body) {
    document.addEventListener("DOMContentLoaded", draw, { once: true });
    return;
  }
  ui ??= build();
  if (!ui.host.isConnected) document.body.append(ui.host);
  ui.host.hidden = !session;
  if (!session) return;
  dress(live.settings);
  ui.panel.hidden = !isOpen;
  ui.launcher.setAttribute("aria-expanded", String(isOpen));
  ui.launcher.setAttribute("aria-label", `${isOpen ? "Close" : "Open"} Fake Messenger`);
  ui.badge.hidden = unread === 0;
  ui.badge.textContent = String(unread);
  if (isOpen) drawPanel(session);
}

/** Position of the launcher and the colours, from the settings. */
function dress(settings) {
  const px = (value) => `${Math.max(20, Number(value) || 20)}px`;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const colour = (value, otherwise) => (value && CSS.supports("color", value) ? value : otherwise);
  const action = colour(settings.action_color, "#4338ca");
  const head = colour(settings.background_color, action);
  const set = (name, value) => ui.root.style.setProperty(name, value);
  set("--h", px(settings.horizontal_padding));
  set("--v", px(settings.vertical_padding));
  set("--z", String(Number(settings.z_index) || 2147483000));
  set("--action", action);
  set("--on-action", readableOn(action));
  set("--head", head);
  set("--on-head", readableOn(head));
  ui.root.classList.toggle("left", settings.alignment === "left");
  ui.root.classList.toggle("dark", settings.theme_mode === "dark" || (settings.theme_mode === "system" && dark));
  ui.launcher.hidden = settings.hide_default_launcher === true;
}

function drawPanel(session) {
  const user = session.kind === "user";
  const name = user ? (session.name ?? session.email ?? "Somebody without a name") : "Visitor";
  ui.face.textContent = user ? Array.from(name)[0].toUpperCase() : "?";
  ui.face.classList.toggle("visitor", !user);
  ui.name.textContent = name;
  ui.mail.textContent = session.email ?? (user ? "no e-mail" : "not signed in");
  const rows = { "User id": session.userId ?? "none", App: session.appId ?? "none", Region: region(session.apiBase) };
  ui.list.replaceChildren(
    ...Object.entries(rows).flatMap(([term, value]) => [
      make("dt", { text: term }),
      make("dd", {}, make("code", { text: value })),
    ]),
  );
  drawStatus(session);
  ui.notice.textContent = notice;
  ui.notice.hidden = !notice;
  ui.email.hidden = user || session.email !== null;
  drawTalk();
}

function drawStatus({ accepted, reason }) {
  const refused = accepted === false;
  let words = "Asking the API…";
  if (accepted) words = "✓ Accepted by the API";
  else if (refused) words = "✕ Refused by the API";
  else if (reason) words = "No answer from the API";
  ui.status.classList.toggle("good", accepted === true);
  ui.status.classList.toggle("bad", refused);
  ui.status.replaceChildren(make("b", { text: words }), reason ?? "");
}

function drawTalk() {
  const messages = talk();
  const now = JSON.stringify([talkKey(), messages]);
  if (now === shownTalk) return;
  shownTalk = now;
  const bubbles = messages.map(({ who, text }) => make("p", { class: who === "you" ? "you" : "team", text }));
  if (!bubbles.length) bubbles.push(make("p", { class: "empty", text: "No messages yet. They belong to whoever is shown above." }));
  ui.talk.replaceChildren(...bubbles);
  ui.talk.scrollTop = ui.talk.scrollHeight;
}

/** The region of an API host. */
function region(base) {
  if (base === null) return "US (default)";
  const known = { "api-iam": "US", "api-iam.eu": "EU", "api-iam.au": "AU" };
  const host = /^https:\/\/(api-iam(?:\.\w+)?)\.intercom\.io\/?$/.exec(base)?.[1];
  return known[host] ? `${known[host]} · ${base.replace("https://", "")}` : base;
}
