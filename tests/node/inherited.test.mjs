// Properties that a library or an attacker adds to `Object.prototype` are no options of the functions for servers.
// `tests/web/options.rs` tests the same for the core, in browsers.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { cspDirectives, preloadTags } from "../../dist/server.js";

const appId = "abc12345";

/** Runs with these properties on `Object.prototype`, enumerable in `for…in`. */
function inheriting(inherited, run) {
  Object.assign(Object.prototype, inherited);
  try {
    return run();
  } finally {
    for (const name of Object.keys(inherited)) delete Object.prototype[name];
  }
}

/** The result, or the exception. */
const outcome = (run) => {
  try {
    return run();
  } catch (thrown) {
    return { thrown: Array.isArray(thrown) ? thrown : thrown.message };
  }
};

/** Checks that the result is the same with and without these properties on `Object.prototype`. */
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
