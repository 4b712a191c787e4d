// The destination for Segment on a server, with the built package: it exists, and has no effect.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, it } from "node:test";
import { intercomDestination } from "../../dist/segment.js";

const required = createRequire(import.meta.url)("../../dist/segment.cjs").intercomDestination;
const { version } = JSON.parse(readFileSync(new URL("../../dist/package.json", import.meta.url), "utf8"));

for (const [how, make] of [["import", intercomDestination], ["require", required]]) {
  describe(`the destination for Segment, by ${how}`, () => {
    const plugin = make({ appId: "abc12345", jwtUrl: "/jwt" });

    it("is a plugin of this version, by the name that events' options have for it", () => {
      const { name, type } = plugin;
      assert.deepEqual({ name, type, version: plugin.version }, { name: "Intercom", type: "destination", version });
      assert.equal(plugin.isLoaded(), false);
    });

    it("gives each context back and does nothing", async () => {
      const said = [];
      const { error } = console;
      console.error = (...words) => said.push(words);
      try {
        await plugin.load({}, { on: () => assert.fail("it listens") });
        for (const type of ["identify", "page", "group", "track"]) {
          const ctx = { event: { type, userId: "u1", groupId: "c1", event: "Bought" } };
          assert.equal(plugin[type](ctx), ctx);
        }
        await plugin.unload();
      } finally {
        console.error = error;
      }
      assert.deepEqual(said, []);
    });
  });
}
