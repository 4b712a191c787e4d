// Functions that pass on `this` and `arguments` as they come. A closure of Rust's has neither, and page code relies on
// both: methods of `history` need their receiver, and the widget reads queued calls as `arguments` objects.

/**
 * A function that calls `original` as it is called itself, and `after` once that has returned.
 *
 * @param {Function} original
 * @param {() => void} after
 */
export function callThen(original, after) {
  /** @this {any} */
  const wrapper = function () {
    // What the original throws is the caller's.
    const result = Reflect.apply(original, this, arguments);
    after();
    return result;
  };
  // Tells this wrapper from others, for developers who look at `history.pushState`.
  wrapper.intercomMessengerLoader = true;
  return wrapper;
}

/** A stub of the Messenger. It queues calls as the classic snippet's does. */
export function makeStub() {
  /** @type {IArguments[]} */
  const queue = [];
  const stub = function () {
    queue.push(arguments);
  };
  stub.q = queue;
  return stub;
}
