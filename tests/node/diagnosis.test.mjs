// What a diagnosis makes of its facts, rule by rule. Each row: the facts, the check, how it ends, and a part of what was
// seen.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failure } from "../../src/web/failures.js";
import {
  A_FUNCTION, ELEMENT, FIXED, FUNCTION, MINUTE, NAMES, NOBODY, NOTHING, NOW, NOWHERE, OTHER, PLAIN, SECOND, USER, VISITOR,
  WITH_HEADERS_OR_BODY, answering, before, being, checkOf, claims, encode, error, failed, giving, goodToken, healthy, judged,
  placeOf, said, table, tokenOf, untouched,
} from "./facts.mjs";

describe("a diagnosis", () => {
  it("of a healthy installation passes every check", () => {
    const { ok, checks } = judged(healthy);
    assert.equal(ok, true);
    assert.deepEqual(checks.filter(({ status }) => status !== "pass"), []);
  });

  it("before a boot judges nothing, and everything says so", () => {
    const { ok, checks } = judged(untouched);
    assert.equal(ok, true);
    assert.deepEqual(judged(before({ answer: goodToken, serverTime: NOW })).checks, checks);
    for (const { name, status, mend } of checks) {
      const known = ["csp", "wasm", "updates"].includes(name);
      assert.equal(status, known ? "pass" : "skip", name);
      assert.ok(known || name === "script_tag" || mend.includes("boot()"), name);
    }
  });

  it("fails where one check does", () => {
    assert.equal(judged(being({ nobody: goodToken })).ok, false);
    assert.equal(judged(being({ left: 0 })).ok, true);
  });

  it("tells a failure that has a code in that code's words, and no others", () => {
    const rows = [
      [answering("endpoint_html"), "answer", "endpoint_html"],
      [answering("endpoint_status", "404"), "answer", "endpoint_status", "404"],
      [being({ nobody: error("endpoint_html") }), "no_session", "endpoint_html"],
      [failed("widget_blocked"), "widget", "widget_blocked"],
      [failed("widget_blocked"), "session", "widget_blocked"],
      [giving('{"user_id":"a","iat":"now"}'), "token_times", "token_times", "iat"],
      [giving('{"user_id":"a","exp":1760000000}'), "token_life", "token_expired"],
      [being({ identifies: true }), "unsigned_identity", "identity_outside_token"],
      [being({ identifies: true, source: NOWHERE }), "unsigned_identity", "unsigned_identity"],
      [being({ identifying: "email" }), "unsigned_identity", "identity_outside_token", "window.intercomSettings.email"],
    ];
    for (const [facts, name, code, detail] of rows) {
      const { what, hint } = failure(placeOf(code), detail);
      assert.deepEqual(checkOf(judged(facts), name), { name, status: "fail", seen: what, mend: hint });
    }
  });

  it("has no part of a token in any text", () => {
    const alg = '{"alg":"HS256"}';
    const secrets = [
      encode(alg, '{"user_id":"ada-with-a-long-id","exp":1760007200}'),
      encode(alg, '{"user_id":"ada-with-a-long-id","exp":1}'),
      encode('{"alg":"none"}', '{"user_id":"ada-with-a-long-id"}'),
      encode(alg, '{"email":"ada-with-a-long-id@example.com"}'),
      "this-is-no-token-but-a-secret",
    ];
    for (const secret of secrets) {
      for (const source of [PLAIN, FIXED, FUNCTION, NOWHERE]) {
        for (const session of [USER, VISITOR]) {
          const quotable = secret.startsWith("eyJ") ? { tags: 2, otherTag: secret, cookie: secret, merged: secret } : {};
          const answer = claims(secret);
          const texts = JSON.stringify(judged(being({ source, session, answer, nobody: claims(secret), ...quotable })));
          const parts = secret.split(".").filter((part) => part.length > 10);
          for (const part of [...parts, "ada-with", "example.com"]) {
            assert.ok(!texts.includes(part), `${part} in ${texts}`);
          }
        }
      }
    }
  });
});

