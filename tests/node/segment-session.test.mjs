// The session that Segment's events are delivered to, in every order of events.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { randomly } from "./chance.mjs";
import { FakeLoader } from "./fake-loader.mjs";
import { over, printed, settled, tokenOf } from "./over.mjs";

/** A page with the destination, and with a client of Segment that tells it the user. */
async function page(options) {
  const loader = new FakeLoader();
  const { intercomDestination } = await over(loader, "segment.js");
  const plugin = intercomDestination({ appId: "abc12345", ...options });
  const analytics = {
    id: null,
    user: () => ({ id: () => analytics.id }),
    on: (_, reset) => (analytics.onReset = reset),
    off: () => {},
  };
  /** An event of the user `id`, which analytics may have replaced by now; with its token. */
  const event = (type, id, token, more = {}) =>
    plugin[type]({
      event: {
        type,
        userId: id ?? undefined,
        event: `of ${id}`,
        traits: type === "track" ? undefined : { name: `${id}'s`, ...more },
        integrations: token && { Intercom: { intercom_user_jwt: token } },
      },
    });
  const identify = (id, token) => {
    analytics.id = id;
    event("identify", id, token);
  };
  const reset = () => {
    analytics.id = null;
    analytics.onReset();
  };
  await plugin.load({}, analytics);
  await settled();
  return { loader, analytics, event, identify, reset, whose: () => loader.functions.state().session?.userId };
}

describe("a late event of the last user", () => {
  for (const [ends, exp] of [["ends later", 300], ["never ends", undefined]]) {
    it(`begins no session by its token, which ${ends}`, async () => {
      const { loader, event, identify, whose } = await page({});
      identify("ada", tokenOf("ada", 100));
      await settled();
      identify("grace", tokenOf("grace", 200));
      await settled();
      assert.equal(whose(), "grace");
      for (const type of ["track", "identify", "page"]) event(type, "ada", tokenOf("ada", exp));
      await settled();
      assert.equal(whose(), "grace");
      assert.deepEqual(loader.told.slice(-1), [["grace", "update", { name: "grace's" }]]);
    });
  }

  it("begins none that was the present user's when the old one's shutdown began", async () => {
    const { loader, analytics, identify, whose } = await page({});
    identify("grace", tokenOf("grace", 100));
    await settled();
    loader.pause();
    identify("ada", tokenOf("ada", 200));
    await settled();
    analytics.id = "grace";
    loader.resume();
    await settled();
    assert.equal(whose(), undefined);
    identify("grace", tokenOf("grace", 100));
    await settled();
    assert.equal(whose(), "grace");
    assert.ok(!loader.told.some(([user]) => user === "ada"), JSON.stringify(loader.told));
  });

  it("begins none after a reset, where only its token says whose it is", async () => {
    const { loader, event, reset } = await page({ jwtUrl: "/jwt" });
    loader.pause();
    event("identify", null, tokenOf("ada"));
    await settled();
    reset();
    loader.resume();
    await settled();
    assert.deepEqual(loader.told, [[null, "boot", {}]]);
  });

  it("does not let it be forgotten who the present user is to Intercom", async () => {
    const mapping = { identifyUser: { user_id: "traits.name" } };
    const { loader, event, identify } = await page({ jwtUrl: "/jwt", mapping });
    loader.server = "grace's";
    identify("grace");
    await settled();
    event("identify", "ada");
    await settled();
    loader.server = "eve's";
    await loader.functions.refreshToken();
    await printed(() => event("track", "grace"));
    assert.deepEqual(loader.told.at(-1), ["eve's", "boot", {}]);
  });
});

describe("a user who is not the token's", () => {
  const asked = ({ calls }) => calls.filter((call) => ["boot", "refreshToken"].includes(call)).length;

  /** A page whose token is bob's for all that Segment says, after so many calls of identify, each so much later. */
  async function mismatched(t, calls, apart, server = "bob") {
    let now = 1000;
    t.mock.method(performance, "now", () => now);
    const it = await page({ jwtUrl: "/jwt" });
    it.loader.server = server;
    const repeat = async (times, later) => {
      for (; times > 0; times -= 1) {
        it.identify("alice");
        await settled();
        now += later;
      }
    };
    await printed(() => repeat(calls, apart));
    return { ...it, repeat };
  }

  it("is asked for once, and again after a pause", async (t) => {
    const { loader, repeat, whose } = await mismatched(t, 30, 120);
    const once = asked(loader);
    assert.ok(once <= 3, `asked ${once} times`);
    await printed(() => repeat(2, 5000));
    assert.equal(asked(loader), once + 1);
    loader.server = "alice";
    await repeat(1, 0);
    assert.equal(whose(), "bob");
    await repeat(1, 20_000);
    await repeat(1, 0);
    assert.equal(whose(), "alice");
  });

  it("never uses up Intercom's quota", async (t) => {
    const { loader } = await mismatched(t, 1800, 1000);
    assert.ok(asked(loader) <= 18, `asked ${asked(loader)} times in half an hour`);
  });

  it("is found 5 s later, where a visitor signs in", async (t) => {
    const { loader, repeat, whose } = await mismatched(t, 300, 1000, null);
    loader.server = "alice";
    await repeat(6, 1000);
    assert.equal(whose(), "alice");
  });

  it("is asked for at once where the session became another's, and after a reset", async (t) => {
    const { loader, repeat, reset, analytics, whose } = await mismatched(t, 10, 120);
    loader.server = "carol";
    await loader.functions.refreshToken();
    loader.server = "alice";
    await repeat(1, 0);
    assert.equal(whose(), "alice");
    reset();
    analytics.id = "alice";
    await settled();
    await repeat(1, 0);
    assert.equal(whose(), "alice");
  });
});

