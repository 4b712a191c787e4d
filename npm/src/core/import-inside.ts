import { retriable } from "./retriable.js";

const load = retriable(() => import("./inside.js"));

/** Imports the core, which bundlers make a chunk of, and starts it. */
export async function importCore(tries: number) {
  return (await load(tries)).start();
}
