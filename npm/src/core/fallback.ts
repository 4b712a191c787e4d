// Starts the JavaScript core where WebAssembly is not allowed: the browser does not have it, or the page's policy
// forbids it.
import { hasPage } from "../browser.js";
import { CHANNEL, WASM_BLOCKED_BY_CSP, WASM_MISSING, WITHOUT_WASM_FAILED } from "../generated.js";
import type { core } from "./exports.js";

/** Imports the JavaScript core, with another number for each try. */
export type ImportCore = (tries: number) => Promise<{ start(): Promise<typeof core> }>;

/** What is known of a page, for all bundles and copies with this version of the package. */
interface Known {
  /** Opt-in of an application. */
  importCore?: ImportCore;
  /** Whether WebAssembly is skipped. */
  isOnly?: boolean;
  /** Reason why WebAssembly does not run. It is tried once, so that a policy reports one violation only. */
  reason?: typeof WASM_BLOCKED_BY_CSP | typeof WASM_MISSING;
  cause?: unknown;
}

const KEY = Symbol.for(`${CHANNEL} ${VERSION}`);

const ofPage = (): Known => ((globalThis as { [KEY]?: Known })[KEY] ??= Object.create(null));

/** Opts the page in. On a server nothing happens. */
export function optIn(importCore: ImportCore, isOnly: boolean): void {
  if (hasPage()) {
    Object.assign(ofPage(), { importCore, isOnly });
  }
}

let tries = 0;

/**
 * Starts the core with `start`; if WebAssembly is not allowed, starts the JavaScript core of the page's opt-in, or
 * that of `beside`, for which no opt-in is needed. Other failures, such as a file that does not load, have no
 * fallback.
 */
export async function startCore(start: () => Promise<typeof core>, beside?: ImportCore): Promise<typeof core> {
  const known = ofPage();
  const { importCore = beside, isOnly } = known;
  if (!known.reason && !isOnly) {
    try {
      return await start();
    } catch (thrown) {
      const reason = hasWasm() ? (isForbidden(thrown) ? WASM_BLOCKED_BY_CSP : undefined) : WASM_MISSING;
      if (!reason) {
        throw thrown;
      }
      Object.assign(known, { reason, cause: thrown });
    }
  }
  const { reason, cause } = known;
  const [code, retryable, what, hint] = reason ?? WITHOUT_WASM_FAILED;
  if (!importCore) {
    throw failure(code, retryable, what, hint, cause);
  }
  try {
    return await (await importCore(tries++)).start();
  } catch (second) {
    const [, retryable, without, hint] = WITHOUT_WASM_FAILED;
    throw failure(code, retryable, `${reason ? `${what}, and ` : ""}${without} (${second})`, hint, second);
  }
}

/** A page may have removed it. */
const hasWasm = (): boolean => typeof globalThis.WebAssembly?.Module === "function";

/** By the text, without the addresses in it. */
const isForbidden = (thrown: unknown): boolean =>
  /unsafe-eval|CSP|Content.Security/i.test(String(thrown).replace(/https?:\S+/g, ""));

/** A failure that the first file converts to its own class. */
function failure(code: string, retryable: boolean, what: string, hint: string, cause: unknown): Error {
  return Object.assign(new Error(`${what}. ${hint}`), { name: "MessengerError", code, retryable, hint, cause });
}
