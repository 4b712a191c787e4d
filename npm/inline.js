// Where the wasm comes from: it is inside the JavaScript, as text.
import { decode, encoded } from "wasm:bytes";

/** @param {WebAssembly.Imports} imports */
export async function instantiate(imports) {
  // In a task of its own: what was asked of the network is on its way by then, and the page can paint in between.
  await new Promise((go) => setTimeout(go));
  return WebAssembly.instantiate(decode(encoded), imports);
}
