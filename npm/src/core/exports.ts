import {
  attach as attachTurns,
  attachLauncher,
  boot,
  call,
  catchUp,
  observed,
  on,
  refreshToken,
  routeUpdate,
  shutdown,
  state,
  update,
  version,
} from "#pkg/core.js";
import type { inTime } from "../in-time.js";
import type { Early } from "../early.js";
import type { BootOptions, Diagnosis, Session } from "../types.js";
import { retriable } from "./retriable.js";

/** The time limit of the first file, which sets it here. */
let limit: typeof inTime;

/** Loads and starts another module of the same version on demand. */
function later<T extends { version(): string }>(load: () => Promise<{ start(): Promise<T> }>): () => Promise<T> {
  const retry = retriable(load);
  let tries = 0;
  return async () => {
    const module = await limit(retry(tries++).then(({ start }) => start()));
    if (module.version() !== version()) {
      throw new Error(`version ${module.version()}`);
    }
    return module;
  };
}

const importDiagnosis = later(() => import("./diagnosis.js"));
const importLauncher = later(() => import("./launcher.js"));

/** Launchers that are loading, for which a boot waits: a click may follow. */
let launchers: Promise<unknown> | undefined;

/** Boots, and waits until the launchers are there, or the session has continued without them. */
async function bootWithLaunchers(options: BootOptions, early: Early): Promise<Session> {
  const session = await boot(options, early);
  if (!launchers) {
    return session;
  }
  let end = () => {};
  const gone = new Promise<void>((resolve) => {
    end = on("statechange", () => state().phase === "deferred" || resolve());
  });
  try {
    await Promise.race([launchers, gone]);
  } catch {
    // The Messenger replaces them.
  }
  end();
  return session;
}

/** Checks the installation on this page. */
async function diagnose(): Promise<Diagnosis> {
  try {
    return await (await importDiagnosis()).diagnose(observed);
  } catch (cause) {
    const seen = `diagnosis${CORE_SUFFIX}.js did not start: ${cause}`;
    return { ok: false, checks: [{ name: "wasm", status: "fail", seen, hint: `Serve it beside core${CORE_SUFFIX}.js.` }] };
  }
}

/**
 * Exports of the core, without its start function. It has no prototype, so that a `then` on `Object.prototype` does
 * not turn it into a promise.
 */
export const core = {
  __proto__: null,
  attach(turn: () => number, inTime: typeof limit): void {
    limit = inTime;
    attachTurns(turn);
    attachLauncher(() => (launchers = importLauncher()));
  },
  boot: bootWithLaunchers,
  call,
  catchUp,
  diagnose,
  on,
  refreshToken,
  routeUpdate,
  shutdown,
  state,
  update,
  version,
};
