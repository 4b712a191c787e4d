// The readers that pages have, `read.js`, `options.js` and `tokens.js` in `src/web`, over the rows that `tests/readers` holds Rust's against, and over random
// damage beside readers of Node's own.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { failure, quoted } from "../../src/web/failures.js";
import { readOptions } from "../../src/web/options.js";
import { readArguments, readSettings } from "../../src/web/read.js";
import { readBody, readToken } from "../../src/web/tokens.js";
import { damaged, randomly } from "./chance.mjs";

const text = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const table = (name) => JSON.parse(text(`tests/readers/${name}.json`));
const SOURCES = ["read", "options", "tokens"].map((name) => text(`src/web/${name}.js`)).join("\n");

// What the numbers mean that they throw: the names of those that are no lengths.
const refusals = [...SOURCES.matchAll(/^(?:export )?const (?!MAX)\w+ = (\d+);$/gm)].map(([, why]) => failure(Number(why)).code);
const seen = new Set();

/** What was read; or the code, with what is said of it, and which of what was `given` is quoted. */
function verdict(read, given = {}) {
  try {
    return read();
  } catch (thrown) {
    assert.ok(Array.isArray(thrown), String(thrown));
    const [why, detail] = thrown;
    const { code } = failure(why);
    seen.add(code);
    if (detail === undefined) return { code };
    const option = Object.keys(given).find((name) => typeof given[name] == "string" && detail.startsWith(quoted(given[name])));
    const name = option ?? /^"([^"]*)"/.exec(detail)?.[1];
    if (name === undefined) return { code, said: detail };
    const said = detail.slice(quoted(option ? given[option] : name).length);
    return said ? { code, quotes: name, said } : { code, quotes: name };
  }
}

const encoded = (...parts) => parts.map((part) => Buffer.from(part).toString("base64url")).join(".");

const HS256 = '{"alg":"HS256","typ":"JWT"}';

/** A token is its payload, signed as others are; or its header and payload; or a text, perhaps many times. */
const textOf = ({ text, times = 1, header = HS256, payload }) =>
  text?.repeat(times) ?? encoded(header, payload, "not a signature");

const claimsIn = (token) =>
  verdict(() => {
    const [user_id, iat, exp] = readToken(token);
    return { user_id, ...(iat !== undefined && { iat: iat + 0 }), ...(exp !== undefined && { exp: exp + 0 }) };
  });

const token = (row) => claimsIn(textOf(typeof row == "string" ? { payload: row } : row));
const answer = (body) => verdict(() => ({ token: readBody(body ?? undefined) }));
const options = (row) =>
  verdict(() => ({ apiBase: readOptions({ appId: "abc12345", ...row })[2] ?? null }), row);
const given = (method, row) =>
  verdict(() => {
    assert.deepEqual(readArguments(method, row).map((json) => JSON.parse(json)), JSON.parse(JSON.stringify(row)));
    return "taken";
  });

/** Every option that is an address takes the same, and says its own name. */
function address(url) {
  const found = [[{ jwtUrl: url }, "jwtUrl"], [{ jwtRequest: { url } }, "jwtUrl"], [{ widgetUrl: url }, "widgetUrl"]].map(
    ([row, name]) => {
      const read = options(row);
      const refused = { code: "invalid_option", said: `${name} must be an http or https address` };
      assert.deepEqual(read, "code" in read ? refused : { apiBase: null }, JSON.stringify(url));
      return "code" in read ? "refused" : "taken";
    },
  );
  assert.deepEqual(found, [found[0], found[0], found[0]]);
  return found[0];
}

/** Each of a table's groups has rows, and what all of them are read as. */
function each(name, read) {
  const rows = table(name).flatMap(({ is, rows, method }) => rows.map((row) => ({ row, is, read: read(row, method) })));
  assert.deepEqual(rows.filter(({ is, read }) => !isDeepStrictEqual(is, read)), []);
}

