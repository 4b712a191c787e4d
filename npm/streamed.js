// Where the wasm comes from: a file of its own beside the JavaScript, compiled while it arrives.

/**
 * @param {WebAssembly.Imports} imports
 * @returns {Promise<WebAssembly.WebAssemblyInstantiatedSource>}
 */
export async function instantiate(imports) {
  // Bundlers look for these very words. The plain request takes what a <link rel="preload" as="fetch" crossorigin>
  // has fetched.
  const response = await fetch(new URL("./core.wasm", import.meta.url));
  if (!response.ok) {
    throw new Error(`${response.url} answered ${response.status}`);
  }
  // A browser compiles what arrives only under this media type and without parameters; servers that do not know it
  // are common. Safari 14 has no instantiateStreaming.
  return typeof WebAssembly.instantiateStreaming == "function" &&
    /^\s*application\/wasm\s*$/i.test(response.headers.get("content-type") ?? "")
    ? WebAssembly.instantiateStreaming(response, imports)
    : WebAssembly.instantiate(await response.arrayBuffer(), imports);
}
