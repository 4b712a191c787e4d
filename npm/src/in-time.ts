/** Time limit for loading a file of the package, in milliseconds. */
const LIMIT = 15_000;

/** Rejects if the promise takes longer than the limit. */
export function inTime<T>(coming: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, LIMIT, new Error("it took over 15 s"));
    coming.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}
