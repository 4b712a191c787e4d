/**
 * A failure with a stable code and a hint that says what to do about it.
 *
 * Most are made for the wasm, of the list in src/web/failures.js; the two below are of the wasm's own loading.
 */
export class MessengerError extends Error {
  /**
   * @param {string} code
   * @param {boolean} retryable
   * @param {string} what
   * @param {string} hint
   * @param {unknown} cause
   */
  constructor(code, retryable, what, hint, cause) {
    super(`${what}. ${hint}`);
    this.name = "MessengerError";
    this.code = code;
    this.retryable = retryable;
    this.hint = hint;
    this.cause = cause;
  }
}

/**
 * Gives an error of the wasm's its class; anything else stays as it is.
 *
 * @param {unknown} error
 * @returns {unknown}
 */
export function withClass(error) {
  const ours = error instanceof Error && error.name === "MessengerError";
  return ours ? Object.setPrototypeOf(error, MessengerError.prototype) : error;
}

/**
 * Why the wasm did not start.
 *
 * @param {unknown} cause
 */
export function wasmError(cause) {
  const forbidden = /unsafe-eval|\bCSP\b|Content.Security/i.test(String(cause));
  return forbidden
    ? new MessengerError(
        "wasm_blocked_by_csp",
        false,
        "the page's Content-Security-Policy forbids WebAssembly",
        "Add 'wasm-unsafe-eval' to script-src.",
        cause,
      )
    : new MessengerError(
        "wasm_failed",
        true,
        "the browser could not start the loader's WebAssembly",
        "Look at the cause; a browser in a lockdown mode has no WebAssembly.",
        cause,
      );
}
