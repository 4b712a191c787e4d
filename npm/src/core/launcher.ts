// The launchers with embedded wasm.
import { initSync, showLaunchers, version } from "../../pkg/launcher.js";
import bytes from "../../pkg/launcher_bg.wasm";
import { compile } from "./compile.js";

/** Starts them. */
export async function start() {
  initSync({ module: await compile(bytes) });
  return { __proto__: null, showLaunchers, version };
}
