// The JavaScript core.
import { fill } from "#pkg/core_memory.js";
import { core } from "./exports.js";

fill();

/** Returns it: the import has started it. */
export const start = async (): Promise<typeof core> => core;