describe("the rows that Rust reads too", () => {
  it("tokens", () => each("tokens", token));
  it("bodies of answers", () => each("answers", answer));
  it("options", () => each("options", options));
  it("addresses", () => each("addresses", address));
  it("arguments of methods", () => each("methods", (row, method) => given(method, row)));

  it("where JavaScript differs, it is known", () => {
    for (const row of table("differences")) {
      const read = row.token ? token(row.token) : row.answer ? answer(row.answer) : given(row.method, row.given);
      assert.deepEqual(read, row.javascript, row.why);
    }
  });

  it("what only JavaScript refuses has the number that Rust knows, and so has every other refusal", () => {
    assert.deepEqual(verdict(() => readOptions(null)), { code: "invalid_options" });
    const unknown = { code: "unknown_option", quotes: "regoin", said: ", did you mean region?" };
    assert.deepEqual(options({ regoin: "eu" }), unknown);
    assert.deepEqual(options({ jwt: "a", jwtUrl: "/b" }), { code: "several_token_sources", said: "jwtUrl and jwt" });
    assert.deepEqual(options({ settings: { a: NaN } }), { code: "invalid_settings", quotes: "a" });
    for (const region of ["eu", "uk"]) {
      assert.deepEqual(options({ region, apiBase: "https://a.intercom.io" }), { code: "region_and_api_base" });
    }
    assert.deepEqual([...seen].sort(), [...refusals].sort());
  });
});

describe("attributes", () => {
  it("in another order are the same ones, nested ones too", () => {
    const companies = (one, other) => ({ companies: [one, other], plan: "gold" });
    const [first, second] = [
      companies({ company_id: "1", name: "A", custom: { x: 1, y: [{ a: 1, b: 2 }] } }, { company_id: "2", name: "B" }),
      companies({ custom: { y: [{ b: 2, a: 1 }], x: 1 }, name: "A", company_id: "1" }, { name: "B", company_id: "2" }),
    ].map(readSettings);
    assert.deepEqual(first, second);
    const swapped = readSettings(companies({ company_id: "2", name: "B" }, { company_id: "1" }));
    assert.notDeepEqual(first, swapped, "a list has an order");
    assert.deepEqual(readArguments("trackEvent", ["a", { b: 1, a: 2 }]), readArguments("trackEvent", ["a", { a: 2, b: 1 }]));
  });
});

/** A part's text, where its base64url has no other spelling and its bytes are UTF-8. */
function decoded(part) {
  const bytes = Buffer.from(part, "base64url");
  const spelled = bytes.toString("base64url") === part;
  return spelled && Buffer.from(bytes.toString()).equals(bytes) ? bytes.toString() : assert.fail("no UTF-8");
}

/** Whether a token's reading is what Node's own readers find in it. */
function agrees(token, read) {
  const parts = token.split(".");
  let header, claims;
  try {
    [header, claims] = parts.slice(0, 2).map((part) => JSON.parse(decoded(part)));
    const signature = Buffer.from(parts[2], "base64url");
    assert.ok(parts.length === 3 && signature.toString("base64url") === parts[2]);
    for (const object of [header, claims]) assert.ok(object && typeof object == "object" && !Array.isArray(object));
  } catch {
    return read.code === "token_malformed";
  }
  if (header.alg !== "HS256") return read.code === "token_algorithm";
  if (!parts[2]) return read.code === "token_malformed";
  const { user_id: user } = claims;
  const named = typeof user == "string" ? user !== "" : typeof user == "number";
  if (!named) return read.code === "token_user_id_missing";
  const seconds = (time) => typeof time == "number" && Math.trunc(time) >= 0 && time < 1e11;
  const bad = ["iat", "exp"].find((name) => name in claims && !seconds(claims[name]));
  if (bad) return read.code === "token_times" && read.said === bad;
  const time = (name) => (name in claims ? Math.trunc(claims[name]) * 1000 + 0 : undefined);
  const written = Number(read.user_id) === user && decoded(parts[1]).includes(read.user_id);
  const same = typeof user == "string" ? read.user_id === user : written;
  return same && read.iat === time("iat") && read.exp === time("exp");
}

