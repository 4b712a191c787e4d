// The same functions; the build gives this entry a core with the wasm in a separate file (`#core` in package.json).
export * from "./index.js";
