// The Messenger's calls for Segment's events, rule by rule, with the built package.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { importPart } from "./part.mjs";

const mapping = await importPart("segment/mapping.ts");
const { price, seconds } = await importPart("segment/values.ts");

// A date without a zone must not be read in the machine's zone.
process.env.TZ = "America/New_York";

const identify = (event, options = {}) => mapping.identifyUser({ type: "identify", ...event }, options);
const group = (event, options = {}) => mapping.identifyCompany({ type: "group", ...event }, options);
const track = (event, options = {}) => mapping.trackEvent({ type: "track", event: "Bought", ...event }, options);
const hide = (context) => ({ context: { Intercom: context } });

/** @param {(event: any, options?: any) => any} map @param {[string, any, any, any?][]} rows */
function table(map, rows) {
  for (const [name, event, expected, options] of rows) {
    it(name, () => assert.deepEqual(map(event, options), expected));
  }
}

describe("identify and page: where fields are", () => {
  table(identify, [
    ["user_id", { userId: "u1" }, { user_id: "u1" }],
    ["a user_id that is a number", { userId: 7 }, { user_id: "7" }],
    ["nobody", { userId: null }, {}],
    ["nobody, as an empty text", { userId: "" }, {}],
    ["name", { traits: { name: "Ada" } }, { name: "Ada" }],
    ["phone", { traits: { phone: "1" } }, { phone: "1" }],
    ["email", { traits: { email: "a@b.c" } }, { email: "a@b.c" }],
    ["a field that is cleared", { traits: { name: null } }, { name: null }],
    ["createdAt", { traits: { createdAt: 1700000000 } }, { created_at: 1700000000 }],
    ["created_at", { traits: { created_at: 1700000000 } }, { created_at: 1700000000 }],
    ["createdAt before created_at", { traits: { createdAt: 5, created_at: 6 } }, { created_at: 5 }],
    ["created_at where createdAt is null", { traits: { createdAt: null, created_at: 6 } }, { created_at: 6 }],
    ["user_hash", { integrations: { Intercom: { user_hash: "h" } } }, { user_hash: "h" }],
    ["userHash", { integrations: { Intercom: { userHash: "h" } } }, { user_hash: "h" }],
    ["user_hash before userHash", { integrations: { Intercom: { user_hash: "h", userHash: "i" } } }, { user_hash: "h" }],
    ["hideDefaultLauncher", hide({ hideDefaultLauncher: true }), { hide_default_launcher: true }],
    ["hide_default_launcher, which is false", hide({ hide_default_launcher: false }), { hide_default_launcher: false }],
    [
      "hideDefaultLauncher before hide_default_launcher",
      hide({ hideDefaultLauncher: false, hide_default_launcher: true }),
      { hide_default_launcher: false },
    ],
    ["no hide_default_launcher", hide({ hideDefaultLauncher: null }), {}],
    ["an avatar", { traits: { avatar: "https://a/b.png" } }, { avatar: { type: "avatar", image_url: "https://a/b.png" } }],
    ["no avatar", { traits: { avatar: "" } }, {}],
    ["the token is no attribute", { integrations: { Intercom: { intercom_user_jwt: "a.b.c" } } }, {}],
    ["integrations that are switched on and off", { integrations: { Intercom: true } }, {}],
    ["other traits", { traits: { plan: "gold" } }, {}],
    ["a page", { type: "page", userId: "u1", properties: { title: "Home" } }, { user_id: "u1" }],
    ["what an object has inherited", { traits: Object.create({ name: "Ada" }) }, {}],
  ]);
});

