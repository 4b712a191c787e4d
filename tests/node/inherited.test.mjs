// What stands on `Object.prototype`, by a library or an attacker, is no option of the functions for servers. That it is none of
// the core's is tested in browsers, `tests/web/options.rs`.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { cspDirectives, preloadTags } from "../../dist/server.js";

const appId = "abc12345";

/** Runs with these on `Object.prototype`, where `for…in` finds them. */
function inheriting(inherited, run) {
  Object.assign(Object.prototype, inherited);
  try {
    return run();
  } finally {
    for (const name of Object.keys(inherited)) delete Object.prototype[name];
  }
}

/** What comes of it, with what it throws. */
const outcome = (run) => {
  try {
    return run();
  } catch (thrown) {
    return { thrown: Array.isArray(thrown) ? thrown : thrown.message };
  }
};

/** It is the same with these on `Object.prototype` as without. */
const unchanged = (inherited, run) => {
  const before = outcome(run);
  const after = inheriting(inherited, () => outcome(run));
  assert.deepEqual(after, before);
  return after;
};

const OPTIONS = {
  apiBase: "https://evil.example",
  allowCustomApiBase: true,
  jwtUrl: "https://evil.example/jwt",
  jwtRequest: { url: "https://evil.example/jwt" },
  getJwt: () => "evil",
  jwt: "evil",
  settings: { email: "evil@evil.example" },
  load: "interaction",
  nonce: "ZXZpbA==",
  widgetUrl: "https://evil.example/widget.js",
  allowUnsignedIdentity: true,
  url: "https://evil.example/jwt",
  method: "POST",
  headers: { evil: "1" },
  body: "evil",
  credentials: "omit",
  timeoutMs: 1,
};

describe("what is inherited", () => {
  it("is no option of the functions for servers", () => {
    for (const [name, value] of Object.entries(OPTIONS)) {
      unchanged({ [name]: value }, () => preloadTags({ appId, jwtUrl: "/jwt" }));
      unchanged({ [name]: value }, () => cspDirectives({ appId, jwtUrl: "/jwt" }));
    }
  });
});
