import { start } from "./whole.js";

/** Starts the core, which is in the same file: for tools that must write one. */
export const importCore = start;
