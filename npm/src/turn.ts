let turn = 0;
let isRunning = false;

/** Number of the run of script that is under way. Whatever is called in the same run has the same number. */
export function currentTurn(): number {
  if (!isRunning) {
    isRunning = true;
    turn += 1;
    Promise.resolve().then(() => {
      isRunning = false;
    });
  }
  return turn;
}
