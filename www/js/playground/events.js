// @ts-check
// Every event of the loader's, with its time.

import { button, make, write } from "../dom.js";
import { explain } from "../problem.js";

/** @typedef {import("../messenger.js").Loader} Loader */
/** @typedef {import("../messenger.js").MessengerState} MessengerState */
/** @typedef {import("/dist/index.js").MessengerEvents} Events */

/** The newest entries that are shown. */
const SHOWN = 100;

/** @type {Record<string, string>} */
const TONES = { ready: "good", tokenrefresh: "good", signedout: "wait", error: "bad" };

/**
 * What an event says, as a line; the events that are not here say nothing but their name.
 *
 * @type {{ [E in keyof Events]?: (detail: Events[E]) => string }}
 */
const LINES = {
  statechange: (state) => summary(state),
  ready: (session) => (session.kind === "user" ? session.userId : "visitor"),
  tokenrefresh: (state) => (state.tokenExpiresAt ? `until ${clock(state.tokenExpiresAt)}` : "without an end"),
  error: (error) => `${explain(error).code}: ${explain(error).what}`,
  unreadcountchange: (count) => String(count),
};

/** @type {(keyof Events)[]} */
const NAMES = [
  "statechange",
  "ready",
  "tokenrefresh",
  "signedout",
  "error",
  "show",
  "hide",
  "unreadcountchange",
  "useremailsupplied",
];

/**
 * @param {HTMLElement} place
 * @param {Loader} messenger
 */
export function startEvents(place, messenger) {
  const count = make("p", {}, "Nothing yet");
  const list = make("ol", { class: "event-list", "aria-label": "Events, newest first", tabindex: "0" });
  let number = 0;

  /**
   * @param {string} name
   * @param {string} line
   */
  const add = (name, line) => {
    number += 1;
    write(count, `${number === 1 ? "1 event" : `${number} events`}, newest first`);
    list.prepend(
      make(
        "li",
        { "data-event": name },
        make("time", {}, clock(Date.now())),
        make("code", { class: `pill ${TONES[name] ?? ""}` }, name),
        make("span", {}, line),
      ),
    );
    if (list.children.length > SHOWN) {
      list.lastElementChild?.remove();
    }
  };
  for (const name of NAMES) {
    const line = /** @type {(detail: unknown) => string} */ (LINES[name] ?? (() => ""));
    messenger.on(name, (detail) => add(name, line(detail)));
  }
  const clear = button("Clear", () => list.replaceChildren(), { class: "small" });
  place.replaceChildren(make("div", { class: "log-head" }, count, clear), list);
}

/** @param {MessengerState} state */
function summary({ phase, session, lastError }) {
  const who = !session ? "" : session.kind === "user" ? `, ${session.userId}` : ", visitor";
  return `${phase.replace("_", " ")}${who}${lastError ? ", with an error" : ""}`;
}

/** @param {number} at */
const clock = (at) => new Date(at).toLocaleTimeString([], { hour12: false });
