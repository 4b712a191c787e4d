import { again } from "./again.js";

/** Imports the core, which bundlers make a chunk of, and starts it. */
export async function importCore(failures: number) {
  const { start } = await again(failures, () => import("./inside.js"));
  return start();
}
