import { retriable } from "./retriable.js";

const load = retriable(() => import("./inside.js"));

/** Imports the core, which bundlers put into a chunk, and starts it. */
export async function importCore(tries: number) {
  return (await load(tries)).start();
}
