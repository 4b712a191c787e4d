// Rust imports functions that do not throw. An exception would pass through the wasm without undoing anything there: what
// was under way would never end. And a page can make nearly everything throw: cookies, clocks, storage, `history`.

/** @type {string | undefined} What a guarded function threw last: what is called at each event fails at each event. */
let last;

/**
 * Logs an error, without any token.
 *
 * @param {unknown} error
 * @param {string} [known] What need not be logged.
 */
export function report(error, known) {
  try {
    const text = `${error}\n${/** @type {any} */ (error)?.stack ?? ""}`.replace(/eyJ[\w.-]*/g, "(a token, not shown)");
    if (text !== known) {
      console.error("intercom-messenger-loader:", text);
    }
    return text;
  } catch {
    // Then nobody can be told.
  }
}

/**
 * The same function, but what it throws is reported, and `otherwise` is its result.
 *
 * @template {any[]} Given
 * @template Result
 * @param {(...given: Given) => Result} act
 * @param {Result} [otherwise]
 * @returns {(...given: Given) => Result}
 */
export const guard =
  (act, otherwise) =>
  (...given) => {
    try {
      return act(...given);
    } catch (error) {
      last = report(error, last);
      return /** @type {Result} */ (otherwise);
    }
  };
