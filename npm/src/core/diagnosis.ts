// The diagnosis with its wasm inside.
import { diagnose, initSync, version } from "../../pkg/diagnosis.js";
import bytes from "../../pkg/diagnosis_bg.wasm";

/** Starts it. */
export async function start() {
  initSync({ module: await WebAssembly.compile(bytes as unknown as Uint8Array<ArrayBuffer>) });
  return { __proto__: null, diagnose, version };
}
