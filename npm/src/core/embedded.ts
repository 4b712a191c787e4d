// WebAssembly that the build has embedded as text.

/** Reads the text that `textOf` in `npm/embed.mjs` has written. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  let high = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 35) {
      // A blank or "!".
      high = (code - 31) * 90;
    } else {
      bytes[length] = code - (code < 92 ? 35 : 36) + high;
      length += 1;
      high = 0;
    }
  }
  return bytes.subarray(0, length);
}

/** Compiles an embedded module. wasm-bindgen's declarations type it by its exports. */
export const compile = (text: unknown): Promise<WebAssembly.Module> => WebAssembly.compile(bytesOf(text as string));
