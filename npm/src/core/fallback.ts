// Starts the core as JavaScript where WebAssembly may not run: where the browser has none, or the page's policy forbids it.
import { hasPage } from "../browser.js";
import { CHANNEL, WASM_BLOCKED_BY_CSP, WASM_MISSING, WITHOUT_WASM_FAILED } from "../generated.js";
import type { core } from "./exports.js";

/** Imports the core as JavaScript, with another number for each try. */
export type ImportCore = (tries: number) => Promise<{ start(): Promise<typeof core> }>;

/** What an application has opted into. */
interface OptIn {
  importCore: ImportCore;
  /** WebAssembly is not tried first. */
  isOnly: boolean;
}

/** Where it stands on the page, for each bundle with this version of the package. */
const KEY = Symbol.for(`${CHANNEL} ${VERSION}`);

const page = globalThis as { [KEY]?: OptIn };

/** Opts the page in. On a server nothing happens. */
export function optIn(importCore: ImportCore, isOnly: boolean): void {
  if (hasPage()) {
    page[KEY] = { importCore, isOnly };
  }
}

/** Why WebAssembly does not run on this page. It is tried once, so that a policy is violated, and reports that, once. */
let reason: typeof WASM_BLOCKED_BY_CSP | typeof WASM_MISSING | undefined;
let cause: unknown;
let tries = 0;

/**
 * Starts the core with `start`; where WebAssembly may not run, as JavaScript with what the page has opted into, or with
 * `beside`, where the application needs no such line. Other failures, such as a file that does not arrive, are not answered
 * by other files.
 */
export async function startCore(start: () => Promise<typeof core>, beside?: ImportCore): Promise<typeof core> {
  const { importCore = beside, isOnly } = page[KEY] ?? {};
  if (!reason && !isOnly) {
    try {
      return await start();
    } catch (thrown) {
      reason = typeof WebAssembly === "undefined" ? WASM_MISSING : isForbidden(thrown) ? WASM_BLOCKED_BY_CSP : undefined;
      if (!reason) {
        throw thrown;
      }
      cause = thrown;
    }
  }
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

const isForbidden = (thrown: unknown): boolean => /unsafe-eval|CSP|Content.Security/i.test(String(thrown));

/** A failure that the first file makes its own class. */
function failure(code: string, retryable: boolean, what: string, hint: string, cause: unknown): Error {
  return Object.assign(new Error(`${what}. ${hint}`), { name: "MessengerError", code, retryable, hint, cause });
}
