// The Messenger on the page: `window.Intercom` and its queue, and what stands for it until it is wanted.
import {
  DUE,
  NEWS,
  addEvent,
  callDocument,
  guard,
  newElement,
  ofDocument,
  ofWindow,
  peek,
  removeEvent,
  report,
  tell,
} from "./page.js";

/**
 * The Messenger, or a stub that queues for it; nothing where something else stands in its place.
 *
 * @returns {any}
 */
function messenger() {
  const intercom = ofWindow("Intercom");
  return typeof intercom === "function" ? intercom : undefined;
}

/** @param {any} intercom */
function queueOf(intercom) {
  const queue = intercom && peek(intercom, "q");
  return Array.isArray(queue) ? queue : undefined;
}

/** Whether the widget itself stands there: its script says so, or it has no queue as every stub has. */
export function isLive() {
  const intercom = messenger();
  return Boolean(intercom && (peek(intercom, "booted") || !queueOf(intercom)));
}

/** Whether a boot waits in the queue. */
export const holdsBoot = guard(
  () => Boolean(queueOf(messenger())?.some((/** @type {any} */ call) => call?.[0] === "boot")),
  false,
);

/** Whether the loader brings the script: the stub is its own, and nobody else is about to insert one for it. */
export const script = { own: false };

/**
 * Puts a stub where there is no Messenger. It queues as the classic snippet's does, so that the page's own calls of
 * `window.Intercom` keep working before the widget is there.
 */
export function installStub() {
  if (messenger()) {
    return;
  }
  /** @type {IArguments[]} */
  const queue = [];
  const stub = function () {
    queue.push(arguments);
  };
  stub.q = queue;
  try {
    /** @type {any} */ (window).Intercom = stub;
    script.own = true;
  } catch {
    // Then there is nothing that calls could wait in.
  }
}

/**
 * Calls the Messenger, or its queue; nothing where there is neither. What it throws is for its developer to see, and
 * stops nothing.
 *
 * @param {string} method
 * @param {...any} given
 * @returns {any}
 */
function invoke(method, ...given) {
  try {
    return messenger()?.(method, ...given);
  } catch (error) {
    report(error);
  }
}

/**
 * The same with a list in JSON. Where it is `exclusive`, nothing but the call says who the user is: what the page's own
 * settings say of that goes before the Messenger merges them in, which it does when it runs the call.
 *
 * @param {string} method
 * @param {string} given
 * @param {boolean} exclusive
 */
export function callMessenger(method, given, exclusive) {
  const list = JSON.parse(given);
  if (exclusive) {
    cleanSettings();
  }
  const result = invoke(method, ...list);
  const queued = queueOf(messenger())?.slice(-1)[0];
  if (exclusive && queued?.[1] === list[0]) {
    cleanWhenRead(queued, method);
  }
  if (method === "shutdown") {
    queuedShutdown = queued;
  }
  return result;
}

/** @type {any} The newest shutdown of the loader's that went into a queue. */
let queuedShutdown;

/** Takes it out again. The page's own calls behind it stay. */
export const withdrawShutdown = guard(() => {
  const queue = queueOf(messenger()) ?? [];
  const at = queue.indexOf(queuedShutdown);
  if (at >= 0) {
    queue.splice(at, 1);
  }
});

/** @type {(queued: any, method: string) => void} The widget reads a queued call's name when it runs it. */
const cleanWhenRead = guard((queued, method) => {
  const descriptor = {
    __proto__: null,
    get() {
      cleanSettings();
      return method;
    },
  };
  Object.defineProperty(queued, 0, descriptor);
});

/** @type {((detail: any) => void)[]} One of each kind for as long as the page lives. */
const callbacks = [];

/**
 * Asks the Messenger to call back.
 *
 * @param {string} method
 * @param {number} kind
 */
export function callBack(method, kind) {
  callbacks[kind] = callbacks[kind] ?? ((detail) => tell(NEWS, kind, detail));
  invoke(method, callbacks[kind]);
}

