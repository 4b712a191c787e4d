// @ts-check
// What can be changed while one watches: region, token life, and what fails.

import { changeFaults, readFaults } from "./backend.js";
import { button, make, write } from "./dom.js";
import { choose, radios } from "./fields.js";
import { REGIONS } from "./messenger.js";

/** @typedef {import("./session.js").ShopSession} ShopSession */
/** @typedef {import("./backend.js").Fault} Fault */
/** @typedef {import("./backend.js").Faults} Faults */

/** @type {[string, string][]} */
const LIVES = [
  ["7200", "2 hours"],
  ["600", "10 minutes"],
  ["60", "1 minute"],
];

/** @type {[string, string, Fault][]} */
const TOKEN_FAULTS = [
  ["ok", "Answers", { kind: "ok" }],
  ["html", "A login page", { kind: "html" }],
  ["status", "Status 500", { kind: "status", status: 500 }],
  ["wrongSecret", "Wrong secret", { kind: "wrongSecret" }],
  ["expired", "Expired token", { kind: "expired" }],
];

/** @type {[string, string, Fault][]} */
const WIDGET_FAULTS = [
  ["ok", "Loads", { kind: "ok" }],
  ["blocked", "Is blocked", { kind: "blocked" }],
  ["html", "Is a web page", { kind: "html" }],
];

/**
 * @param {HTMLElement} place
 * @param {ShopSession} session
 */
export async function startControls(place, session) {
  const said = make("p", { class: "said", role: "status" });
  /** @param {string} text */
  const say = (text) => write(said, text);
  /**
   * @param {Partial<Faults>} change
   * @param {string} done
   */
  const set = (change, done) => changeFaults(change).then(() => say(done), (error) => say(error.message));

  // With a secret that may be a workspace's own the playground is closed: nothing can be made to fail.
  const faults = session.demo.playground ? await readFaults() : null;
  const refresh = button("Refresh the token now", async () => {
    say("Fetching a token…");
    say((await session.refreshToken()) ? "The Messenger goes on with a new token." : "No new token; see above.");
  });
  place.replaceChildren(
    make(
      "div",
      { class: "controls" },
      make("div", { class: "pair" }, regions(session), ...(faults ? [lives(faults, set)] : [])),
      ...(faults ? [make("div", { class: "pair" }, ...failures(faults, set))] : []),
      make("div", { class: "row" }, refresh, said),
    ),
  );
  const draw = () => {
    refresh.disabled = session.messenger.state().session?.kind !== "user";
  };
  session.messenger.on("statechange", draw);
  draw();
}

/**
 * @param {Faults} faults
 * @param {(change: Partial<Faults>, done: string) => void} set
 */
function lives(faults, set) {
  return choose("Token life", LIVES, String(faults.tokenLifeSeconds), (value, label) =>
    set({ tokenLifeSeconds: Number(value) }, `From the next token on: ${label}.`),
  );
}

/**
 * @param {Faults} faults
 * @param {(change: Partial<Faults>, done: string) => void} set
 */
function failures(faults, set) {
  return [
    choose("Token endpoint", TOKEN_FAULTS, faults.token.kind, (value) =>
      set({ token: fault(TOKEN_FAULTS, value) }, "Holds from the next token on: refresh, or sign in."),
    ),
    choose("Messenger script", WIDGET_FAULTS, faults.widget.kind, (value) =>
      set({ widget: fault(WIDGET_FAULTS, value) }, "Holds from the next load on: reload the page."),
    ),
  ];
}

/** @param {ShopSession} session */
function regions(session) {
  const { field, set } = radios("Region", "region", REGIONS, (value) => void session.setRegion(value));
  set(session.region);
  return field;
}

/**
 * @param {[string, string, Fault][]} faults
 * @param {string} value
 */
const fault = (faults, value) => faults.find(([kind]) => kind === value)?.[2];
