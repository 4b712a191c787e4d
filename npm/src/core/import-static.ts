/**
 * Starts the core, which is in the same file: for tools that write a single file. It runs with the first call and not
 * before, since wasm-bindgen's code accesses `TextDecoder` at once.
 */
export async function importCore() {
  return (await import("./whole.js")).start();
}