describe("an event without a user", () => {
  it("is not told into a user's session, which is said once", async () => {
    const { loader, event, identify, whose } = await page({ jwtUrl: "/jwt" });
    event("track");
    loader.server = "ada";
    identify("ada");
    await settled();
    assert.equal(whose(), "ada");
    // An event that analytics had kept, while it has a user.
    const late = await printed(() => event("track"));
    assert.deepEqual(late, []);
    const { loader: other, event: tell } = await page({ getJwt: async () => tokenOf("ada") });
    const said = await printed(() => ["page", "track", "group"].forEach((type) => tell(type)));
    assert.equal(said.length, 1);
    assert.match(said[0], /analytics\.identify/);
    assert.deepEqual(other.told, [["ada", "boot", {}]]);
    assert.deepEqual(
      loader.told.filter(([, method]) => method === "trackEvent"),
      [[null, "trackEvent", "of undefined", {}]],
    );
  });

  it("is not told into one that began while the Messenger waited", async () => {
    const { loader, event, identify } = await page({ jwtUrl: "/jwt", load: "interaction" });
    event("track");
    await settled();
    loader.server = "ada";
    identify("ada");
    await settled();
    loader.open();
    await settled();
    assert.deepEqual(loader.told.at(-1), ["ada", "update", { name: "ada's" }]);
    assert.ok(!JSON.stringify(loader.told).includes("undefined"), JSON.stringify(loader.told));
  });

  it("is not told as an unsigned user", async () => {
    const { loader, event, identify } = await page({ allowUnsignedIdentity: true });
    identify("ada");
    event("track");
    await settled();
    assert.deepEqual(loader.told.slice(1), [[null, "update", { user_id: "ada", name: "ada's" }]]);
  });
});

/**
 * Random sequences on a page: events are sent under their own user only, and none begins a session for a former user.
 */
it("in any order of events nobody is told of under another's name", async () => {
  const days = [];
  randomly(60, (chance) => days.push(oneDay(chance)));
  await printed(() => Promise.all(days));
});

async function oneDay(chance) {
  const people = ["ada", "grace"];
  const source = chance.one([{}, { jwtUrl: "/jwt" }, { jwtUrl: "/jwt", load: "interaction" }]);
  const { loader, analytics, event, identify, reset } = await page(source);
  const token = (user) => (source.jwtUrl && chance.below(2) ? undefined : tokenOf(user, chance.one([undefined, 1, 2, 3])));
  const wrong = [];
  loader.onAsk = (asked) => {
    if (!source.jwtUrl && asked !== null && asked !== analytics.id) wrong.push(`begins ${asked} for ${analytics.id}`);
  };
  for (let step = 0; step < 40; step += 1) {
    const user = chance.one(people);
    const type = chance.one(["identify", "page", "track", "group"]);
    [
      () => ((loader.server = user), identify(user, token(user))),
      () => event(type, user, token(user)),
      () => event(type, null),
      reset,
      () => loader.pause(),
      () => loader.resume(),
      () => loader.open(),
    ][chance.below(7)]();
    if (chance.below(2)) await settled();
  }
  loader.resume();
  await settled();
  for (const [user, method, ...given] of loader.told) {
    const said = JSON.stringify(given);
    if (method !== "boot" && !said.includes(user)) wrong.push(`${user} is told ${said}`);
  }
  assert.deepEqual(wrong, []);
}

describe("an event of a user of whom Intercom's id is not known", () => {
  it("is not told into the session that an endpoint gave the user before", async () => {
    const mapping = { identifyUser: { user_id: "traits.intercom_id" } };
    const { loader, analytics, event, identify } = await page({ jwtUrl: "/jwt", mapping });
    loader.server = "ada";
    analytics.id = "segment-a";
    event("identify", "segment-a", undefined, { intercom_id: "ada" });
    await settled();
    identify("segment-b");
    event("track", "segment-b");
    await settled();
    assert.deepEqual(loader.told.filter(([, method]) => method === "trackEvent"), []);
    assert.ok(!JSON.stringify(loader.told).includes("segment-b's"));
  });

  it("is not told into the session of the user before", async () => {
    const { loader, analytics, event, identify } = await page({ mapping: { identifyUser: { user_id: "traits.intercom_id" } } });
    analytics.id = "segment-a";
    event("identify", "segment-a", tokenOf("ada"), { intercom_id: "ada" });
    await settled();
    identify("segment-b");
    event("track", "segment-b");
    await settled();
    assert.deepEqual(loader.told.filter(([user, method]) => user === "ada" && method === "trackEvent"), []);
    assert.ok(!JSON.stringify(loader.told).includes("segment-b's"));
  });
});
