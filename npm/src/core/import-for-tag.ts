import { addressOfTag } from "../own-tag.js";

/** Imports the core and its wasm from the directory of the script tag's address, and starts it. */
export async function importCore(tries: number): Promise<Awaited<ReturnType<typeof import("./beside.js").start>>> {
  const base = addressOfTag;
  // A page that knows that WebAssembly is not allowed can state it in the tag's address.
  const isWithout = /[?&]without-wasm/.test(base);
  const wasm = isWithout ? undefined : fetch(new URL("core.wasm", base));
  wasm?.catch(() => {});
  // In Firefox a failed import stays failed for its address.
  const addressOf = (name: string): string => new URL(`${name}.js${tries ? "?again=" + tries : ""}`, base).href;
  const [core, fallback] = [addressOf("core"), addressOf("core-without-wasm")];
  const { start } = (await import(isWithout ? fallback : core)) as typeof import("./beside.js");
  // The JavaScript core ignores both.
  return start(wasm as Promise<Response>, fallback);
}
