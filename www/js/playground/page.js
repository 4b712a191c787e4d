// @ts-check
// What the next boot is told: when to load, and which region.

import { button, make } from "../dom.js";
import { radios } from "../fields.js";
import { REGIONS } from "../messenger.js";
import { doing } from "./bench.js";

/** @typedef {import("./bench.js").Bench} Bench */
/** @typedef {import("../messenger.js").Load} Load */

const LOAD_KEY = "playground-load";

/** @type {[Load, string][]} */
const LOADS = [
  ["now", "Now"],
  ["load", "Load"],
  ["idle", "Idle"],
  ["interaction", "Interaction"],
];

/** @type {Record<Load, string>} */
const MEANINGS = {
  now: "At once.",
  load: "When the page has loaded.",
  idle: "When the browser is idle after that.",
  interaction: "When somebody wants to chat: until then a launcher of the loader's, and no request to the Messenger's host.",
};

/**
 * The choice of this tab.
 *
 * @returns {Load}
 */
export function storedLoad() {
  try {
    const stored = sessionStorage.getItem(LOAD_KEY);
    return LOADS.find(([value]) => value === stored)?.[0] ?? "now";
  } catch {
    return "now";
  }
}

/**
 * @param {HTMLElement} place
 * @param {Bench} bench
 */
export function startLoading(place, bench) {
  const said = make("p", { class: "said", role: "status" });
  const choice = radios("The Messenger is loaded", "load", LOADS, (value) => {
    const load = LOADS.find(([one]) => one === value)?.[0] ?? "now";
    try {
      sessionStorage.setItem(LOAD_KEY, load);
      said.textContent = `${MEANINGS[load]} Reload the page with it.`;
    } catch {
      said.textContent = "This browser keeps nothing for this page, so the choice is lost with a reload.";
    }
  });
  const reload = button("Reload with it", () => location.reload(), { id: "reload-with-load" });
  choice.set(bench.session.load ?? "now");
  said.textContent = MEANINGS[bench.session.load ?? "now"];
  place.replaceChildren(choice.field, make("div", { class: "row" }, reload), said);
}

/**
 * @param {HTMLElement} place
 * @param {Bench} bench
 */
export function startRegion(place, bench) {
  const said = make("p", { class: "said", role: "status" }, "Another region is another boot: the session ends first.");
  const choice = radios("Where the workspace's data lives", "region", REGIONS, (value) =>
    void doing(said, async () => {
      await bench.session.setRegion(value);
      return "Shut down, and booted with that region's api_base.";
    }),
  );
  choice.set(bench.session.region);
  place.replaceChildren(choice.field, said);
}
