// Methods of window.Intercom.

const callbacks = { onShow: [], onHide: [], onUnreadCountChange: [], onUserEmailSupplied: [], ready: [] };

function forgetCallbacks() {
  for (const list of Object.values(callbacks)) list.length = 0;
}

/** Calls a listener of the page and ignores its exceptions. */
function safely(listener, ...args) {
  try {
    listener(...args);
  } catch (error) {
    console.error(error);
  }
}

function tell(name, ...args) {
  for (const listener of [...callbacks[name]]) safely(listener, ...args);
}

/** Registers a callback; returns whether it is one. */
function register(name, listener) {
  if (typeof listener !== "function") {
    mistake(`${name} without a function`);
    return false;
  }
  callbacks[name].push(listener);
  return true;
}

const SPACES = ["home", "messages", "help", "news", "tasks", "tickets"];

/** Methods that open one item of content, by its id. */
const CONTENT = {
  startTour: "Tour",
  showArticle: "Article",
  showNews: "News item",
  startSurvey: "Survey",
  startChecklist: "Checklist",
  showTicket: "Ticket",
  showConversation: "Conversation",
};

/** Methods that act on a session; without one the Messenger ignores them. */
const inSession = {
  show: () => open(""),
  hide: () => close(),
  showSpace(space) {
    if (!SPACES.includes(space)) mistake(`showSpace knows no space ${JSON.stringify(space)}`);
    open(`Space: ${space}`);
  },
  showMessages: () => open("Messages"),
  showNewMessage: (text) => open("New message", text ?? ""),
  startConversation(text) {
    open("New conversation");
    if (text) say("you", text);
  },
  hideNotifications: (hidden) => showNotice(hidden ? "Notifications are hidden" : "Notifications are shown"),
  trackEvent(name) {
    if (typeof name !== "string" || !name) mistake("trackEvent without a name");
    showNotice(`Event: ${name}`);
  },
  getVisitorId: () => live.cookies.visitor,
  setAuthTokens: (tokens) => showNotice(`Data-connector tokens: ${Object.keys(tokens ?? {}).join(", ") || "none"}`),
  whoami: () => ({ ...facts.session }),
};

for (const [method, what] of Object.entries(CONTENT)) {
  inSession[method] = (id) => {
    if (id == null || id === "") mistake(`${method} without an id`);
    open(`${what} ${id} would be here`);
  };
}

const anyTime = {
  boot,
  update,
  shutdown,
  reattach_activator() {},
  ready(listener) {
    if (facts.session?.accepted && typeof listener === "function") safely(listener);
    else register("ready", listener);
  },
  onShow: (listener) => void register("onShow", listener),
  onHide: (listener) => void register("onHide", listener),
  onUnreadCountChange(listener) {
    if (register("onUnreadCountChange", listener)) safely(listener, unread);
  },
  onUserEmailSupplied: (listener) => void register("onUserEmailSupplied", listener),
};

/** Records a call; the tokens of setAuthTokens have names that the page chooses. */
function note(method, args, extra) {
  const shown = method === "setAuthTokens" ? args.map(secrets) : args.map((arg) => redact(arg));
  keep(facts.calls, { method: String(method), args: shown, at: Date.now(), ...extra });
  changed();
}

/** window.Intercom, once the script has loaded. */
function messenger(method, ...args) {
  const known = Object.hasOwn(anyTime, method) || Object.hasOwn(inSession, method);
  note(method, args, known ? undefined : { unknown: true });
  if (!known) {
    mistake(`there is no method ${String(method)}`);
    return undefined;
  }
  if (Object.hasOwn(anyTime, method)) return anyTime[method](...args);
  if (live) return inSession[method](...args);
  drop(method, "no session");
  return undefined;
}
