// The launchers with embedded wasm.
import { initSync, showLaunchers, version } from "../../pkg/launcher.js";
import text from "../../pkg/launcher_bg.wasm";
import { compile } from "./embedded.js";

/** Starts them. */
export async function start() {
  initSync({ module: await compile(text) });
  return { __proto__: null, showLaunchers, version };
}
