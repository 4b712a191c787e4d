import { retriable } from "./retriable.js";

const load = retriable(() => import("./beside.js"));

/** Imports the core and its wasm from this file's directory, and starts it. */
export async function importCore(tries: number) {
  // Bundlers recognize exactly this expression.
  const wasm = fetch(new URL("./core.wasm", import.meta.url));
  wasm.catch(() => {});
  return (await load(tries)).start(wasm);
}
