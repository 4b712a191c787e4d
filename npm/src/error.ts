import { type ErrorCode, WASM_FAILED } from "./generated.js";

/** A failure. `code` is stable; `hint` is a suggested fix. */
export class MessengerError extends Error {
  override readonly name: "MessengerError";
  readonly code: ErrorCode;
  /** Whether the same call can succeed later without a change of code or configuration. */
  readonly retryable: boolean;
  readonly hint: string;
  override readonly cause?: unknown;

  private constructor(code: ErrorCode, retryable: boolean, what: string, hint: string, cause?: unknown) {
    super(`${what}. ${hint}`);
    this.name = "MessengerError";
    this.code = code;
    this.retryable = retryable;
    this.hint = hint;
    this.cause = cause;
  }

  /** @internal */
  static of(code: ErrorCode, retryable: boolean, what: string, hint: string, cause?: unknown): MessengerError {
    return new MessengerError(code, retryable, what, hint, cause);
  }
}

/** Whether `value` is a {@link MessengerError}, also one of another copy of the package. */
export function isMessengerError(value: unknown): value is MessengerError {
  return value instanceof Error && value.name === "MessengerError";
}

/** Changes an error of the core to this class. Returns anything else unchanged. */
export function withClass<T>(value: T): T {
  return isMessengerError(value) ? Object.setPrototypeOf(value, MessengerError.prototype) : value;
}

/** The failure of a core that did not start; the core's own error if it has one. */
export function coreError(cause: unknown): MessengerError {
  const [code, retryable, what, hint] = WASM_FAILED;
  return isMessengerError(cause) ? withClass(cause) : MessengerError.of(code, retryable, `${what} (${cause})`, hint, cause);
}
