/** How long a file of the package may take to come, in milliseconds. */
const LIMIT = 15_000;

/** Rejects where that takes longer. */
export function inTime<T>(coming: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, LIMIT, new Error("it took over 15 s"));
    coming.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}
