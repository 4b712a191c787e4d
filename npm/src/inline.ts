// The same functions in one file with the core, for tools that must write one (`#core` in package.json).
export * from "./index.js";
