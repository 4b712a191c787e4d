// Bytes that the build writes as text are read as they were.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { textOf } from "../../npm/embed.mjs";

const source = fileURLToPath(new URL("../../npm/src/core/embedded.ts", import.meta.url));
const { outputFiles } = await build({ entryPoints: [source], bundle: true, format: "esm", write: false });
const { bytesOf } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);

test("every byte, and every pair of bytes", () => {
  const bytes = Uint8Array.from({ length: 256 * 256 * 2 }, (_, at) => (at % 2 ? at >> 1 : at >> 9));
  const text = textOf(bytes);
  assert.deepEqual(Buffer.from(bytesOf(text)), Buffer.from(bytes));
  assert.equal(bytesOf("").length, 0);
  // No character needs an escape in a string between double quotes.
  assert.equal(JSON.stringify(text), `"${text}"`);
  assert.match(text, /^[ -}]*$/);
});
