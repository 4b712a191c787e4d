// The same functions in one file with the core, for tools that write a single file (`#core` in package.json).
export * from "./index.js";
