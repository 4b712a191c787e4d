// The diagnosis with embedded wasm.
import { diagnose, initSync, version } from "../../pkg/diagnosis.js";
import text from "../../pkg/diagnosis_bg.wasm";
import { compile } from "./embedded.js";

/** Starts it. */
export async function start() {
  initSync({ module: await compile(text) });
  return { __proto__: null, diagnose, version };
}
