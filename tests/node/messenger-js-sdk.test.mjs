// Intercom's own package and its replacement, on a server.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, it } from "node:test";
import * as ours from "../../dist/messenger-js-sdk.js";

const theirs = createRequire(import.meta.url)("@intercom/messenger-js-sdk");
const names = (module) => Object.keys(module).sort();

/** Every function, with typical arguments. */
const CALLS = {
  Intercom: [{ app_id: "abc12345", region: "eu", user_id: "1" }],
  default: [{ app_id: "abc12345" }],
  boot: [{ app_id: "abc12345" }],
  update: [{ name: "Ada" }],
  onHide: [() => {}],
  onShow: [() => {}],
  onUnreadCountChange: [() => {}],
  onUserEmailSupplied: [() => {}],
};

describe("messenger-js-sdk", () => {
  it("exports what theirs exports, the default among it", () => {
    assert.deepEqual(names(ours), names(theirs));
    for (const name of names(theirs)) assert.equal(typeof ours[name], "function", name);
    assert.equal(ours.default, ours.Intercom);
  });

  it("does nothing on a server, where theirs throws", () => {
    const said = [];
    const { warn, error } = console;
    console.warn = console.error = (...words) => said.push(words);
    try {
      for (const name of names(ours)) {
        assert.equal(ours[name](...(CALLS[name] ?? ["1"])), undefined, name);
      }
    } finally {
      Object.assign(console, { warn, error });
    }
    assert.deepEqual(said, []);
    assert.throws(() => theirs.show(), ReferenceError);
    assert.throws(() => theirs.boot({ app_id: "abc12345" }), ReferenceError);
  });

  it("says what it needs where it is given nothing", () => {
    const said = [];
    const { warn } = console;
    console.warn = (words) => said.push(words);
    for (const props of [undefined, null, "abc12345"]) ours.Intercom(props);
    console.warn = warn;
    assert.equal(said.length, 3);
    assert.match(said[0], /app_id/);
  });
});