describe("identify: companies", () => {
  const traits = {
    id: "c1",
    name: "Engines",
    createdAt: "2020-01-01T00:00:00Z",
    plan: "pro",
    size: 3,
    website: "https://e",
    industry: "steam",
    monthly_spend: 9.5,
    other: 1,
  };
  const told = {
    company_id: "c1",
    name: "Engines",
    created_at: 1577836800,
    plan: "pro",
    size: 3,
    website: "https://e",
    industry: "steam",
    monthly_spend: 9.5,
  };
  table(identify, [
    ["every field of a company", { traits: { company: traits } }, { company: told }],
    ["a company's created_at", { traits: { company: { created_at: 1700000000123 } } }, { company: { created_at: 1700000000 } }],
    ["every field of several", { traits: { companies: [traits, { id: 2 }] } }, { companies: [told, { company_id: 2 }] }],
    ["several with created_at", { traits: { companies: [{ created_at: 5.5 }] } }, { companies: [{ created_at: 5 }] }],
    ["an empty company", { traits: { company: {} } }, {}],
    ["a company of empty fields", { traits: { company: { id: "", name: undefined, plan: [], size: {} } } }, {}],
    ["null is not empty", { traits: { company: { plan: null } } }, { company: { plan: null } }],
    ["a company that is a text", { traits: { company: "Engines" } }, {}],
    ["empty ones among several", { traits: { companies: [{}, { id: 2 }, null, { id: "" }] } }, { companies: [{ company_id: 2 }] }],
    ["companies that are none", { traits: { companies: "Engines" } }, {}],
    ["no companies", { traits: { companies: [] } }, {}],
    ["undefined is left out at any depth", { traits: { company: { id: 1, plan: { a: undefined, b: 2 } } } }, { company: { company_id: 1, plan: { b: 2 } } }],
  ]);
});

describe("dates", () => {
  const cases = [
    ["2020-01-01T00:00:00.900Z", 1577836800],
    ["2020-01-01T01:00:00+01:00", 1577836800],
    ["2020-01-01T01:00+0100", 1577836800],
    ["2020-01-01T01:00:00+01", 1577836800],
    ["2020-01-01T00:00:00", 1577836800],
    ["2020-01-01 00:00:00", 1577836800],
    ["2020-01-01 00:00:00 Z", 1577836800],
    ["2020-01-01", 1577836800],
    ["2020", 1577836800],
    ["1577836800", 1577836800],
    ["1577836800123", 1577836800],
    [1577836800123, 1577836800],
    [1577836800.9, 1577836800],
    [123456789012, 123456789012],
    [0, 0],
    [-1.5, -2],
    [new Date("2020-01-01T00:00:00.900Z"), 1577836800],
    ["yesterday", undefined],
    ["engine 1", undefined],
    ["2020-13-45", undefined],
    ["", undefined],
    [null, undefined],
    [NaN, undefined],
    [Infinity, undefined],
    [true, undefined],
    [{}, undefined],
    [new Date(NaN), undefined],
  ];
  for (const [date, expected] of cases) {
    it(`${String(date)} is ${expected}`, () => assert.equal(seconds(date), expected));
  }
  table(identify, [
    ["a date that cannot be read is left out", { traits: { createdAt: "soon", name: "Ada" } }, { name: "Ada" }],
    ["so is a company's", { traits: { company: { id: 1, createdAt: "soon" } } }, { company: { company_id: 1 } }],
  ]);
});

