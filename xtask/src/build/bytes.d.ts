// The types of the module `wasm:bytes`, which encode/mod.rs writes at build time.

/** The wasm module, which is inside as text. */
export function bytes(): Promise<Uint8Array<ArrayBuffer>>;

/** Lets go of the text: the module has been compiled, and there is no other one to come. */
export function release(): void;
