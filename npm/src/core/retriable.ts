/**
 * Imports a file, also after it has failed. In Firefox, and by the standard, a failed import stays failed for its address. No
 * bundler tells the address of a chunk, but browsers name it in the failure. `tries` is another number each time.
 */
export function retriable<T>(load: () => Promise<T>): (tries: number) => Promise<T> {
  let failed = "";
  return async (tries) => {
    try {
      return await (failed ? import(/* webpackIgnore: true */ /* @vite-ignore */ `${failed}?again=${tries}`) : load());
    } catch (error) {
      failed ||= /https?:[^\s'"?#]+\.m?js/.exec(String(error))?.[0] ?? "";
      throw error;
    }
  };
}
