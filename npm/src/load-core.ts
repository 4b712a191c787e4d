import type { Early } from "./early.js";
import { coreError } from "./error.js";
import { currentTurn } from "./turn.js";
import type { BootOptions, Diagnosis, MessengerState, Session } from "./types.js";
import { importCore } from "#core";

/** Exports of the core, which is written in Rust. */
export interface Core {
  attach(turn: () => number): void;
  boot(options: BootOptions, early: Early): Promise<Session>;
  call(method: string, given: unknown[]): Promise<unknown>;
  diagnose(): Promise<Diagnosis>;
  on(event: string, listener: (detail: unknown) => void): () => void;
  refreshToken(turn: number): Promise<Session>;
  routeUpdate(url: string | undefined): Promise<void>;
  shutdown(): Promise<void>;
  state(): MessengerState;
  update(settings: unknown): Promise<void>;
  version(): string;
}

/** The core, once it has started. */
export let core: Core | undefined;

let loading: Promise<Core> | undefined;
let failures = 0;

/** Imports and starts the core, once. A failure is not kept: the next call tries again. */
export function loadCore(): Promise<Core> {
  loading ??= start().catch((cause: unknown) => {
    loading = undefined;
    failures += 1;
    throw coreError(cause);
  });
  return loading;
}

async function start(): Promise<Core> {
  const imported = await importCore(failures);
  if (imported.version() !== VERSION) {
    throw new Error(`it is version ${imported.version()}, and this is ${VERSION}`);
  }
  imported.attach(currentTurn);
  return (core = imported);
}
