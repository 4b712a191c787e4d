// The diagnosis in JavaScript.
import { diagnose, version } from "#pkg/diagnosis.js";
import { fill } from "#pkg/diagnosis_memory.js";

fill();

/** Returns it: the import has started it. */
export const start = async () => ({ __proto__: null, diagnose, version });
