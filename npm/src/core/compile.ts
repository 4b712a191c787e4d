/** Compiles what the bundler puts in the place of a module: bytes, where wasm-bindgen's declarations tell of its exports. */
export const compile = (bytes: unknown): Promise<WebAssembly.Module> => WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>);
