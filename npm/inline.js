// Where the wasm comes from: it is inside the JavaScript, as text.
import { decode, encoded } from "wasm:bytes";

/** @param {WebAssembly.Imports} imports */
export const instantiate = (imports) => WebAssembly.instantiate(decode(encoded), imports);