describe("identify: mappings", () => {
  const user = (identifyUser) => ({ mapping: { identifyUser } });
  const custom = { plan: "gold", on: true, n: 1, gone: null, list: [1], object: { a: 1 }, nan: NaN, f() {}, u: undefined };
  const traits = { traits: { name: "Ada", custom } };
  table(identify, [
    ["a path", { traits: { nick: "A" } }, { name: "A" }, user({ name: "traits.nick" })],
    ["a path as Segment writes it", { traits: { nick: "A" } }, { name: "A" }, user({ name: { "@path": "$.traits.nick" } })],
    ["several paths", { traits: { b: "B" } }, { name: "B" }, user({ name: ["traits.a", "traits.b"] })],
    ["a function", { traits: { a: "A" } }, { name: "A!" }, user({ name: ({ traits: { a } }) => `${a}!` })],
    ["nothing", { traits: { name: "Ada" } }, {}, user({ name: null })],
    ["unsubscribed_from_emails", { traits: { off: true } }, { unsubscribed_from_emails: true }, user({ unsubscribed_from_emails: "traits.off" })],
    ["language_override", { context: { locale: "de" } }, { language_override: "de" }, user({ language_override: "context.locale" })],
    ["custom traits: primitives and null", traits, { name: "Ada", plan: "gold", on: true, n: 1, gone: null }, user({ custom_traits: "traits.custom" })],
    ["custom traits win over fields", { traits: { name: "A", custom: { name: "B" } } }, { name: "B" }, user({ custom_traits: "traits.custom" })],
    [
      "custom traits say not who it is",
      { userId: "u1", traits: { user_id: "evil", user_hash: "evil", intercom_user_jwt: "a.b.c", app_id: "x", api_base: "y", ok: 1 } },
      { user_id: "u1", ok: 1 },
      user({ custom_traits: "traits" }),
    ],
    ["custom traits that are none", { traits: { custom: "gold" } }, {}, user({ custom_traits: "traits.custom" })],
    [
      "custom traits of the company, which cannot become another one",
      { traits: { company: { id: 1, custom: { seats: 3, list: [1], company_id: 2 } } } },
      { company: { company_id: 1, seats: 3 } },
      user({ company_custom_traits: "traits.company.custom" }),
    ],
    ["a company's field", { traits: { company: { id: 1, tier: "x" } } }, { company: { company_id: 1, plan: "x" } }, user({ company: { plan: "traits.company.tier" } })],
    ["a company's object", { traits: { account: { id: 1 } } }, { company: { company_id: 1 } }, user({ company: "traits.account" })],
    ["a company's object, as Segment writes it", { traits: { account: { id: 1 } } }, { company: { company_id: 1 } }, user({ company: { "@path": "$.traits.account" } })],
    ["no company", { traits: { company: { id: 1 } } }, {}, user({ company: null })],
    ["companies elsewhere", { traits: { orgs: [{ id: 1 }] } }, { companies: [{ company_id: 1 }] }, user({ companies: "traits.orgs" })],
    [
      "companies with fields of their own",
      { traits: { orgs: [{ key: 1, name: "E" }] } },
      { companies: [{ company_id: 1, name: "E" }] },
      user({ companies: { "@arrayPath": ["$.traits.orgs", { company_id: { "@path": "$.key" } }] } }),
    ],
    ["user_id", { userId: "u1", traits: { key: 5 } }, { user_id: "5" }, user({ user_id: "traits.key" })],
    ["nothing of the loader's own", { traits: { a: "x" } }, {}, user({ app_id: "traits.a", api_base: "traits.a" })],
  ]);
});

describe("the launcher", () => {
  const event = { userId: "u1", groupId: "c1" };
  const company = { company: { company_id: "c1" } };
  table(identify, [
    ["an activator", event, { user_id: "u1", widget: { activator: "#help" } }, { activator: "#help" }],
    ["the default activator", event, { user_id: "u1" }, { activator: "#IntercomDefaultWidget" }],
  ]);
  table(group, [
    ["an activator, for a group", event, { ...company, widget: { activator: "#help" } }, { activator: "#help" }],
    ["the default activator, for a group", event, company, { activator: "#IntercomDefaultWidget" }],
    ["hide_default_launcher, for a group", { ...event, ...hide({ hideDefaultLauncher: true }) }, { ...company, hide_default_launcher: true }],
  ]);
});

describe("group", () => {
  const traits = { name: "E", createdAt: "2020-01-01", plan: "pro", size: 1, website: "w", industry: "i", monthly_spend: 2, x: 3 };
  const told = { company_id: "c1", name: "E", created_at: 1577836800, plan: "pro", size: 1, website: "w", industry: "i", monthly_spend: 2 };
  const custom = { mapping: { identifyCompany: { company_custom_traits: "traits" } } };
  table(group, [
    ["every field", { groupId: "c1", userId: "u1", traits }, { company: told }],
    ["created_at", { groupId: "c1", traits: { created_at: 9 } }, { company: { company_id: "c1", created_at: 9 } }],
    ["no group", { userId: "u1" }, undefined],
    ["custom traits", { groupId: "c1", traits: { seats: 3, o: {} } }, { company: { company_id: "c1", seats: 3 } }, custom],
    ["a mapping", { groupId: "c1", traits: { tier: "x" } }, { company: { company_id: "c1", plan: "x" } }, { mapping: { identifyCompany: { plan: "$.traits.tier" } } }],
  ]);
});

