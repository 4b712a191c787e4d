let failed = "";

/**
 * Imports a file, also after it has failed. In Firefox, and by the standard, a failed import stays failed for its address. No
 * bundler tells the address of a chunk, but browsers name it in the failure.
 */
export async function again<T>(failures: number, load: () => Promise<T>): Promise<T> {
  try {
    return await (failures && failed ? import(/* webpackIgnore: true */ /* @vite-ignore */ `${failed}?again=${failures}`) : load());
  } catch (error) {
    failed ||= /https?:[^\s'"?#]+\.m?js/.exec(String(error))?.[0] ?? "";
    throw error;
  }
}