/** Empties the queue of a Messenger that has not run it; the queue itself stays, the widget will look for it. */
export const emptyQueue = guard(() => {
  const queue = queueOf(messenger());
  if (queue) {
    queue.length = 0;
  }
});

/** @returns {any} */
export const settings = () => ofWindow("intercomSettings");

/** Attributes that say who the user is, as in settings.rs. */
export const IDENTIFYING = ["user_id", "email", "phone", "user_hash"];

/** Removes identifying attributes from `window.intercomSettings`: the Messenger merges it under every boot. */
function cleanSettings() {
  const given = settings();
  try {
    for (const name of given ? ["intercom_user_jwt", ...IDENTIFYING] : []) {
      delete given[name];
    }
  } catch {
    // Of an object that is frozen nothing can be taken away, but it can be taken away as a whole.
    forgetSettings();
  }
}

/** Deletes `window.intercomSettings`; one declared with `var` cannot be deleted and is emptied. */
export function forgetSettings() {
  // A property that cannot be set can perhaps be deleted, and the other way round.
  for (const forget of [Reflect.set, Reflect.deleteProperty]) {
    try {
      if ("intercomSettings" in window) {
        forget(window, "intercomSettings", undefined);
      }
    } catch {
      // Then there is nothing more to do about it.
    }
  }
}

// Waiting for the moment at which the Messenger is wanted.

/** How long after the page has loaded a browser is taken to be idle that cannot say when it is, or never is. */
const QUIET = 2000;

/** @type {() => void} Ends the waiting. */
let stopWaiting = () => {};

/**
 * Waits for the page to have loaded and, if that is asked for, for a quiet moment after it.
 *
 * @type {(generation: number, idle: boolean) => void}
 */
export const awaitLoad = guard((generation, idle) => {
  let waiting = true;
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  const goOn = () => {
    if (waiting) {
      tell(DUE, generation, false);
    }
  };
  const loaded = () => {
    // After the other listeners: the page's own come first.
    timer = setTimeout(() => {
      if (!idle) {
        goOn();
      } else if (typeof ofWindow("requestIdleCallback") === "function") {
        requestIdleCallback(goOn, { timeout: QUIET });
      } else {
        timer = setTimeout(goOn, QUIET);
      }
    });
  };
  stopWaiting = () => {
    waiting = false;
    clearTimeout(timer);
    window.removeEventListener("load", loaded);
  };
  if (ofDocument("readyState") === "complete") {
    loaded();
  } else {
    window.addEventListener("load", loaded);
  }
});

/**
 * Waits for somebody to ask for the Messenger: by a launcher like the Messenger's own, which is drawn, or by one of the
 * page's, those that come later among them. The attributes say how and where it is drawn.
 *
 * @type {(generation: number, url: string, json: string) => void}
 */
export const awaitClick = guard((generation, url, json) => {
  // What is inherited is no attribute.
  const settings = Object.setPrototypeOf(JSON.parse(json), null);
  if (settings.hide_default_launcher !== true) {
    drawLauncher(generation, url, settings);
  }
  const clicked = (/** @type {Event} */ event) => {
    if (isOne(event.target, settings.custom_launcher_selector)) {
      event.preventDefault();
      tell(DUE, generation, true);
    }
  };
  addEvent(document, "click", clicked);
  stopWaiting = () => removeEvent(document, "click", clicked);
});

/**
 * @param {EventTarget | null} target
 * @param {any} selector
 */
function isOne(target, selector) {
  try {
    // A form's members are hidden by its fields.
    return selector && target instanceof Element && Reflect.apply(Element.prototype.closest, target, [selector]) !== null;
  } catch {
    // It is no selector.
    return false;
  }
}

/** Nobody waits any more, and nobody is to ask. */
export const endWait = guard(() => {
  removeLauncher();
  stopWaiting();
  stopWaiting = () => {};
});

/** Whether the connection is one that costs its user: then nothing is loaded unasked. */
export const isSpared = guard(() => {
  const { connection } = /** @type {any} */ (navigator);
  return Boolean(connection && (connection.saveData || /2g$/.test(connection.effectiveType)));
}, false);

// A launcher that looks like the Messenger's, for pages that load it only when somebody wants to chat.

