// The core and the diagnosis in one module, with the wasm inside.
import * as whole from "../../pkg/whole.js";
import bytes from "../../pkg/whole_bg.wasm";

/** Starts it. */
export async function start() {
  whole.initSync({ module: await WebAssembly.compile(bytes as unknown as Uint8Array<ArrayBuffer>) });
  return whole;
}
