// What the options of `boot` may say, rule by rule, and without a build: the same rows as those of Rust's own checks in
// src/config.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failure } from "../../src/web/failures.js";
import { readOptions } from "../../src/web/options.js";

const appId = "abc12345";

/** What is read of options beside the workspace, by names, or the code with which they are refused. */
function read(given) {
  try {
    const [id, , api, url, request] = readOptions({ appId, ...given });
    return { id, api, url, request };
  } catch (thrown) {
    assert.ok(Array.isArray(thrown), thrown);
    const { code, what, hint } = failure(...thrown);
    assert.ok(!/eyJ/.test(what), what);
    return { code, what, hint };
  }
}

/** @type {(make: (value: any) => any, good: any[], bad: any[], code: string) => void} */
function table(make, good, bad, code) {
  for (const value of good) assert.equal(read(make(value)).code, undefined, JSON.stringify(value));
  for (const value of bad) assert.equal(read(make(value)).code, code, JSON.stringify(value));
}

const token = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjoiMSJ9.c2ln";

describe("a workspace", () => {
  it("is letters and digits", () =>
    table(
      (appId) => ({ appId }),
      ["abc12345", "a", "ABC", "0", "x".repeat(64)],
      [
        undefined, null, "", " ", "abc 12345", "abc12345 ", "abc-12345", "abc_12345", "../abc", "abc/../def", "abc?x", "abc#x",
        "abc%2f", '"abc"', "<script>", "äbc", "abc\n", "abc\0", "https://widget.intercom.io/widget/abc12345", "x".repeat(65),
        "\u017fabc", token,
      ],
      "invalid_app_id",
    ));
});

describe("a region", () => {
  it("has an API", () => {
    for (const [region, part] of [["us", ""], ["eu", "eu."], ["au", "au."], ["ap", "au."]]) {
      assert.equal(read({ region }).api, `https://api-iam.${part}intercom.io`);
    }
    assert.equal(read({}).api, undefined);
  });

  it("is one of Intercom's", () =>
    table((region) => ({ region }), [], ["", "US", "Eu", "uk", "europe", "eu ", "eu\n", "xus", "usx", token], "unknown_region"));

  it("and an API of one's own are not given together, whatever they are", () =>
    table(
      (given) => given,
      [],
      [
        { region: "eu", apiBase: "https://api-iam.eu.intercom.io" },
        { region: "uk", apiBase: "https://api-iam.eu.intercom.io" },
        { region: "us", apiBase: "x" },
      ],
      "region_and_api_base",
    ));
});

describe("an API of one's own", () => {
  it("is an https origin of Intercom's", () => {
    for (const [apiBase, api] of [
      ["https://api-iam.intercom.io", "https://api-iam.intercom.io"],
      ["https://api-iam.eu.intercom.io/", "https://api-iam.eu.intercom.io"],
      ["HTTPS://API-IAM.AU.intercom.io", "https://api-iam.au.intercom.io"],
    ]) {
      assert.equal(read({ apiBase }).api, api);
    }
    table(
      (apiBase) => ({ apiBase }),
      [],
      [
        "", "https://", "https:///", "api-iam.intercom.io", "//api-iam.intercom.io", "http://api-iam.intercom.io",
        "ws://api-iam.intercom.io", "javascript:alert(1)//.intercom.io", "data:,.intercom.io", "https://intercom.io",
        "https://xintercom.io", "https://api-iam.intercom.com", "https://api-iam.intercom.io.evil.com",
        "https://evil.com/.intercom.io", "https://evil.com?.intercom.io", "https://evil.com#.intercom.io",
        "https://evil.com\\.intercom.io", "https://evil.com:443.intercom.io", "https://user@api-iam.intercom.io",
        "https://user:pass@api-iam.intercom.io", "https://evil.com@.intercom.io", "https://api-iam.intercom.io:8443",
        "https://api-iam.intercom.io/v1", "https://api-iam.intercom.io//", "https://api-iam.intercom.io?x",
        "https://api-iam.intercom.io#x", " https://api-iam.intercom.io", "https://api-iam.intercom.io ",
        "https://api-iam.\nintercom.io", "https://api-iam.intercom.io\n", "https://.intercom.io", "https://a..intercom.io",
        "https://-.intercom.io", "https://-a.intercom.io", "https://a-.intercom.io", "https://%61.intercom.io",
        "https://ä.intercom.io", token,
      ],
      "invalid_api_base",
    );
  });

  it("is elsewhere where that is allowed, and an https origin still", () => {
    const good = ["https://proxy.example", "https://localhost:8443", "https://127.0.0.1:1", "https://a.b-c.d:65535"];
    const elsewhere = (apiBase) => ({ apiBase, allowCustomApiBase: true });
    for (const apiBase of good) assert.equal(read(elsewhere(apiBase)).api, apiBase);
    for (const allowCustomApiBase of [false, null, undefined]) {
      table((apiBase) => ({ apiBase, allowCustomApiBase }), [], good, "invalid_api_base");
    }
    table(
      elsewhere,
      [],
      [
        "http://proxy.example", "https://", "https://:", "https://:8443", "https://proxy.example:", "https://proxy.example:x",
        "https://proxy.example:65536", "https://proxy.example:1:2", "https://proxy.example:+1", "https://user@proxy.example",
        "https://proxy.example/path", "https://proxy..example", "https://-", "javascript:alert(1)", token,
      ],
      "invalid_api_base",
    );
  });
});

