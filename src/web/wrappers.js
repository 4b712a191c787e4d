// Code that Rust cannot express, or only in many times the bytes. First: calls a function with the first `count` arguments.
export const apply = (act, self, count, ...all) => Reflect.apply(act, self, all.slice(0, count));

/** A function that calls `original` as it is called itself, and `after` once that has returned. */
function callThen(original, after) {
  const wrapper = function () {
    // An exception of the original is the caller's.
    const result = Reflect.apply(original, this, arguments);
    after();
    return result;
  };
  // Distinguishes this wrapper from others, for developers who look at `history.pushState`.
  wrapper.intercomMessengerLoader = true;
  return wrapper;
}

/** A stub of the Messenger. It queues calls as the classic snippet's does. */
function makeStub() {
  const queue = [], stub = function () { queue.push(arguments); };
  stub.q = queue;
  return stub;
}

/** A promise, and the functions that settle it. */
function deferred() {
  let resolve, reject;
  const promise = new Promise((...both) => void (resolve = both[0], reject = both[1]));
  return { promise, resolve, reject };
}

/** Calls `act` when a value or promise is settled. `Promise.resolve` would read its class, which may throw. */
const settle = (value, act) =>
  void new Promise((resolve) => resolve(value)).then((value) => act([false, value]), (reason) => act([true, reason]));

/** A promise that is settled in a later task, or at once where the page's `setTimeout` throws. */
const later = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Calls `read` when the name of a queued call is read. Without a prototype: `Object.prototype` may be the page's. */
const onRead = (call, name, read) =>
  void Object.defineProperty(call, "0", { __proto__: null, get: () => (read(), name) });

/** An exception and its stack, without tokens (three parts of base64url, mostly `eyJ…`); undefined where it has no text. */
function describe(thrown) {
  try {
    let text = String(thrown);
    try { if (typeof thrown.stack == "string") text += "\n" + thrown.stack; } catch {}
    return text.replace(/eyJ[\w.-]*|[\w-]{16,}\.[\w-]{16,}\.[\w-]*/g, "(a token, not shown)");
  } catch {}
}

/** All of these by their names, since an import of each is larger; and the window, undefined where there is no page. */
const all = { __proto__: null, get page() { return typeof document == "object" ? window : undefined; }, callThen, makeStub, deferred, settle, later, onRead, describe };
export const wrappers = () => all;
/** A launcher that looks like the Messenger's, in the place and colour of `settings`; it is not on the page yet. */
export function makeLauncher(settings) {
  const own = { __proto__: null, ...settings };
  const whole = (value, otherwise) => (Number.isInteger(value) ? value : otherwise);
  const make = (space, name, attributes, ...children) => {
    // Markup can hide `document.createElementNS`.
    const element = Document.prototype.createElementNS.call(document, "http://www.w3.org/" + space, name);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  /* A speech bubble with a smile. */ const d = "M5 1h14a3 3 0 0 1 3 3v19l-4-3H5a3 3 0 0 1-3-3V4a3 3 0 0 1 3-3zm1 12c3 3 9 3 12 0";
  const drawn = { viewBox: "0 0 24 24", "aria-hidden": true, fill: "none", stroke: "currentColor", "stroke-width": 2 };
  const named = { type: "button", "aria-label": "Open Intercom Messenger", "aria-haspopup": "dialog" };
  const button = make("1999/xhtml", "button", named, make("2000/svg", "svg", drawn, make("2000/svg", "path", { d })));
  button.id = "intercom-messenger-loader-launcher";
  // Policies allow styles that scripts set. It does not move, and the focus ring is the browser's own. Attributes go in one by
  // one: their text is a value, and never another rule; one that is no colour changes nothing, an empty one would.
  button.style.cssText =
    "all:revert;position:fixed;width:48px;height:48px;padding:12px;border:0;border-radius:50%;box-sizing:border-box;cursor:pointer;outline-offset:3px;color:#fff;box-shadow:0 1px 6px #0000000f,0 2px 32px #00000029;background-color:#0071b2";
  const set = (rule, value) => button.style.setProperty(rule, value);
  set(own.alignment === "left" ? "left" : "right", whole(own.horizontal_padding, 20) + "px");
  set("bottom", whole(own.vertical_padding, 20) + "px");
  set("z-index", whole(own.z_index, 2147483000));
  if (own.action_color && typeof own.action_color == "string") set("background-color", own.action_color);
  return button;
}
