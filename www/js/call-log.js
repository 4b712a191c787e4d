// @ts-check
// What the Messenger was told, call by call. The fake Messenger keeps it, with tokens replaced already.

import { button, make, write } from "./dom.js";
import { onFakeMessenger, fakeMessenger } from "./fake-messenger.js";

/** @typedef {import("./fake-messenger.js").Call} Call */
/** @typedef {import("./fake-messenger.js").Dropped} Dropped */

/** The newest entries that are shown. */
const SHOWN = 100;

/**
 * @param {HTMLElement} place
 * @param {import("./backend.js").Demo} demo
 */
export function startCallLog(place, demo) {
  if (!demo.fakeMessenger) {
    const why = "The real Messenger does not say what it was told. Run the demo without INTERCOM_APP_ID to see the log.";
    place.replaceChildren(make("p", { class: "quiet" }, why));
    return;
  }
  const count = make("p", {}, "Nothing yet");
  const list = make("ol", { class: "calls", "aria-label": "Calls, newest first" });
  const mistakes = make("ul", { class: "mistakes", hidden: true, "aria-label": "The fake Messenger objects" });
  const seen = new WeakSet();
  let number = 0;

  const draw = () => {
    const facts = fakeMessenger();
    const calls = (facts?.calls ?? []).filter((call) => !seen.has(call));
    const dropped = (facts?.dropped ?? []).filter((drop) => !seen.has(drop));
    for (const call of calls) {
      seen.add(call);
      number += 1;
      list.prepend(callEntry(call, number));
    }
    for (const drop of dropped) {
      seen.add(drop);
      list.prepend(droppedEntry(drop));
    }
    while (list.children.length > SHOWN) {
      list.lastElementChild?.remove();
    }
    write(count, number === 0 ? "Nothing yet" : number === 1 ? "1 call" : `${number} calls, newest first`);
    const sentences = facts?.mistakes ?? [];
    if (mistakes.children.length !== sentences.length) {
      mistakes.replaceChildren(...sentences.map((sentence) => make("li", {}, sentence)));
      mistakes.hidden = sentences.length === 0;
    }
  };

  const clear = button("Clear", () => list.replaceChildren(), { class: "small" });
  place.replaceChildren(make("div", { class: "log-head" }, count, clear), mistakes, list);
  onFakeMessenger(draw);
  draw();
}

/**
 * @param {Call} call
 * @param {number} number
 */
function callEntry(call, number) {
  const tone = { boot: "good", shutdown: "bad" }[call.method] ?? "";
  const entry = make(
    "li",
    { "data-method": call.method },
    make(
      "div",
      { class: "call-head" },
      make("span", { class: "quiet" }, `${number}`),
      make("code", { class: `pill ${tone}` }, call.method),
      ...(call.self ? [make("span", { class: "note" }, "by itself")] : []),
      clock(call.at),
    ),
  );
  const args = call.args.filter((arg) => arg !== undefined);
  if (args.length) {
    entry.append(make("pre", {}, ...marked(args.map(format).join(", "))));
  }
  return entry;
}

/** @param {Dropped} drop */
function droppedEntry({ method, reason, at }) {
  const reasons = {
    identical: "the same call came a moment ago",
    limit: "over the Messenger's quota",
    "no session": "there is no session",
  };
  const why = Object.entries(reasons).find(([key]) => key === reason)?.[1] ?? reason;
  const note = make("span", { class: "note" }, `${method} ignored: ${why}`);
  return make("li", {}, make("div", { class: "call-head" }, note, clock(at)));
}

/** @param {number} at */
function clock(at) {
  const date = new Date(at);
  return make("time", { datetime: date.toISOString() }, date.toLocaleTimeString([], { hour12: false }));
}

/**
 * As one writes it: keys without quotes.
 *
 * @param {unknown} arg
 * @returns {string}
 */
const format = (arg) => JSON.stringify(arg, null, 2).replace(/^(\s*)"(\w+)":/gm, "$1$2:");

/**
 * Marks what stands in a token's place, and hides anything that still looks like a token.
 *
 * @param {string} text
 * @returns {(Node | string)[]}
 */
function marked(text) {
  const safe = text.replace(/ey[\w-]+\.[\w-]+\.[\w-]*/g, "<token>");
  return safe
    .split(/"(<[^">]+>)"/)
    .map((part, index) => (index % 2 ? make("span", { class: "redacted" }, part) : part));
}
