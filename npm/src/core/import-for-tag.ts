import { addressOfTag } from "../own-tag.js";

/** Imports the core and its wasm from beside the script tag's own address, and starts it. */
export async function importCore(tries: number): Promise<Awaited<ReturnType<typeof import("./beside.js").start>>> {
  const base = addressOfTag();
  const wasm = fetch(new URL("core.wasm", base));
  wasm.catch(() => {});
  // In Firefox a failed import stays failed for its address.
  const { href } = new URL(tries ? `core.js?again=${tries}` : "core.js", base);
  const { start } = (await import(href)) as typeof import("./beside.js");
  return start(wasm);
}
