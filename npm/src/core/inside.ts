// The core with embedded wasm.
import { initSync } from "../../pkg/core.js";
import text from "../../pkg/core_bg.wasm";
import { compile } from "./embedded.js";
import { core } from "./exports.js";
import { startCore } from "./fallback.js";

/** Starts the core. */
export const start = (): Promise<typeof core> =>
  startCore(async () => {
    initSync({ module: await compile(text) });
    return core;
  });