describe("an address", () => {
  const good = [
    "/api/intercom-jwt", "api/intercom-jwt", "?jwt", "#jwt", ".", "//api.example.com/jwt", "https://api.example.com/jwt",
    "http://localhost:8080/jwt?next=https://user@example.com/", "HTTPS://api.example.com", "https://[::1]:8443/jwt", "/jwt@2",
    "/a:b", "/ä", "\u2028",
  ];
  const bad = [
    "", " ", " /jwt", "/jwt\n", "/j wt", "javascript:alert(1)", "JavaScript:alert(1)", "java\nscript:alert(1)",
    "data:application/json,{}", "blob:https://example.com/1", "file:///etc/passwd", "ftp://example.com/jwt",
    "localhost:8080/jwt", "example.com:443", ":", "https:", "https:/x", "https://", "http:///jwt", "//", "///x", "//?x",
    "https://user:pass@example.com/jwt", "https://token@example.com/jwt", "//user@example.com/jwt", "/\0",
  ];

  it("of the endpoint is one that a browser would fetch", () => {
    table((jwtUrl) => ({ jwtUrl }), good, bad, "invalid_option");
    table((url) => ({ jwtRequest: { url } }), good, bad, "invalid_option");
    assert.equal(read({ jwtUrl: "javascript:x" }).what, "an option cannot be used: jwtUrl must be an http or https address");
  });

  it("of the widget is one as well", () => {
    table((widgetUrl) => ({ widgetUrl }), good, bad, "invalid_option");
    assert.equal(read({ widgetUrl: "data:,x" }).what, "an option cannot be used: widgetUrl must be an http or https address");
  });
});

describe("a request", () => {
  const asking = (request) => ({ jwtRequest: { url: "/jwt", ...request } });
  const refused = (given) => read(asking(given)).what;

  it("has a method that a page may use", () => {
    table((method) => asking({ method }), ["PATCH", "get", "POST", "M-SEARCH", "TRACED"], [
      "", "GE T", "TRACE", "trace", "CONNECT", "Track", "GÉT", "GET\n",
    ], "invalid_option");
    assert.match(refused({ method: "" }), /jwtRequest\.method must be an HTTP method, such as GET or POST$/);
    assert.deepEqual(read(asking({ method: "patch" })).request.slice(0, 2), ["/jwt", "PATCH"]);
    assert.equal(read(asking({})).request[1], "GET");
  });

  it("has headers that can be sent", () => {
    table(([name, value]) => asking({ headers: { [name]: value } }), [["X-Csrf-Token", "a b\tc"], ["x!#$%&'*+-.^_`|~1", ""]], [
      ["", "x"], ["a b", "x"], ["a:", "x"], ["a", "x\r\nb: y"], ["a", "\0"], ["ä", "x"], ["a", "ä"], ["a", "x\n"], ["a", "\x7f"],
    ], "invalid_option");
    assert.match(refused({ headers: { "": "" } }), /jwtRequest\.headers must be names and values of HTTP headers$/);
    assert.deepEqual(read(asking({ headers: { a: "b c", d: "e f" } })).request[2], ["a", "b c", "d", "e f"]);
    assert.equal(read(asking({ headers: { a: "b", "c d": "e" } })).code, "invalid_option");
  });

  it("has a body where its method has one", () => {
    table((method) => asking({ method, body: "" }), ["POST", "put"], [undefined, "GET", "HEAD", "get"], "invalid_option");
    assert.match(refused({ body: "{}" }), /jwtRequest\.body needs a method that has a body, such as POST$/);
  });
});
