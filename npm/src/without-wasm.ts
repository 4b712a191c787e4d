// Opts the page into the core as JavaScript, where WebAssembly may not run.
import { optIn } from "./core/fallback.js";
import { retriable } from "./core/retriable.js";

const importCore = retriable(() => import("./core/without-wasm.js"));

optIn(importCore, false);

/**
 * Does not try WebAssembly first. A policy that forbids it reports no violation then, and a browser that has it uses the
 * slower core all the same. Call it before `boot`.
 */
export function skipWasm(): void {
  optIn(importCore, true);
}
