import { attempt } from "./browser.js";

let turn = 0;
let isRunning = false;

/** Number of the run of script that is under way. Whatever is called in the same run has the same number. */
export function currentTurn(): number {
  if (!isRunning) {
    turn += 1;
    // Where a promise of the page's throws, each call is a run of its own.
    isRunning = !!attempt(() => Promise.resolve().then(() => (isRunning = false)));
  }
  return turn;
}
