/**
 * Starts the core, which is in the same file: for tools that must write one. It is run with the first call and not before,
 * since what wasm-bindgen writes looks for `TextDecoder` at once.
 */
export async function importCore() {
  return (await import("./whole.js")).start();
}
