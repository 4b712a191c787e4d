import {
  attach,
  boot,
  call,
  catchUp,
  observed,
  on,
  refreshToken,
  routeUpdate,
  shutdown,
  state,
  update,
  version,
} from "../../pkg/core.js";
import { inTime } from "../in-time.js";
import type { Diagnosis } from "../types.js";
import { retriable } from "./retriable.js";

const importDiagnosis = retriable(() => import("./diagnosis.js"));

/** Checks the installation on this page, by a module of its own, which is loaded with the first call. */
async function diagnose(): Promise<Diagnosis> {
  try {
    const diagnosis = await inTime(importDiagnosis().then(({ start }) => start()));
    if (diagnosis.version() !== version()) {
      throw new Error(`it is version ${diagnosis.version()}`);
    }
    return await diagnosis.diagnose(observed);
  } catch (cause) {
    const seen = `diagnosis.js did not start: ${cause}`;
    return { ok: false, checks: [{ name: "wasm", status: "fail", seen, hint: "Serve it beside core.js, of the same version." }] };
  }
}

/** What the core exports, without what starts it. A page that has a `then` on `Object.prototype` makes no promise of it. */
export const core = {
  __proto__: null,
  attach,
  boot,
  call,
  catchUp,
  diagnose,
  on,
  refreshToken,
  routeUpdate,
  shutdown,
  state,
  update,
  version,
};