/**
 * How it looks where the options say nothing else. It does not move, so it spares whoever wants no motion; the focus ring
 * is the browser's own.
 */
const STYLE =
  "all:revert;position:fixed;width:48px;height:48px;padding:12px;border:0;border-radius:50%;box-sizing:border-box;" +
  "cursor:pointer;outline-offset:3px;color:#fff;box-shadow:0 1px 6px #0000000f,0 2px 32px #00000029;";

/** The Messenger's own, where the attributes name no other. */
const COLOUR = "#0071b2";

/** A speech bubble with a smile. */
const BUBBLE = "M5 1h14a3 3 0 0 1 3 3v19l-4-3H5a3 3 0 0 1-3-3V4a3 3 0 0 1 3-3zm1 12c3 3 9 3 12 0";

/** @type {HTMLElement | undefined} */
let button;

/**
 * Draws it where the Messenger would have its own, in the colour that it would have. A click is for the Messenger of
 * `generation`. To the host of `url`, the widget's, a connection is opened when somebody is about to click.
 *
 * @type {(generation: number, url: string, settings: any) => void}
 */
const drawLauncher = guard((generation, url, settings) => {
  removeLauncher();
  const whole = (/** @type {any} */ number, /** @type {number} */ otherwise) =>
    `${Number.isInteger(number) ? number : otherwise}`;
  const launcher = newElement("button");
  launcher.type = "button";
  launcher.id = "intercom-messenger-loader-launcher";
  launcher.setAttribute("aria-label", "Open Intercom Messenger");
  launcher.setAttribute("aria-haspopup", "dialog");
  // A page's Content-Security-Policy has nothing against styles that scripts set. The rules go in one by one: an
  // option's text is a value, and never another rule.
  launcher.style.cssText = STYLE;
  for (const [rule, value] of [
    [settings.alignment === "left" ? "left" : "right", whole(settings.horizontal_padding, 20) + "px"],
    ["bottom", whole(settings.vertical_padding, 20) + "px"],
    ["z-index", whole(settings.z_index, 2147483000)],
    // What is no colour is not taken, and leaves the one before.
    ["background-color", COLOUR],
    ["background-color", settings.action_color || COLOUR],
  ]) {
    launcher.style.setProperty(rule, value);
  }
  launcher.append(icon());
  launcher.addEventListener("click", () => {
    launcher.setAttribute("aria-busy", "true");
    tell(DUE, generation, true);
  });
  launcher.addEventListener("pointerenter", () => preconnect(url));
  launcher.addEventListener("focus", () => preconnect(url));
  ofDocument("body")?.append(launcher);
  button = launcher;
});

export function removeLauncher() {
  button?.remove();
  button = undefined;
}

function icon() {
  const make = (/** @type {string} */ name, /** @type {Record<string, string>} */ attributes) => {
    const element = callDocument("createElementNS", "http://www.w3.org/2000/svg", name);
    for (const attribute of Object.keys(attributes)) {
      element.setAttribute(attribute, attributes[attribute]);
    }
    return element;
  };
  const svg = make("svg", {
    viewBox: "0 0 24 24",
    "aria-hidden": "true",
    fill: "none",
    stroke: "currentColor",
    "stroke-width": "2",
  });
  svg.append(make("path", { d: BUBBLE }));
  return svg;
}

/** @param {string} url */
function preconnect(url) {
  if (!callDocument("querySelector", "link[rel=preconnect][data-intercom-messenger-loader]")) {
    const link = makeLink("preconnect", url);
    link.dataset.intercomMessengerLoader = "";
    append(link);
  }
}

/**
 * A `<link>` that is not on the page yet.
 *
 * @type {(rel: string, href: string) => HTMLLinkElement}
 */
export function makeLink(rel, href) {
  const link = newElement("link");
  link.rel = rel;
  link.href = href;
  return link;
}

/**
 * Puts an element where the page has room for it: an early page may have no head yet.
 *
 * @param {Element} element
 */
export function append(element) {
  (ofDocument("head") ?? ofDocument("documentElement"))?.append(element);
}
