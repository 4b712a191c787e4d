// The package's default entry: everything in one module, the wasm inside.
export { MessengerError } from "./error.js";
