// @ts-check
// The loader's own diagnosis, as a report to read.

import { button, make } from "../dom.js";
import { doing } from "./bench.js";

/** @typedef {import("../messenger.js").Loader} Loader */
/** @typedef {{ name: string, status: "pass" | "warn" | "fail" | "skip", seen: string, hint: string }} Check */
/** @typedef {{ ok: boolean, checks: Check[] }} Diagnosis */

const TONES = { pass: "good", warn: "wait", fail: "bad", skip: "" };

/**
 * @param {HTMLElement} place
 * @param {Loader} messenger
 */
export function startDiagnosis(place, messenger) {
  const { diagnose } = /** @type {{ diagnose?: () => Promise<Diagnosis> }} */ (/** @type {unknown} */ (messenger));
  if (typeof diagnose !== "function") {
    place.replaceChildren(make("p", { class: "said" }, "The loader of this build has no diagnose()."));
    return;
  }
  const said = make("p", { class: "said", role: "status" }, "Break something first, then ask what is wrong.");
  const list = make("ul", { class: "checks" });
  const run = button(
    "Diagnose",
    () =>
      void doing(said, async () => {
        const { checks } = await diagnose();
        // Faults come first; otherwise the loader's own order stays.
        const order = ["fail", "warn", "pass", "skip"];
        const sorted = [...checks].sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status));
        list.replaceChildren(...sorted.map(entry));
        return verdict(checks);
      }),
    { class: "main", id: "diagnose" },
  );
  place.replaceChildren(make("div", { class: "row" }, run, said), list);
}

/** @param {Check[]} checks */
function verdict(checks) {
  const count = (/** @type {Check["status"]} */ status) => checks.filter((check) => check.status === status).length;
  const [fail, warn] = [count("fail"), count("warn")];
  const rest = `${count("pass")} passed, ${count("skip")} skipped`;
  return fail || warn ? `${fail} to fix, ${warn} to look at, ${rest}.` : `All is well: ${rest}.`;
}

/** @param {Check} check */
function entry({ name, status, seen, hint }) {
  const item = make(
    "li",
    { "data-check": name, "data-status": status },
    make("div", { class: "call-head" }, make("span", { class: `pill ${TONES[status]}` }, status), make("strong", {}, name)),
    make("p", {}, seen),
  );
  if (hint && (status === "fail" || status === "warn")) {
    item.append(make("p", { class: "hint" }, make("strong", {}, "What to do: "), hint));
  }
  return item;
}
