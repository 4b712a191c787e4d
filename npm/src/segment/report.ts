// Logs problems to the console, each once.
import { codeOf, isSuperseded } from "../failure.js";

export interface Reporter {
  /** Logs a failure, or a text that describes a problem. */
  report(problem: unknown): void;
  /** Forgets the failures: after a session has begun, the same one is news again. */
  forgetFailures(): void;
}

export function createReporter(): Reporter {
  const texts = new Set<unknown>();
  const failures = new Set<unknown>();
  return {
    report(problem) {
      const isText = typeof problem === "string";
      const key = isText ? problem : (codeOf(problem) ?? String(problem));
      const reported = isText ? texts : failures;
      if (!reported.has(key) && !isSuperseded(problem) && key !== "not_booted") {
        console.error(problem);
      }
      reported.add(key);
    },
    forgetFailures: () => failures.clear(),
  };
}