describe("the page", () => {
  it("has the Messenger on it", () => {
    const standing = (intercom) => being({ intercom, live: false });
    table([
      [healthy, "window_intercom", "pass", "a function"],
      [standing(A_FUNCTION), "window_intercom", "pass", "a function"],
      [standing(NOTHING), "window_intercom", "fail", "nothing"],
      [standing(ELEMENT), "window_intercom", "fail", 'id="Intercom"'],
      [before({ intercom: ELEMENT }), "window_intercom", "warn", 'id="Intercom"'],
      [standing(OTHER), "window_intercom", "fail", "no function"],
      [before({ intercom: OTHER }), "window_intercom", "fail", "no function"],
      [before({ intercom: A_FUNCTION }), "window_intercom", "pass", "a function"],
      [untouched, "window_intercom", "skip", "boot() was not called"],
      [being({ tags: 1 }), "script_tag", "pass", "one"],
      [being({ tags: 2 }), "script_tag", "fail", "more than one"],
      [being({ tags: 3 }), "script_tag", "fail", "more than one"],
      [being({ tags: 2, otherTag: "other999" }), "script_tag", "fail", 'another workspace: "other999"'],
      [being({ tags: 0 }), "script_tag", "skip", "none"],
      [before({ tags: 1 }), "script_tag", "pass", "one"],
      [untouched, "script_tag", "skip", "there is none"],
      [healthy, "widget", "pass", "arrived"],
      [being({ live: false }), "widget", "skip", "not arrived"],
      [before({ live: false }), "widget", "skip", "boot() was not called"],
      [before({ live: true }), "widget", "pass", "it has arrived"],
      [failed("widget_blocked"), "widget", "fail", said("widget_blocked")],
      [failed("widget_blocked_by_csp"), "widget", "fail", said("widget_blocked_by_csp")],
      [failed("widget_timeout"), "widget", "fail", said("widget_timeout")],
      [failed("widget_invalid"), "widget", "fail", said("widget_invalid")],
      [failed("endpoint_html"), "widget", "skip", "not arrived"],
      [{ ...failed("widget_blocked"), online: false }, "widget", "fail", "offline"],
      [{ ...failed("widget_blocked"), live: true }, "widget", "pass", "arrived"],
      [{ ...failed("widget_blocked"), live: true, online: false }, "widget", "pass", "arrived"],
      [{ ...failed("endpoint_html"), online: false }, "widget", "skip", "not arrived"],
    ]);
  });

  it("has a session", () => {
    const phase = (phase) => being({ phase, session: NOBODY });
    const visitor = { session: VISITOR };
    table([
      [healthy, "session", "pass", "a user's"],
      [being(visitor), "session", "warn", "though somebody is signed in"],
      [being({ ...visitor, answer: tokenOf("{}") }), "session", "warn", "though somebody is signed in"],
      [being({ ...visitor, answer: undefined }), "session", "pass", "a visitor's"],
      [being({ ...visitor, answer: null }), "session", "pass", "a visitor's"],
      [being({ ...visitor, answer: error("endpoint_html") }), "session", "pass", "a visitor's"],
      [phase("deferred"), "session", "pass", "load"],
      [phase("booting"), "session", "skip", "begins"],
      [phase("shutting_down"), "session", "skip", "ends"],
      [phase("idle"), "session", "skip", "none"],
      [failed("endpoint_html"), "session", "fail", said("endpoint_html")],
      [{ ...failed("endpoint_html"), phase: "booting" }, "session", "skip", "begins"],
      [being({ error: error("endpoint_server_error", undefined, true) }), "session", "warn", said("endpoint_server_error")],
    ]);
  });

  it("has a region", () => {
    const unsaid = (merged) => being({ api: "https://api-iam.intercom.io", merged });
    table([
      [healthy, "api_base", "pass", "https://api-iam.eu.intercom.io"],
      [being({ api: "https://api-iam.au.intercom.io" }), "api_base", "pass", "https://api-iam.au.intercom.io"],
      [
        being({ api: "https://api-iam.mars.intercom.io" }), "api_base", "warn",
        "of no region: https://api-iam.mars.intercom.io",
      ],
      [being({ api: "https://api-iam.eu.intercom.io:1" }), "api_base", "warn", "of no region"],
      [being({ merged: "https://api-iam.eu.intercom.io" }), "api_base", "pass", ""],
      [being({ merged: "https://api-iam.au.intercom.io" }), "api_base", "warn", "intercomSettings has another"],
      [being({ merged: 7 }), "api_base", "pass", ""],
      [unsaid(undefined), "api_base", "pass", "https://api-iam.intercom.io"],
      [unsaid("https://api-iam.eu.intercom.io"), "api_base", "warn", '"https://api-iam.eu.intercom.io"'],
      [untouched, "api_base", "skip", "boot() was not called"],
    ]);
  });

  it("has other things around the Messenger", () => {
    const forbidden = (violations) => being({ violations });
    const strange = "img-src example.com, connect-src api-iam.intercom.io";
    table([
      [healthy, "csp", "pass", "no violation"],
      [forbidden("script-src-elem inline"), "csp", "warn", "script-src-elem inline"],
      [forbidden("connect-src api.example.com"), "csp", "warn", "connect-src api.example.com"],
      [forbidden(strange), "csp", "fail", strange],
      [forbidden("font-src fonts.intercomcdn.com"), "csp", "fail", ""],
      [before({ violations: strange }), "csp", "fail", strange],
      [healthy, "cookies", "pass", "none"],
      [being({ cookie: "other999" }), "cookies", "warn", '"other999"'],
      [untouched, "cookies", "skip", "boot() was not called"],
      [before({ cookie: "other999" }), "cookies", "skip", "boot() was not called"],
      [healthy, "updates", "pass", "left: 17"],
      [being({ left: 0 }), "updates", "warn", "left: 0"],
      [healthy, "wasm", "pass", "runs"],
    ]);
  });

  it("has identity that nobody has signed", () => {
    const allowed = { source: NOWHERE, identifies: true, allowed: true };
    const named = (changes) => being({ ...changes, identifying: "user_id" });
    const unsigned = "window.intercomSettings.user_id";
    table([
      [healthy, "unsigned_identity", "pass", "none outside"],
      [being(allowed), "unsigned_identity", "warn", said("unsigned_identity")],
      [named(allowed), "unsigned_identity", "warn", unsigned],
      [named({ allowed: true }), "unsigned_identity", "warn", `is not signed: ${unsigned}`],
      [named({}), "unsigned_identity", "fail", `is not signed: ${unsigned}`],
      [named({ source: NOWHERE }), "unsigned_identity", "fail", unsigned],
      [untouched, "unsigned_identity", "skip", "boot() was not called"],
      [before({ identifying: "user_id" }), "unsigned_identity", "skip", "boot() was not called"],
    ]);
  });
});

