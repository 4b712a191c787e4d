// The launchers in JavaScript.
import { showLaunchers, version } from "#pkg/launcher.js";
import { fill } from "#pkg/launcher_memory.js";

fill();

/** Returns them: the import has started them. */
export const start = async () => ({ __proto__: null, showLaunchers, version });
