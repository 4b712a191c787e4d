// The core with the wasm inside.
import init, * as exports from "../../pkg/core.js";
import bytes from "../../pkg/core_bg.wasm";

/** Starts the core. */
export async function start(): Promise<typeof exports> {
  await init({ module_or_path: bytes });
  return exports;
}
