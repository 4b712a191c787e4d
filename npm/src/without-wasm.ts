// Opts the page into the JavaScript core, for pages where WebAssembly is not allowed.
import { optIn } from "./core/fallback.js";
import { retriable } from "./core/retriable.js";

const importCore = retriable(() => import("./core/without-wasm.js"));

optIn(importCore, false);

/**
 * Skips WebAssembly. A policy that forbids it then reports no violation, but a browser that supports it uses the
 * slower core as well. Call it before `boot`.
 */
export function skipWasm(): void {
  optIn(importCore, true);
}
