import { attempt } from "./browser.js";

let turn = 0;
let isRunning = false;

/** Number of the current run of script. All calls in the same run have the same number. */
export function currentTurn(): number {
  if (!isRunning) {
    turn += 1;
    // If a promise of the page throws, each call counts as a separate run.
    isRunning = !!attempt(() => Promise.resolve().then(() => (isRunning = false)));
  }
  return turn;
}
