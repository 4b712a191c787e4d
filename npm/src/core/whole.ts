// The core, the launchers and the diagnosis in one module, with embedded wasm.
import * as whole from "../../pkg/whole.js";
import text from "../../pkg/whole_bg.wasm";
import { compile } from "./embedded.js";
import { startCore } from "./fallback.js";

/** Starts it. */
export const start = () =>
  startCore(async () => {
    whole.initSync({ module: await compile(text) });
    return whole as unknown as Awaited<ReturnType<typeof startCore>>;
  });
