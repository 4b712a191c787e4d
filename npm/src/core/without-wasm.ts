// The core as JavaScript.
import { fill } from "#pkg/core_memory.js";
import { core } from "./exports.js";

fill();

/** Starts it: it has started with the import. */
export const start = async (): Promise<typeof core> => core;
