// Embeds bytes in JavaScript as text; `src/core/embedded.ts` reads them at run time.
//
// Base64 does not let a byte begin with a character, which hides repetitions from gzip and brotli: compressed, the core's
// wasm is a quarter larger in base64 than as it is, and 3 % larger in this form.
import { readFile } from "node:fs/promises";

/**
 * Writes bytes as ASCII text that needs no escapes in a string: each is one character of 90, after a blank if it is 90 or more, and
 * after "!" from 180 on.
 */
export function textOf(bytes) {
  const character = (byte) => {
    const code = (byte % 90) + 35;
    // Not the backslash.
    return String.fromCharCode(code < 92 ? code : code + 1);
  };
  return Array.from(bytes, (byte) => ["", " ", "!"][Math.floor(byte / 90)] + character(byte)).join("");
}

/** Plugin of esbuild: an imported wasm is such a text. */
export const embedded = {
  name: "embedded",
  setup({ onLoad }) {
    onLoad({ filter: /\.wasm$/ }, async ({ path }) => ({ contents: textOf(await readFile(path)), loader: "text" }));
  },
};
