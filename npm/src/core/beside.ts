// The core with the wasm in a separate file, compiled while it is downloaded.
import { initSync } from "../../pkg/core.js";
import { core } from "./exports.js";
import { startCore } from "./fallback.js";

/**
 * Starts the core with the response to a plain request, which can use a `<link rel="preload" as="fetch" crossorigin>`.
 * `fallback` is the address of the JavaScript core, where the script tag knows it: another one for each try.
 */
export function start(wasm: Promise<Response>, fallback?: string): Promise<typeof core> {
  return startCore(() => startWasm(wasm), fallback ? () => import(fallback) : undefined);
}

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
