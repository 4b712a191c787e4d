// The core with the wasm in a file of its own, compiled while it arrives.
import { initSync } from "../../pkg/core.js";
import { core } from "./exports.js";
import { type ImportCore, startCore } from "./fallback.js";
import { retriable } from "./retriable.js";

/**
 * Starts the core with the answer to a plain request, which takes what a `<link rel="preload" as="fetch" crossorigin>` has.
 * `base` is the script tag's address, beside which the core as JavaScript is as well.
 */
export function start(wasm: Promise<Response>, base?: string): Promise<typeof core> {
  // No bundler takes this for a file of its own to put beside.
  const href = base && new URL("core-without-wasm.js", base).href;
  return startCore(() => startWasm(wasm), href ? (importFallback ??= retriable(() => import(href))) : undefined);
}

let importFallback: ImportCore | undefined;

async function startWasm(wasm: Promise<Response>): Promise<typeof core> {
  const response = await wasm;
  if (!response.ok) {
    throw new Error(`${response.url} answered ${response.status}`);
  }
  // A browser compiles what arrives only under this media type and without parameters; servers that do not know it
  // are common. Safari 14 has no compileStreaming.
  const isWasm = /^\s*application\/wasm\s*$/i.test(response.headers.get("content-type") ?? "");
  const module =
    isWasm && "compileStreaming" in WebAssembly
      ? WebAssembly.compileStreaming(response)
      : WebAssembly.compile(await response.arrayBuffer());
  initSync({ module: await module });
  return core;
}
