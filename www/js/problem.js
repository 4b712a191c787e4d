// @ts-check
// A failure as its reader wants it: what happened, what to do, and the code to look it up by.

import { button, byId, make } from "./dom.js";

/**
 * What happened, without the hint that a loader's message ends with.
 *
 * @param {unknown} error
 * @returns {{ what: string, hint: string, code: string }}
 */
export function explain(error) {
  const message = error instanceof Error ? error.message : String(error);
  const { hint = "", code = "" } = /** @type {{ hint?: string, code?: string }} */ (error ?? {});
  const whole = hint && message.endsWith(hint) ? message.slice(0, -hint.length).trim() : message;
  return { what: whole.charAt(0).toUpperCase() + whole.slice(1), hint, code };
}

/** Takes the failure off the page. */
export const clearProblem = () => byId("notices").replaceChildren();

/**
 * Shows the failure above the page's content, in place of an earlier one.
 *
 * @param {string} title
 * @param {unknown} error
 * @param {() => void} [again] Tries once more.
 */
export function showProblem(title, error, again) {
  const { what, hint, code } = explain(error);
  const actions = make("div", { class: "row" });
  if (again) {
    actions.append(button("Try again", again, { class: "main small" }));
  }
  actions.append(button("Dismiss", clearProblem, { class: "small" }));
  if (code) {
    actions.append(make("span", { class: "code" }, "Code ", make("code", {}, code)));
  }
  byId("notices").replaceChildren(
    make(
      "section",
      { class: "problem", "aria-label": title },
      make("h2", {}, title),
      make("p", {}, what),
      ...(hint ? [make("p", {}, make("strong", {}, "What to do: "), hint)] : []),
      actions,
    ),
  );
}
