// The launchers with their wasm inside.
import { initSync, showLaunchers, version } from "../../pkg/launcher.js";
import bytes from "../../pkg/launcher_bg.wasm";

/** Starts them. */
export async function start() {
  initSync({ module: await WebAssembly.compile(bytes as unknown as Uint8Array<ArrayBuffer>) });
  return { __proto__: null, showLaunchers, version };
}
