// @ts-check
// What goes wrong on purpose: the token endpoint, the widget's address, the connection.

import { button, make, write } from "../dom.js";
import { radios } from "../fields.js";
import { doing } from "./bench.js";

/** @typedef {import("./bench.js").Bench} Bench */
/** @typedef {import("../backend.js").Fault} Fault */
/** @typedef {[string, string, Fault]} Way */

/** @param {Bench} bench @returns {Way[]} */
const tokenWays = (bench) => [
  ["up", "Up", { kind: "ok" }],
  ["down", "Down", { kind: "status", status: 503 }],
  ["slow", "Slow (3 s)", { kind: "slow", ms: 3000 }],
  ["401", "401", { kind: "status", status: 401 }],
  ["429", "429", { kind: "status", status: 429, retryAfter: 2 }],
  ["html", "HTML page", { kind: "html" }],
  ["other", "Wrong user", { kind: "otherUser", user: bench.other().user }],
  ["secret", "Wrong secret", { kind: "wrongSecret" }],
];

/** @type {Way[]} */
const WIDGET_WAYS = [
  ["up", "Up", { kind: "ok" }],
  ["blocked", "Blocked", { kind: "blocked" }],
  ["slow", "Slow (3 s)", { kind: "slow", ms: 3000 }],
  ["wrong", "Wrong file", { kind: "html" }],
];

/**
 * What a fault is called here. The status tells three of them apart; the other user's name does not matter.
 *
 * @param {Way[]} ways
 * @param {Fault} now
 */
const wayOf = (ways, now) => ways.find(([, , one]) => one.kind === now.kind && one.status === now.status)?.[0] ?? "";

/**
 * @param {Way[]} ways
 * @param {string} value
 */
const faultOf = (ways, value) => ways.find(([name]) => name === value)?.[2] ?? { kind: "ok" };

/** @param {Way[]} ways @returns {[string, string][]} */
const labels = (ways) => ways.map(([value, label]) => [value, label]);

/**
 * @param {HTMLElement} place
 * @param {Bench} bench
 */
export function startBackend(place, bench) {
  const said = make("p", { class: "said", role: "status" });
  const choice = radios(
    "The token endpoint",
    "backend",
    labels(tokenWays(bench)),
    (value) =>
      void doing(said, async () => {
        await bench.change({ token: faultOf(tokenWays(bench), value) });
        return bench.isUser ? "Holds from the next token on: ask for one." : "Holds from now on: sign in, and see.";
      }),
    "chips",
  );
  const ask = button(
    "Ask for a token",
    () =>
      void doing(said, async () =>
        (await bench.session.refreshToken()) ? "It came." : "It did not come: the last error says why.",
      ),
    { id: "ask" },
  );
  place.replaceChildren(choice.field, make("div", { class: "row" }, ask), said);
  const draw = () => {
    choice.set(wayOf(tokenWays(bench), bench.faults.token));
    ask.disabled = !bench.isUser;
  };
  bench.addEventListener("change", draw);
  bench.messenger.on("statechange", draw);
  draw();
}

/**
 * @param {HTMLElement} place
 * @param {Bench} bench
 */
export function startWidget(place, bench) {
  if (!bench.session.demo.fakeMessenger) {
    const why = "This is the real Messenger's script. Run the demo without INTERCOM_APP_ID to break the fake Messenger's.";
    place.replaceChildren(make("p", { class: "said" }, why));
    return;
  }
  const said = make("p", { class: "said", role: "status" }, "The script loads once for a page: choose, then reload.");
  const choice = radios(
    "The Messenger's script",
    "widget",
    labels(WIDGET_WAYS),
    (value) =>
      void doing(said, async () => {
        await bench.change({ widget: faultOf(WIDGET_WAYS, value) });
        return needsReload() ? "Holds from the next load on: reload the page." : "Holds now: try again.";
      }),
    "chips",
  );
  const reload = button("Reload the page", () => location.reload(), { id: "reload" });
  place.replaceChildren(choice.field, make("div", { class: "row" }, reload), said);
  const draw = () => choice.set(wayOf(WIDGET_WAYS, bench.faults.widget));
  bench.addEventListener("change", draw);
  draw();
}

/** Once it is there, a script stays. */
const needsReload = () => "__standInMessenger" in window;

/**
 * @param {HTMLElement} place
 * @param {Bench} bench
 */
export function startConnection(place, bench) {
  const said = make("p", { class: "said", role: "status" });
  const online = make("strong", { id: "online" });
  const choice = radios(
    "The server",
    "connection",
    [
      ["answers", "Answers"],
      ["hangs-up", "Hangs up"],
    ],
    (value) =>
      void doing(said, async () => {
        const kind = value === "answers" ? "ok" : "closed";
        await bench.change({ token: { kind }, widget: { kind } });
        return kind === "ok" ? "Tokens and the script are there again." : "Tokens and the script are out of reach.";
      }),
  );
  place.replaceChildren(
    make("p", { class: "fact" }, "The browser says: ", online, "."),
    make(
      "p",
      { class: "said" },
      "Being offline is what the browser's developer tools do best: Network, then Offline. What a page can have is a " +
        "server that hangs up.",
    ),
    choice.field,
    said,
  );
  const draw = () => {
    write(online, navigator.onLine ? "online" : "offline");
    choice.set(bench.faults.token.kind === "closed" ? "hangs-up" : "answers");
  };
  addEventListener("online", draw);
  addEventListener("offline", draw);
  bench.addEventListener("change", draw);
  draw();
}
