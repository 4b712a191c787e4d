// The diagnosis with embedded wasm.
import { diagnose, initSync, version } from "../../pkg/diagnosis.js";
import bytes from "../../pkg/diagnosis_bg.wasm";
import { compile } from "./compile.js";

/** Starts it. */
export async function start() {
  initSync({ module: await compile(bytes) });
  return { __proto__: null, diagnose, version };
}
