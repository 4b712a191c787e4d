/**
 * Compiles the bytes that the bundler substitutes for a module; wasm-bindgen's declarations type it by its exports.
 */
export const compile = (bytes: unknown): Promise<WebAssembly.Module> => WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>);
