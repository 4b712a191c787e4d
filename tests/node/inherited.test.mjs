// What stands on `Object.prototype`, by a library or an attacker, is no option, attribute, claim or answer of anybody's.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { boot } from "../../dist/index.js";
import { cspDirectives, preloadTags } from "../../dist/server.js";
import { readOptions } from "../../src/web/options.js";
import { readArguments, readSettings } from "../../src/web/read.js";
import { readBody, readToken } from "../../src/web/tokens.js";

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

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const token = (header, claims) => `${part(header)}.${part(claims)}.c2ln`;

describe("what is inherited", () => {
  it("is no option", () => {
    for (const [name, value] of Object.entries(OPTIONS)) {
      for (const given of [{ appId }, { appId, jwtRequest: { url: "/jwt" } }, { appId, apiBase: "https://my.example" }]) {
        unchanged({ [name]: value }, () => readOptions(given));
      }
    }
    unchanged({ appId: "evil1234" }, () => readOptions({}));
    unchanged({ url: "/jwt" }, () => readOptions({ appId, jwtRequest: {} }));
    assert.deepEqual(readOptions(Object.create({ region: "eu" }, { appId: { value: appId } }))[2], undefined);
  });

  it("is no option of the functions for servers", () => {
    for (const [name, value] of Object.entries(OPTIONS)) {
      unchanged({ [name]: value }, () => preloadTags({ appId, jwtUrl: "/jwt" }));
      unchanged({ [name]: value }, () => cspDirectives({ appId, jwtUrl: "/jwt" }));
    }
  });

  it("is no option of boot", async () => {
    await boot({ appId }).catch(() => {});
    for (const [name, value] of Object.entries(OPTIONS)) {
      Object.prototype[name] = value;
      const { code } = await boot({ appId, getJwt: () => null }).catch((error) => error);
      delete Object.prototype[name];
      assert.equal(code, "unsupported_environment", name);
    }
  });

  it("is an address's where it is a URL", () => {
    const [, , , jwtUrl] = readOptions({ appId, jwtUrl: new URL("https://a.example/jwt") });
    assert.equal(jwtUrl, "https://a.example/jwt");
  });

  it("is no attribute and no argument", () => {
    unchanged({ email: "evil@evil.example", created_at: 1e12 }, () => readSettings({ company: { name: "A" } }));
    unchanged({ show: ["evil", () => false] }, () => readArguments("show", []));
    unchanged({ show: ["evil", () => false] }, () => readArguments("trackEvent", ["a", {}]));
  });

  it("is no claim", () => {
    unchanged({ alg: "HS256" }, () => readToken(token({}, { user_id: "ada" })));
    unchanged({ user_id: "evil" }, () => readToken(token({ alg: "HS256" }, {})));
    for (const name of ["iat", "exp"]) {
      unchanged({ [name]: 1 }, () => readToken(token({ alg: "HS256" }, { user_id: 7 })));
    }
  });

  it("is no answer", () => {
    const refused = unchanged({ token: "evil" }, () => readBody("{}"));
    assert.ok(refused.thrown);
    unchanged({ token: null }, () => readBody('{"tokens":1}'));
  });
});
