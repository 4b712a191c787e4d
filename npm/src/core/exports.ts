import { observed, version } from "../../pkg/core.js";
import type { Diagnosis } from "../types.js";
import { retriable } from "./retriable.js";

// What the core exports, without what starts it.
export {
  attach,
  boot,
  call,
  catchUp,
  on,
  refreshToken,
  routeUpdate,
  shutdown,
  state,
  update,
  version,
} from "../../pkg/core.js";

const importDiagnosis = retriable(() => import("./diagnosis.js"));

/** Checks the installation on this page, by a module of its own, which is loaded with the first call. */
export async function diagnose(): Promise<Diagnosis> {
  try {
    const diagnosis = await (await importDiagnosis()).start();
    if (diagnosis.version() !== version()) {
      throw new Error(`it is version ${diagnosis.version()}`);
    }
    return await diagnosis.diagnose(observed);
  } catch (cause) {
    const seen = `diagnosis.js did not start: ${cause}`;
    return { ok: false, checks: [{ name: "wasm", status: "fail", seen, hint: "Serve it beside core.js, of the same version." }] };
  }
}
