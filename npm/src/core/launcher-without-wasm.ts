// The launchers as JavaScript.
import { showLaunchers, version } from "#pkg/launcher.js";
import { fill } from "#pkg/launcher_memory.js";

fill();

/** Starts them: they have started with the import. */
export const start = async () => ({ __proto__: null, showLaunchers, version });
