// The types of the module `wasm:bytes`, which encode/mod.rs writes at build time.

/** The wasm module as text. */
export const encoded: string;

/** The bytes of such a text. */
export function decode(text: string): Uint8Array<ArrayBuffer>;