describe("the endpoint", () => {
  it("answers", () => {
    const nobody = (nobody) => being({ nobody });
    table([
      [healthy, "answer", "pass", "a token"],
      [being({ foreign: false }), "answer", "pass", "a token"],
      [being({ answer: tokenOf("{}") }), "answer", "pass", "a token"],
      [being({ answer: null, serverTime: undefined }), "answer", "warn", "nobody is signed in"],
      [answering("endpoint_html"), "answer", "fail", said("endpoint_html")],
      [answering("endpoint_status", "404"), "answer", "fail", "unexpected status: 404"],
      [healthy, "cors_origin", "pass", "may read"],
      [{ ...answering("endpoint_unreachable"), foreign: false }, "cors_origin", "skip", "no other origin"],
      [answering("endpoint_html"), "cors_origin", "pass", "may read"],
      [being({ answer: null }), "cors_origin", "pass", "may read"],
      [answering("endpoint_unreachable"), "cors_origin", "fail", "cannot tell"],
      [answering("endpoint_timeout"), "cors_origin", "skip", "no answer"],
      [being({ foreign: false }), "cors_origin", "skip", "no other origin"],
      [healthy, "no_session", "pass", "refused"],
      [nobody(goodToken), "no_session", "fail", "a token for anybody"],
      [nobody(tokenOf("{}")), "no_session", "fail", "a token for anybody"],
      [nobody(error("endpoint_html")), "no_session", "fail", "a web page"],
      [nobody(error("endpoint_rate_limited", undefined, true)), "no_session", "warn", "429"],
      [nobody(undefined), "no_session", "skip", "nobody to ask"],
    ]);
  });

  it("may refuse in other words a request that was asked without its headers or its body", () =>
    table([
      [
        being({ source: WITH_HEADERS_OR_BODY, nobody: error("endpoint_status") }), "no_session", "warn",
        said("endpoint_status"),
      ],
    ]));

  it("is not spoken of where no token is asked for", () => {
    const visitor = being({
      api: "https://api-iam.intercom.io", source: NOWHERE, session: VISITOR, foreign: false,
      answer: undefined, serverTime: undefined, nobody: undefined,
    });
    const diagnosis = judged(visitor);
    assert.equal(diagnosis.ok, true);
    for (const name of NAMES.slice(4, 13)) {
      const { status, mend } = checkOf(diagnosis, name);
      assert.deepEqual([status, mend.includes("jwtUrl")], ["skip", true], name);
    }
    table([[visitor, "session", "pass", "a visitor's"]]);
  });

  it("has a clock", () => {
    const device = (ahead) => being({ now: NOW + ahead });
    const withoutDate = (ahead) => being({ serverTime: undefined, now: NOW + ahead });
    const oldAndFixed = { ...withoutDate(30 * MINUTE), source: FIXED };
    table([
      [device(60 * SECOND), "server_clock", "pass", "agrees"],
      [device(-60 * SECOND), "server_clock", "pass", "agrees"],
      [device(61 * SECOND), "server_clock", "warn", "ahead of this device's: -61"],
      [device(61 * SECOND + 999), "server_clock", "warn", "ahead of this device's: -61"],
      [device(-3600 * SECOND), "server_clock", "warn", "ahead of this device's: 3600"],
      [device(-3600 * SECOND), "token_life", "pass", "minutes left: 120"],
      [device(24 * 60 * MINUTE), "token_life", "pass", "minutes left: 120"],
      [withoutDate(61 * SECOND), "server_clock", "warn", "ahead of this device's: -61"],
      // The header is newer than a token that was made earlier.
      [being({ now: NOW + 30 * MINUTE, serverTime: NOW + 30 * MINUTE }), "server_clock", "pass", "agrees"],
      [being({ now: NOW + 30 * MINUTE, serverTime: NOW + 30 * MINUTE }), "token_life", "pass", "minutes left: 90"],
      [oldAndFixed, "server_clock", "skip", "neither"],
      [oldAndFixed, "token_life", "pass", "minutes left: 90"],
      [answering("endpoint_empty"), "server_clock", "skip", "neither"],
      [being({ answer: null, serverTime: undefined }), "server_clock", "skip", "neither"],
      [{ ...giving('{"user_id":"a"}'), serverTime: undefined }, "server_clock", "skip", "neither"],
    ]);
  });
});

