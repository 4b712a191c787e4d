// A process ends as soon as it has nothing to wait for, with exit code 0: also where its command has not said a word yet.

/**
 * Calls `ended` with what a command came to, or `failed`: also where nothing is left that could ever settle it.
 *
 * @param failed Gets the error, or undefined where there is none because the command came to nothing.
 */
export function toItsEnd<T>(command: Promise<T>, ended: (value: T) => void, failed: (error: unknown) => void): void {
  const onIdle = () => failed(undefined);
  process.once("beforeExit", onIdle);
  command.finally(() => process.off("beforeExit", onIdle)).then(ended, failed);
}
