import { coreError } from "./error.js";
import { inTime } from "./in-time.js";
import { currentTurn } from "./turn.js";
import { importCore } from "#core";

/** Exports of the core, which is written in Rust. */
export type Core = Awaited<ReturnType<typeof importCore>>;

/** The core, once it has started. */
export let core: Core | undefined;

let tries = 0;
let loading: Promise<Core> | undefined;

/** Number of tries to start the core, and the first delay between them, in milliseconds. */
const TRIES = 3;
const FIRST_WAIT = 500;

/** Imports and starts the core, once. A failure is not cached: a later call tries again. */
export function loadCore(): Promise<Core> {
  return (loading ??= load());
}

async function load(): Promise<Core> {
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        // One that arrives after its time limit is not used: another is, or will be.
        const imported = await inTime(start());
        imported.attach(currentTurn, inTime);
        return (core = imported);
      } catch (cause) {
        const error = coreError(cause);
        if (attempt === TRIES || !error.retryable) {
          throw error;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT * (attempt + Math.random())));
    }
  } finally {
    if (!core) {
      loading = undefined;
    }
  }
}

async function start(): Promise<Core> {
  const imported = await importCore(tries++);
  if (imported.version() !== VERSION) {
    throw new Error(`it is version ${imported.version()}, not ${VERSION}`);
  }
  return imported;
}
