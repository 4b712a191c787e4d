// What `boot` says of its options, with the built package. Options that are in order get as far as asking for a page.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { boot } from "../../dist/index.js";

const appId = "abc12345";
const fine = "unsupported_environment";

/** The code and the message with which these options are refused. */
const refused = async (options) => {
  const { code, message } = await boot(options).then(assert.fail, (error) => error);
  return [code, message];
};

/** Each row: options beside the workspace, the code, and what the message must hold. */
const each = async (rows) => {
  for (const [given, code, ...parts] of rows) {
    const [found, message] = await refused({ appId, ...given });
    assert.equal(found, code, message);
    for (const part of parts) assert.ok(message.includes(part), message);
  }
};

const throwing = (name) => Object.defineProperty({}, name, { enumerable: true, get: () => assert.fail("read") });
const proxy = new Proxy({}, { ownKeys: () => assert.fail("read") });
const deep = (levels) => (levels ? { a: deep(levels - 1) } : 1);
const cycle = {};
cycle.cycle = cycle;

describe("options", () => {
  it("that are in order are taken", () =>
    each(
      [
        {},
        { region: "ap", apiBase: null, jwtUrl: undefined, settings: null },
        { jwtUrl: new URL("https://a.example/jwt") },
        { jwtUrl: { href: "/jwt" } },
        { jwtRequest: { url: "/jwt", method: "post", headers: { a: "b", c: undefined }, body: "", timeoutMs: 1 } },
        { jwtRequest: { url: "/jwt", credentials: "same-origin" } },
        { getJwt: async () => null, load: "interaction", routes: "manual", whenSignedOut: "error" },
        { timeoutMs: 86_400_000, syncTabs: false, allowUnsignedIdentity: true, debug: true },
        { settings: { a: 1, b: [null, true], c: new Date(0), d: { e: "f" }, g: undefined, ["__proto__"]: 1 } },
        { settings: { deep: deep(7) } },
      ].map((given) => [given, fine]),
    ));

  it("that are no object are refused", async () => {
    for (const none of [undefined, null, 1, "abc12345", true, [], () => ({ appId }), proxy, throwing("appId")]) {
      const [code] = await refused(none);
      assert.equal(code, none === undefined || typeof none !== "object" || !none || Array.isArray(none) || none === proxy ? "invalid_options" : "invalid_option");
    }
  });

  it("of another name are refused, and the nearest one is named", () =>
    each([
      [{ regoin: "eu" }, "unknown_option", '"regoin"', "did you mean region?"],
      [{ jwtURL: "/jwt" }, "unknown_option", "did you mean jwtUrl?"],
      [{ app_id: "x" }, "unknown_option", "did you mean appId?"],
      [{ apibase: "x" }, "unknown_option", "did you mean apiBase?"],
      [{ jwtRequest: { url: "/jwt", header: {} } }, "unknown_option", "did you mean headers?"],
      [{ toString: 1 }, "unknown_option", "toString"],
      [{ regoin: undefined }, fine],
    ]));

  it("that are like no option have no nearest one", async () => {
    for (const name of ["customLauncherSelector", "", "x"]) {
      const [code, message] = await refused({ appId, [name]: 1 });
      assert.equal(code, "unknown_option");
      assert.ok(!message.includes("did you mean"), message);
    }
  });

  it("of a wrong kind are refused, and what they must be is said", () =>
    each([
      [{ appId: 12345 }, "invalid_option", "appId must be a string"],
      [{ syncTabs: "false" }, "invalid_option", "syncTabs must be true or false"],
      [{ jwtUrl: {} }, "invalid_option", "jwtUrl must be a string or a URL"],
      [{ jwtUrl: throwing("href") }, "invalid_option", "jwtUrl must be a string or a URL"],
      [{ getJwt: "f" }, "invalid_option", "getJwt must be a function"],
      [{ timeoutMs: 0.5 }, "invalid_option", "timeoutMs must be a number of milliseconds from 1 to 86400000"],
      [{ timeoutMs: NaN }, "invalid_option", "timeoutMs"],
      [{ timeoutMs: "15000" }, "invalid_option", "timeoutMs"],
      [{ routes: "hash" }, "invalid_option", 'routes must be "auto" or "manual"'],
      [{ load: "later" }, "invalid_option", 'load must be "now", "load", "idle" or "interaction"'],
      [{ whenTokenFails: true }, "invalid_option", 'whenTokenFails must be "visitor" or "error"'],
      [{ jwtRequest: "/jwt" }, "invalid_option", "jwtRequest must be an object"],
      [{ jwtRequest: {} }, "invalid_option", "jwtRequest.url is missing"],
      [{ jwtRequest: { url: "/jwt", headers: { a: 1 } } }, "invalid_option", "headers must be an object of strings"],
      [{ jwtRequest: { url: "/jwt", headers: ["a", "b"] } }, "invalid_option", "headers must be an object of strings"],
      [{ jwtUrl: "/jwt", jwt: "a.b.c", getJwt() {} }, "several_token_sources", "jwtUrl and getJwt"],
      [{ region: "us", apiBase: "https://api-iam.intercom.io" }, "region_and_api_base"],
    ]));

  it("whose attributes cannot be sent are refused, and the attribute is named", () =>
    each([
      [{ settings: "x" }, "invalid_settings", '"settings"'],
      [{ settings: ["x"] }, "invalid_settings", '"settings"'],
      ...[() => {}, Symbol("x"), 1n, NaN, Infinity, [undefined], new Date("no date"), cycle, deep(8), throwing("x"), proxy].map(
        (value) => [{ settings: { name: "Ada", plan: value } }, "invalid_settings", '"plan"'],
      ),
    ]));
});
