// Every entry of the built package on a server: its import has no effect there, and does not fail.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

const require = createRequire(import.meta.url);

test("an entry that pages load can be imported and required without a page", async () => {
  for (const entry of ["index", "wasm", "inline", "without-wasm", "auto-module", "messenger-js-sdk", "segment", "server"]) {
    await assert.doesNotReject(import(`../../dist/${entry}.js`), entry);
    assert.doesNotThrow(() => require(`../../dist/${entry}.cjs`), entry);
  }
});
