// @ts-check
// What can be changed while one watches: region, token life, and what fails.

import { changeLab, readLab } from "./backend.js";
import { button, make, write } from "./dom.js";

/** @typedef {import("./session.js").ShopSession} ShopSession */
/** @typedef {import("./messenger.js").Region} Region */
/** @typedef {import("./backend.js").Fault} Fault */
/** @typedef {import("./backend.js").Lab} Lab */

/** @type {[Region, string][]} */
const REGIONS = [
  ["us", "US"],
  ["eu", "EU"],
  ["au", "AU"],
];

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
   * @param {Partial<Lab>} change
   * @param {string} done
   */
  const set = (change, done) => changeLab(change).then(() => say(done), (error) => say(error.message));

  const lab = await readLab();
  const life = choose("Token life", LIVES, String(lab.tokenLifeSeconds), (value, label) =>
    set({ tokenLifeSeconds: Number(value) }, `From the next token on: ${label}.`),
  );
  const refresh = button("Refresh the token now", async () => {
    say("Fetching a token…");
    say((await session.refreshToken()) ? "The Messenger goes on with a new token." : "No new token; see above.");
  });
  const endpoint = choose("Token endpoint", TOKEN_FAULTS, lab.token.kind, (value) =>
    set({ token: fault(TOKEN_FAULTS, value) }, "Holds from the next token on: refresh, or sign in."),
  );
  const widget = choose("Messenger script", WIDGET_FAULTS, lab.widget.kind, (value) =>
    set({ widget: fault(WIDGET_FAULTS, value) }, "Holds from the next load on: reload the page."),
  );

  place.replaceChildren(
    make(
      "div",
      { class: "controls" },
      make("div", { class: "pair" }, regions(session), life),
      make("div", { class: "pair" }, endpoint, ...(session.demo.standIn ? [widget] : [])),
      make("div", { class: "row" }, refresh, said),
    ),
  );
  const draw = () => {
    refresh.disabled = session.messenger.state().session?.kind !== "user";
  };
  session.messenger.on("statechange", draw);
  draw();
}

/** @param {ShopSession} session */
function regions(session) {
  const choices = REGIONS.map(([value, label]) => {
    const input = make("input", { type: "radio", name: "region", value, checked: value === session.region });
    input.addEventListener("change", () => void session.setRegion(value));
    return make("label", {}, input, label);
  });
  return make("fieldset", {}, make("legend", {}, "Region"), make("div", { class: "choices" }, ...choices));
}

/**
 * A select with its label. A value that it has no name for, set elsewhere, is shown as it is.
 *
 * @param {string} label
 * @param {[string, string, ...unknown[]][]} options
 * @param {string} now
 * @param {(value: string, label: string) => void} onChange
 */
function choose(label, options, now, onChange) {
  const id = label.toLowerCase().replace(/\W+/g, "-");
  const select = make("select", { id });
  const known = options.some(([value]) => value === now);
  for (const [value, name] of known ? options : [...options, [now, now]]) {
    select.append(make("option", { value: String(value), selected: value === now }, String(name)));
  }
  select.addEventListener("change", () => onChange(select.value, select.selectedOptions[0]?.label ?? select.value));
  return make("div", {}, make("label", { class: "above", for: id }, label), select);
}

/**
 * @param {[string, string, Fault][]} faults
 * @param {string} value
 */
const fault = (faults, value) => faults.find(([kind]) => kind === value)?.[2];
