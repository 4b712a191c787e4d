// The core with the wasm in a file of its own, compiled while it arrives.
import init, * as exports from "../../pkg/core.js";

/** Starts the core with the answer to a plain request, which takes what a `<link rel="preload" as="fetch" crossorigin>` has. */
export async function start(wasm: Promise<Response>): Promise<typeof exports> {
  const response = await wasm;
  if (!response.ok) {
    throw new Error(`${response.url} answered ${response.status}`);
  }
  // A browser compiles what arrives only under this media type and without parameters; servers that do not know it
  // are common.
  const isWasm = /^\s*application\/wasm\s*$/i.test(response.headers.get("content-type") ?? "");
  await init({ module_or_path: isWasm ? response : await response.arrayBuffer() });
  return exports;
}