describe("damage", () => {
  it("to a token is refused, or changes what every other reader finds changed", () => {
    let taken = 0;
    randomly(6000, (chance) => {
      const user = chance.one(['"ada"', '"\\u0061\\n"', '"ä€"', "7", "0", "1.5", "12345678901234567890", "1e21", "null"]);
      const soon = [',"exp":1760000000', ',"iat":1.76e9,"exp":1760007200.5', ',"exp":99999999999'];
      const times = chance.one(["", ',"exp":{"a":[1]}', ...soon]);
      const json = [HS256, `{"user_id":${user}${times},"data":{"user_id":5}}`].map((part) =>
        chance.one([part, damaged(chance, part, '{}[]":,0123456789eE+-.\\unaulr\u00e4\ufeff ')]),
      );
      const whole = encoded(...json, "not a signature");
      const token = chance.one([whole, damaged(chance, whole, "ABab09-_+/=. \n\u00e4")]);
      const read = claimsIn(token);
      assert.ok(agrees(token, read), `${json.join(".")} ${token}: ${JSON.stringify(read)}`);
      taken += Number("user_id" in read);
    });
    assert.ok(taken > 500, `only ${taken} were taken`);
  });

  it("to an answer is refused, or changes what JSON.parse finds changed", () => {
    randomly(3000, (chance) => {
      const nested = '{"x":[1,{"token":2}],"token":"\\u00e4"}\n';
      const whole = chance.one(['{"token":"a.b.c"}', ' {"token":null} ', nested, "<html>"]);
      const body = damaged(chance, whole, '{}[]":,<\\tokenul01 \n\ufeff\u00a0');
      const read = answer(body);
      let json;
      try {
        json = JSON.parse(body);
      } catch {}
      const token = json && !Array.isArray(json) ? json.token : undefined;
      const fine = token === null || typeof token == "string";
      const refused = /^endpoint_(empty|html|invalid_response)$/.test(read.code);
      assert.ok(fine ? read.token === token : refused, JSON.stringify(body));
    });
  });

  it("to an address never makes it one of another scheme, or one with a name and password", () => {
    randomly(5000, (chance) => {
      const good = ["https://a.example/jwt", "//a.example?b", "/api/jwt#c"];
      const whole = chance.one([...good, "javascript:alert(1)", "http://u:p@a.example", "data:,x"]);
      const url = damaged(chance, whole, "htps:/?#@a.% \n\tJ");
      if ("code" in options({ jwtUrl: url })) return;
      let found;
      try {
        found = new URL(url, "https://page.example/a/b");
      } catch {
        return;
      }
      assert.match(found.protocol, /^https?:$/, url);
      assert.equal(found.username + found.password, "", url);
    });
  });

  it("to an API's address leaves an origin of Intercom's, or nothing", () => {
    randomly(5000, (chance) => {
      const whole = chance.one(["https://api-iam.intercom.io", "https://A.eu.intercom.io/"]);
      const url = damaged(chance, whole, "htps:/?#@a.-:8 \\\u212aI");
      const { apiBase, code } = options({ apiBase: url });
      assert.ok(code || /^https:\/\/[a-z\d.-]+\.intercom\.io$/.test(apiBase), url);
      assert.equal(apiBase && new URL(apiBase).origin, apiBase, url);
    });
  });

  it("of any kind makes no reader throw anything but its list", () => {
    randomly(3000, (chance) => {
      const any = chance.text();
      claimsIn(any);
      claimsIn(encoded(any, any, any));
      claimsIn(encoded(HS256, `{"user_id":"a","exp":${any},"iat":{"toString":${any.length}}}`, "x"));
      answer(any);
      answer(`{"token":${any}}`);
      const names = ["appId", "region", "apiBase", "jwtUrl", "widgetUrl", "routes", "nonce", any];
      names.forEach((name) => options({ [name]: any }));
      options({ jwtRequest: { url: "/jwt", method: any, headers: { [any]: any }, body: any } });
      const methods = ["showSpace", "showArticle", "trackEvent", "setAuthTokens"];
      methods.forEach((name) => given(name, [any, { [any]: any }]));
    });
  });
});
