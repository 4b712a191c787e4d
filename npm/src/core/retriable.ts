/**
 * Imports a file, also after a failure. In Firefox, and by the standard, a failed import stays failed for its
 * address. No bundler exposes the address of a chunk, but browsers include it in the error. `tries` is another number
 * each time.
 */
export function retriable<T>(load: () => Promise<T>): (tries: number) => Promise<T> {
  let failed = "";
  return async (tries) => {
    try {
      return await (failed ? import(/* webpackIgnore: true */ /* @vite-ignore */ `${failed}?again=${tries}`) : load());
    } catch (error) {
      failed ||= /http[^\s'"?#]+js/.exec(String(error))?.[0] ?? "";
      throw error;
    }
  };
}
