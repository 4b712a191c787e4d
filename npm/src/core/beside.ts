// The core with the wasm in a separate file, compiled while it is downloaded.
import { initSync } from "../../pkg/core.js";
import { core } from "./exports.js";
import { type ImportCore, startCore } from "./fallback.js";
import { retriable } from "./retriable.js";

/**
 * Starts the core with the response to a plain request, which can use a `<link rel="preload" as="fetch" crossorigin>`.
 * `base` is the script tag's address; the JavaScript core is in the same directory.
 */
export function start(wasm: Promise<Response>, base?: string): Promise<typeof core> {
  // Written so that no bundler treats this as a file to emit.
  const href = base && new URL("core-without-wasm.js", base).href;
  return startCore(() => startWasm(wasm), href ? (importFallback ??= retriable(() => import(href))) : undefined);
}

let importFallback: ImportCore | undefined;

async function startWasm(wasm: Promise<Response>): Promise<typeof core> {
  const response = await wasm;
  if (!response.ok) {
    throw new Error(`${response.url} answered ${response.status}`);
  }
  // A browser compiles while downloading only with this media type and without parameters; servers that do not know
  // it are common. Safari 14 has no compileStreaming.
  const isWasm = /^\s*application\/wasm\s*$/i.test(response.headers.get("content-type") ?? "");
  const module =
    isWasm && "compileStreaming" in WebAssembly
      ? WebAssembly.compileStreaming(response)
      : WebAssembly.compile(await response.arrayBuffer());
  initSync({ module: await module });
  return core;
}
