// @ts-check
// Some of the Messenger's own methods.

import { button, make } from "../dom.js";
import { fakeMessenger } from "../fake-messenger.js";
import { doing } from "./bench.js";

/** @typedef {import("./bench.js").Bench} Bench */

/**
 * @param {HTMLElement} place
 * @param {Bench} bench
 */
export function startMethods(place, bench) {
  const { messenger, session } = bench;
  const said = make("p", { class: "said", role: "status", id: "method-said" });
  /** @type {[string, () => Promise<unknown>][]} */
  const methods = [
    ["show", () => messenger.show()],
    ["hide", () => messenger.hide()],
    ["showSpace", () => messenger.showSpace("help")],
    ["showNewMessage", () => messenger.showNewMessage("Hello from the playground")],
    ["trackEvent", () => messenger.trackEvent("visited-playground", { bench: 1 })],
    ["update", () => messenger.update({ plan: "gold" })],
    ["getVisitorId", () => messenger.getVisitorId()],
    ["whoami", () => messenger.whoami()],
    ["shutdown", () => messenger.shutdown()],
    ["boot", () => session.boot()],
  ];
  const buttons = methods.map(([name, call]) =>
    button(name, () => void doing(said, async () => `${name}: ${shown(await call())}`), {
      class: "code small",
      "data-method": name,
    }),
  );
  const message = button(
    "A message arrives",
    () =>
      void doing(said, async () => {
        if (!fakeMessenger()?.session) {
          return "There is no session for it to arrive in.";
        }
        fakeMessenger()?.reply("Hello! This message is the playground's.");
        return "See unreadcountchange among the events, unless the Messenger is open.";
      }),
    { class: "small", id: "message" },
  );
  place.replaceChildren(
    make("div", { class: "row" }, ...buttons, ...(session.demo.fakeMessenger ? [message] : [])),
    said,
  );
}

/** @param {unknown} value */
const shown = (value) => (value === undefined ? "done" : JSON.stringify(value));