describe("track", () => {
  const link = { url: "https://a", value: "A" };
  table(track, [
    ["a name and facts", { properties: { n: 1, t: "x", no: null, off: false } }, ["Bought", { n: 1, t: "x", no: null, off: false }]],
    ["no facts", {}, ["Bought", {}]],
    ["no name", { event: undefined }, undefined],
    ["objects and lists are dropped", { properties: { o: link, l: [1], n: 1 } }, ["Bought", { n: 1 }]],
    ["rich links are kept whole", { properties: { article: link, other: link } }, ["Bought", { article: link }], { richLinkProperties: ["article"] }],
    ["a date is told in seconds", { properties: { at: new Date(5000) } }, ["Bought", { at: 5 }]],
    ["a price", { properties: { revenue: 19.99, currency: "EUR", n: 1 } }, ["Bought", { n: 1, price: { amount: 1999, currency: "EUR" } }]],
    ["a price in dollars", { properties: { revenue: 10 } }, ["Bought", { price: { amount: 1000, currency: "USD" } }]],
    ["no revenue", { properties: { revenue: 0, currency: "EUR" } }, ["Bought", { revenue: 0, currency: "EUR" }]],
    ["a revenue that is no number", { properties: { revenue: "much" } }, ["Bought", { revenue: "much" }]],
    [
      "a mapping",
      { properties: { total: 2 } },
      ["Bought", { total: 2, price: { amount: 200, currency: "USD" } }],
      { mapping: { trackEvent: { revenue: "properties.total" } } },
    ],
  ]);
});

describe("price", () => {
  const cases = [
    [19.99, "USD", 1999],
    [1.005, "USD", 101],
    [0.29, "USD", 29],
    [1.1, "usd", 110],
    [4.35, undefined, 435],
    [1e9 + 0.07, "USD", 100000000007],
    ["19.99", "USD", 1999],
    [-19.99, "USD", -1999],
    [500, "JPY", 500],
    [500, "jpy", 500],
    [1.234, "KWD", 1234],
  ];
  for (const [revenue, currency, amount] of cases) {
    it(`${revenue} ${currency} is ${amount}`, () => assert.deepEqual(price(revenue, currency), { amount, currency: currency ?? "USD" }));
  }
  for (const none of ["", " ", "€5", NaN, Infinity, true, {}]) {
    it(`${String(none)} is none`, () => assert.equal(price(none, "USD"), undefined));
  }
});

describe("whose an event is", () => {
  const of = (event, options = {}) => mapping.identityOf(event, options);
  const token = (Intercom) => ({ userId: "u1", integrations: { Intercom } });
  table(of, [
    ["a user's, without a token", { userId: "u1" }, { user: "u1", token: undefined }],
    ["intercom_user_jwt", token({ intercom_user_jwt: "a" }), { user: "u1", token: "a" }],
    ["intercomUserJwt", token({ intercomUserJwt: "a" }), { user: "u1", token: "a" }],
    ["intercom_user_jwt before intercomUserJwt", token({ intercom_user_jwt: "a", intercomUserJwt: "b" }), { user: "u1", token: "a" }],
    ["a token that is none", token({ intercom_user_jwt: 5 }), { user: "u1", token: undefined }],
    ["nobody's", { userId: null }, { user: undefined, token: undefined }],
    ["a mapping", { token: "t", key: 5 }, { user: "5", token: "t" }, { mapping: { identifyUser: { user_id: "key", intercom_user_jwt: "token" } } }],
  ]);

  it("what says who it is can be left out", () => {
    const fields = { user_id: "u1", email: "e", phone: "p", user_hash: "h", name: "Ada" };
    assert.deepEqual(mapping.withoutIdentity(fields), { name: "Ada" });
  });
});