describe("the token", () => {
  it("is read as far as it can be", () => {
    const raw = (text) => being({ answer: claims(text), serverTime: undefined });
    const none = raw(encode('{"alg":"none"}', '{"user_id":"ada"}'));
    const unread = answering("endpoint_empty");
    const signedOut = being({ answer: null });
    table([
      [healthy, "token_form", "pass", "a JSON Web Token"],
      [raw("no token"), "token_form", "fail", said("token_malformed")],
      [raw("no token"), "token_algorithm", "skip", "above"],
      [raw("x".repeat(20_000)), "token_form", "fail", said("token_too_large")],
      [unread, "token_form", "skip", "no token"],
      [signedOut, "token_form", "skip", "no token"],
      [signedOut, "token_life", "skip", "no token"],
      [healthy, "token_algorithm", "pass", "HS256"],
      [none, "token_form", "pass", "a JSON Web Token"],
      [none, "token_algorithm", "fail", said("token_algorithm")],
      [none, "token_user_id", "skip", "above"],
      [none, "token_life", "skip", "no token"],
      [healthy, "token_user_id", "pass", "present"],
      [giving('{"exp":1760007200}'), "token_user_id", "fail", said("token_user_id_missing")],
      [giving('{"exp":1760007200}'), "token_algorithm", "pass", "HS256"],
      [giving('{"exp":1760007200}'), "token_times", "skip", "above"],
      [healthy, "token_times", "pass", "seconds"],
      [giving('{"user_id":"a","exp":1760007200000}'), "token_times", "fail", ": exp"],
      [giving('{"user_id":"a","iat":"now"}'), "token_times", "fail", ": iat"],
      [giving('{"user_id":"a","iat":"now"}'), "token_user_id", "pass", "present"],
      [unread, "token_times", "skip", "no token"],
      [healthy, "token_life", "pass", "minutes left: 120"],
      [giving('{"user_id":"a"}'), "token_life", "warn", "no exp"],
      [giving('{"user_id":"a","exp":1760000000}'), "token_life", "fail", said("token_expired")],
      [giving('{"user_id":"a","exp":1760000120}'), "token_life", "warn", "so short that pages ask all the time; minutes left: 2"],
      [giving('{"user_id":"a","exp":1760000299}'), "token_life", "warn", "so short"],
      [giving('{"user_id":"a","exp":1760000300}'), "token_life", "pass", "minutes left: 5"],
      // What is left is not rounded up.
      [giving('{"user_id":"a","exp":1760000359}'), "token_life", "pass", "minutes left: 5"],
      [giving('{"user_id":"a","exp":1760086400}'), "token_life", "pass", "minutes left: 1440"],
      [giving('{"user_id":"a","exp":1760090000}'), "token_life", "warn", "long, for one that was stolen; minutes left: 1500"],
      // A long one that is nearly over is long.
      [giving('{"user_id":"a","iat":1759900000,"exp":1760000120}'), "token_life", "warn", "stolen; minutes left: 2"],
      [unread, "token_life", "skip", "no token"],
    ]);
  });
});
