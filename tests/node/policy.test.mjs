// contentSecurityPolicy on a server, with the built package: the page's own policy with the Messenger's sources.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { contentSecurityPolicy, cspDirectives } from "../../dist/server.js";

const options = { appId: "abc12345", region: "eu", jwtUrl: "/api/messenger-token" };
const needed = cspDirectives(options);

/** Directives of the merged policy as lists of sources. */
function merged(policy, more = {}) {
  const text = contentSecurityPolicy({ ...options, ...more }, policy);
  return Object.fromEntries(text.split("; ").map((directive) => [directive.split(" ")[0], directive.split(" ").slice(1)]));
}
const hosts = (name) => needed[name].filter((source) => !source.startsWith("'"));

describe("contentSecurityPolicy", () => {
  it("leaves alone what the policy does not restrict", () => {
    assert.equal(contentSecurityPolicy(options, ""), "");
    assert.equal(contentSecurityPolicy(options, "object-src 'none'; upgrade-insecure-requests"), "object-src 'none'; upgrade-insecure-requests");
    assert.deepEqual(Object.keys(merged("img-src 'self'; base-uri 'none'")), ["img-src", "base-uri"]);
  });

  it("gives each directive what stands for it, and none to form-action", () => {
    const policy = merged("default-src 'self' https://cdn.example");
    for (const name of Object.keys(needed).filter((name) => name !== "form-action")) {
      assert.deepEqual(policy[name].slice(0, 2), ["'self'", "https://cdn.example"], name);
      assert.deepEqual(new Set(policy[name]), new Set(["'self'", "https://cdn.example", ...needed[name]]), name);
    }
    assert.deepEqual(policy["default-src"], ["'self'", "https://cdn.example"]);
    assert.ok(!("form-action" in policy) && !("worker-src" in policy));
    assert.deepEqual(merged("form-action 'self'")["form-action"], ["'self'", ...needed["form-action"]]);
  });

  it("keeps the frames of a page that allows them by child-src", () => {
    const policy = merged("default-src 'self'; child-src https://own.example");
    assert.deepEqual(policy["frame-src"], ["https://own.example", ...needed["frame-src"]]);
    assert.deepEqual(policy["child-src"], ["https://own.example"]);
    // With a frame-src, child-src is ignored.
    assert.deepEqual(merged("frame-src 'self'; child-src 'none'")["frame-src"], ["'self'", ...needed["frame-src"]]);
    assert.deepEqual(merged("child-src 'none'")["frame-src"], needed["frame-src"]);
  });

  it("adds the hosts to script-src-elem, and WebAssembly to script-src", () => {
    const policy = merged("default-src 'self'; script-src-elem 'nonce-a'");
    assert.deepEqual(policy["script-src-elem"], ["'nonce-a'", ...hosts("script-src")]);
    assert.ok(policy["script-src"].includes("'wasm-unsafe-eval'") && policy["script-src"].includes("'self'"));
    assert.deepEqual(Object.keys(merged("script-src-elem 'self'")), ["script-src-elem"]);
    assert.deepEqual(merged("style-src 'self'; style-src-attr 'none'")["style-src-attr"], ["'unsafe-inline'"]);
  });

  it("leaves WebAssembly out when told so, and nothing else", () => {
    const page = "default-src 'self'; script-src 'self'; report-uri /violations";
    const [withIt, without] = [contentSecurityPolicy(options, page), contentSecurityPolicy(options, page, { wasm: false })];
    assert.deepEqual(cspDirectives(options, { wasm: false }), {
      ...needed,
      "script-src": needed["script-src"].filter((source) => source !== "'wasm-unsafe-eval'"),
    });
    assert.ok(needed["script-src"].includes("'wasm-unsafe-eval'"));
    assert.equal(withIt.replace(" 'wasm-unsafe-eval'", ""), without);
    assert.ok(!without.includes("wasm") && withIt.includes("wasm"));
    for (const choice of [undefined, {}, { wasm: undefined }, { wasm: true }]) {
      assert.equal(contentSecurityPolicy(options, page, choice), withIt);
    }
  });

  it("knows that 'none' counts only alone, and that no source is the same", () => {
    for (const none of ["default-src 'none'", "default-src 'NONE'", "default-src"]) {
      assert.deepEqual(merged(none)["connect-src"], needed["connect-src"], none);
    }
    assert.deepEqual(merged("script-src 'none'")["script-src"], needed["script-src"]);
  });

  it("adds a nonce where that forbids nothing, and 'unsafe-inline' where that is heeded", () => {
    const script = (policy) => merged(policy, { nonce: "b" })["script-src"];
    assert.ok(script("script-src 'self'").includes("'nonce-b'"));
    assert.ok(script("script-src 'nonce-b' 'strict-dynamic' 'unsafe-inline'").includes("'nonce-b'"));
    assert.ok(!script("script-src 'self' 'unsafe-inline'").includes("'nonce-b'"));
    assert.equal(script("script-src 'nonce-b'").filter((source) => source === "'nonce-b'").length, 1);
    assert.deepEqual(merged("style-src 'nonce-b'")["style-src"], ["'nonce-b'"]);
    assert.deepEqual(merged("style-src 'self' 'Unsafe-Inline'")["style-src"], ["'self'", "'Unsafe-Inline'"]);
  });

  it("adds nothing that is allowed already", () => {
    assert.deepEqual(merged("img-src * data: blob:")["img-src"], ["*", "data:", "blob:"]);
    assert.deepEqual(merged("frame-src https:")["frame-src"], ["https:"]);
    assert.ok(merged("connect-src 'self' https:")["connect-src"].includes("wss://*.intercom-messenger.com"));
    const once = contentSecurityPolicy(options, "default-src 'self'; form-action 'self'");
    assert.equal(contentSecurityPolicy(options, once), once);
  });

  it("allows the loader's Trusted Types policy", () => {
    const types = (policy) => merged(`require-trusted-types-for 'script'; ${policy}`)["trusted-types"];
    assert.deepEqual(types("trusted-types app"), ["app", "intercom-messenger-loader"]);
    assert.deepEqual(types("trusted-types 'none'"), ["intercom-messenger-loader"]);
    assert.deepEqual(types("trusted-types *"), ["*"]);
    assert.equal(types(""), undefined);
  });

  it("reads a policy as browsers do: any case, the first of two, several in one header", () => {
    assert.deepEqual(merged(" IMG-SRC\t'self' ;; img-src 'none';")["img-src"], ["'self'", ...needed["img-src"]]);
    const [one, other] = contentSecurityPolicy(options, "frame-src 'self', frame-src https://own.example").split(", ");
    assert.ok(one.startsWith("frame-src 'self' https://") && other.startsWith("frame-src https://own.example https://"));
  });

  it("takes null for what is not given, as boot does, and reads own properties alone", () => {
    const policy = "default-src 'self'; connect-src 'self'";
    const text = contentSecurityPolicy(options, policy);
    assert.equal(contentSecurityPolicy(options, policy, null), text);
    assert.deepEqual(cspDirectives(options, null), needed);
    for (const [name, value] of Object.entries({ wasm: false, "connect-src": ["default-src"], "frame-src": ["x"], "default-src": ["x"] })) {
      Object.prototype[name] = value;
      try {
        assert.equal(contentSecurityPolicy(options, policy), text, name);
      } finally {
        delete Object.prototype[name];
      }
    }
  });

  it("refuses what is no policy, and options that cannot be used", () => {
    for (const policy of [undefined, null, 5, ["default-src 'self'"]]) {
      assert.throws(() => contentSecurityPolicy(options, policy), { code: "invalid_option", message: /policy must be the text/ });
    }
    assert.throws(() => contentSecurityPolicy({ appId: "a b" }, ""), { code: "invalid_app_id" });
  });
});
