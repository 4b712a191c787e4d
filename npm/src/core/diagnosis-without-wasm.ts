// The diagnosis as JavaScript.
import { diagnose, version } from "#pkg/diagnosis.js";
import { fill } from "#pkg/diagnosis_memory.js";

fill();

/** Starts it: it has started with the import. */
export const start = async () => ({ __proto__: null, diagnose, version });
