import { again } from "./again.js";

/** Imports the core and its wasm from beside this file, and starts it. */
export async function importCore(failures: number) {
  // Bundlers look for these very words.
  const wasm = fetch(new URL("./core.wasm", import.meta.url));
  wasm.catch(() => {});
  const { start } = await again(failures, () => import("./beside.js"));
  return start(wasm);
}
