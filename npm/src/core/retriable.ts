/**
 * Imports a file, also after it has failed. In Firefox, and by the standard, a failed import stays failed for its address. No
 * bundler tells the address of a chunk, but browsers name it in the failure.
 */
export function retriable<T>(load: () => Promise<T>): () => Promise<T> {
  let failed = "";
  let failures = 0;
  return async () => {
    try {
      return await (failed ? import(/* webpackIgnore: true */ /* @vite-ignore */ `${failed}?again=${failures}`) : load());
    } catch (error) {
      failures += 1;
      failed ||= /https?:[^\s'"?#]+\.m?js/.exec(String(error))?.[0] ?? "";
      throw error;
    }
  };
}
