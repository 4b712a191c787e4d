import { observed, version } from "../../pkg/core.js";
import { retriable } from "./retriable.js";

// What the core exports, without what starts it.
export {
  attach,
  boot,
  call,
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
export async function diagnose() {
  const diagnosis = await (await importDiagnosis()).start();
  if (diagnosis.version() !== version()) {
    throw new Error(`diagnosis.js is version ${diagnosis.version()}, and the core is ${version()}`);
  }
  return diagnosis.diagnose(observed);
}
