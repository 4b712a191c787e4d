// Where the wasm comes from: it is inside the JavaScript, as text.
import { bytes, release } from "wasm:bytes";

/** @param {WebAssembly.Imports} imports */
export async function instantiate(imports) {
  const source = await WebAssembly.instantiate(await bytes(), imports);
  release();
  return source;
}
