// Failures that the modules over the loader log to the console.

/** The `code` of a failure, if it has one. */
export const codeOf = (failure: unknown): unknown => (failure as { code?: unknown } | null | undefined)?.code;

/** Whether a later call or a change of user caused a rejection: there is nothing to fix. */
export const isSuperseded = (failure: unknown): boolean =>
  ["boot_superseded", "user_changed"].some((code) => code === codeOf(failure));
