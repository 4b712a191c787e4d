// @ts-check
// The session's state, live.

import { make, write } from "./dom.js";
import { origin } from "./messenger.js";
import { explain } from "./problem.js";
import { onFakeMessenger, fakeMessenger } from "./fake-messenger.js";

/** @typedef {import("./messenger.js").Messenger} Messenger */
/** @typedef {import("./messenger.js").MessengerState} MessengerState */

const PHASES = { idle: "Idle", booting: "Booting", deferred: "Deferred", active: "Active", shutting_down: "Shutting down" };
const TONES = { idle: "", booting: "wait", deferred: "wait", active: "good", shutting_down: "wait" };

/** What Intercom's quota leaves for routes and updates in half an hour: 20, less the reserve for token refreshes. */
const UPDATES = 18;

/** How often the countdown is drawn, in milliseconds. */
const TICK = 250;

/**
 * @param {HTMLElement} place
 * @param {Messenger} messenger
 * @param {import("./backend.js").Demo} demo
 */
export function startStatePanel(place, messenger, demo) {
  const phase = make("span", { class: "pill", id: "phase" });
  const whose = make("span", { id: "whose" });
  const verdict = make("span", { id: "verdict" });
  const app = make("code", { id: "app-id" });
  const region = make("span", { id: "region" });
  const token = make("span", { id: "token" });
  const life = make("progress", { max: "1", value: "0", "aria-label": "Life left of the token" });
  const updates = make("span", { id: "updates" });
  const budget = make("progress", { max: String(UPDATES), value: "0", "aria-label": "Updates left of the quota" });
  const core = make("span", { id: "core" });
  const failure = make("span", { id: "last-error", role: "status" });

  /** @type {[string, Node[], boolean?][]} */
  const rows = [
    ["Phase", [phase]],
    ["Session", [whose]],
    ["Fake Messenger says", [verdict]],
    ["App id", [app]],
    ["Region", [region]],
    ["Token", [token, life]],
    ["Updates left", [updates, budget]],
    ["Core", [core]],
    ["Last error", [failure]],
  ];
  const list = make("dl", { class: "facts" });
  for (const [term, nodes] of rows) {
    if (term !== "Fake Messenger says" || demo.fakeMessenger) {
      list.append(make("dt", {}, term), make("dd", {}, ...nodes));
    }
  }
  place.replaceChildren(list, make("p", { class: "aside-note" }, origin(demo)));

  const measure = lifeMeter();
  const draw = () => {
    const state = messenger.state();
    write(phase, PHASES[state.phase]);
    phase.className = `pill ${TONES[state.phase]}`;
    const { session } = state;
    write(whose, !session ? "None" : session.kind === "user" ? `User ${session.userId}` : "Visitor");
    write(app, state.appId ?? "–");
    write(region, state.region ? state.region.toUpperCase() : "–");
    write(updates, `${state.updatesLeft} of ${UPDATES} in half an hour`);
    budget.value = state.updatesLeft;
    write(core, state.core === "javascript" ? "JavaScript" : state.core ? "WebAssembly" : "–");
    drawToken(state);
    drawFailure(failure, state.lastError);
    drawVerdict(verdict);
  };

  /** @param {MessengerState} state */
  const drawToken = ({ tokenExpiresAt, session }) => {
    const left = tokenExpiresAt === null ? null : tokenExpiresAt - Date.now();
    life.hidden = left === null;
    life.value = measure(tokenExpiresAt, left ?? 0);
    if (left === null) {
      write(token, session?.kind === "user" ? "Does not end" : "None");
    } else {
      write(token, left > 0 ? `${duration(left)} left` : `Ended ${duration(-left)} ago`);
    }
  };

  messenger.on("statechange", draw);
  messenger.on("tokenrefresh", draw);
  onFakeMessenger(draw);
  setInterval(draw, TICK);
  draw();
}

/** @returns {(end: number | null, left: number) => number} Which part is left of what there was at first sight. */
function lifeMeter() {
  /** @type {number | null} */
  let of = null;
  let whole = 1;
  return (end, left) => {
    if (end !== of) {
      [of, whole] = [end, Math.max(left, 1)];
    }
    return Math.min(1, Math.max(0, left / whole));
  };
}

/**
 * @param {HTMLElement} place
 * @param {unknown} error
 */
function drawFailure(place, error) {
  const shown = error ? explain(error) : null;
  const key = shown ? `${shown.code} ${shown.what}` : "none";
  if (place.dataset.shown === key) {
    return;
  }
  place.dataset.shown = key;
  if (!shown) {
    place.replaceChildren("None");
    return;
  }
  place.replaceChildren(
    make("code", { class: "error" }, shown.code),
    make("span", {}, shown.what),
    make("span", { class: "hint" }, shown.hint),
  );
}

/**
 * What the fake Messenger's API made of the identity.
 *
 * @param {HTMLElement} place
 */
function drawVerdict(place) {
  const session = fakeMessenger()?.session;
  const tone = session?.accepted === true ? "good" : session?.accepted === false ? "bad" : "";
  place.className = session ? `pill ${tone}` : "";
  if (!session) {
    write(place, "No session");
  } else if (session.accepted === false) {
    write(place, `Refused: ${session.reason ?? "no reason given"}`);
  } else if (session.accepted === null) {
    write(place, session.reason ?? "Asking its API…");
  } else {
    write(place, session.kind === "user" ? `Accepted: ${session.name ?? session.userId}` : "Accepted: visitor");
  }
}

/**
 * @param {number} ms
 * @returns {string} Such as `1 h 59 min 58 s`.
 */
export function duration(ms) {
  const seconds = Math.round(ms / 1000);
  const [h, min, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return [h && `${h} h`, (h || min) && `${min} min`, `${s} s`].filter(Boolean).join(" ");
}
