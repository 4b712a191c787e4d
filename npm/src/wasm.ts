// The same functions; the build gives this entry a core whose wasm is a file of its own (`#core` in package.json).
export * from "./index.js";
