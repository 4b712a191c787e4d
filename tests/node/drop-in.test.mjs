// The replacement of Intercom's own package, when the user changes.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FakeLoader } from "./fake-loader.mjs";
import { over, printed, settled, tokenOf } from "./over.mjs";

const APP = { app_id: "abc12345" };

async function page() {
  const loader = new FakeLoader();
  return { loader, sdk: await over(loader, "messenger-js-sdk.js"), whose: () => loader.functions.state().session?.userId };
}

const SAID = {
  "Intercom()": (sdk, given) => sdk.Intercom({ ...APP, ...given }),
  "boot()": (sdk, given) => sdk.boot({ ...APP, ...given }),
  "update()": (sdk, given) => sdk.update(given),
};

for (const [how, say] of Object.entries(SAID)) {
  describe(`another user in ${how}`, () => {
    it("is not served by a question that was asked before, while the first one's boot goes on", async () => {
      const { loader, sdk, whose } = await page();
      loader.pause();
      sdk.Intercom({ ...APP, intercom_user_jwt: tokenOf("ada"), plan: "gold" });
      await settled();
      say(sdk, { intercom_user_jwt: tokenOf("grace"), plan: "gold" });
      await settled();
      loader.resume();
      await settled();
      assert.equal(whose(), "grace");
      assert.deepEqual(loader.told.map(([user, , { plan }]) => [user, plan]), [["grace", "gold"]]);
    });

    it("is told their own attributes, also those that the first one was booted with", async () => {
      const { loader, sdk, whose } = await page();
      sdk.Intercom({ ...APP, intercom_user_jwt: tokenOf("ada"), plan: "gold" });
      await settled();
      sdk.update({ plan: "silver" });
      await settled();
      say(sdk, { intercom_user_jwt: tokenOf("grace"), plan: "gold" });
      await settled();
      assert.equal(whose(), "grace");
      const plans = loader.told.map(([user, method, { plan }]) => [user, method, plan]);
      assert.deepEqual(plans, [["ada", "boot", "gold"], ["ada", "update", "silver"], ["grace", "boot", "gold"]]);
    });

    it("who is named beside an endpoint has it asked again", async () => {
      const { loader, sdk, whose } = await page();
      const endpoint = how === "update()" ? {} : { jwtUrl: "/jwt" };
      loader.server = "ada";
      sdk.Intercom({ ...APP, jwtUrl: "/jwt", name: "Ada" });
      await settled();
      const same = [{ user_id: "ada" }, { email: "a@b.c" }, { user_id: "ada", email: "ada@b.c" }, {}];
      for (const given of same) {
        say(sdk, { ...endpoint, ...given });
        await settled();
      }
      assert.ok(!loader.calls.includes("shutdown"));
      loader.server = "grace";
      loader.calls = [];
      say(sdk, { ...endpoint, email: "grace@b.c", name: "Grace" });
      await settled();
      assert.equal(whose(), "grace");
      assert.deepEqual(loader.told.filter(([, , { name }]) => name === "Grace").map(([user]) => user), ["grace"]);
      assert.deepEqual(loader.calls, ["leave", "boot"]);
    });
  });
}

for (const [how, say] of Object.entries(SAID)) {
  it(`somebody who is named for the first time in ${how} has the endpoint asked again`, async () => {
    const { loader, sdk, whose } = await page();
    sdk.Intercom({ ...APP, jwtUrl: "/jwt", alignment: "left" });
    await settled();
    loader.server = "ada";
    const { jwtUrl, ...named } = { jwtUrl: "/jwt", user_id: "ada", name: "Ada" };
    say(sdk, how === "update()" ? named : { jwtUrl, ...named });
    await settled();
    assert.equal(whose(), "ada");
    assert.deepEqual(loader.told.filter(([, , { name }]) => name).map(([user]) => user), ["ada"]);
  });
}

it("a newer token of the same user's goes on with the session", async () => {
  const { loader, sdk } = await page();
  sdk.Intercom({ ...APP, intercom_user_jwt: tokenOf("ada", 1), name: "Ada" });
  await settled();
  sdk.Intercom({ ...APP, intercom_user_jwt: tokenOf("ada", 2), name: "Ada" });
  sdk.Intercom({ ...APP, intercom_user_jwt: tokenOf("ada", 2), name: "Ada" });
  await settled();
  assert.deepEqual(loader.told, [["ada", "boot", { name: "Ada", installation_type: "npm-package" }]]);
});

it("a token minted at each navigation costs no call, and goes along with what has changed", async () => {
  const { loader, sdk } = await page();
  const say = [sdk.Intercom, sdk.boot, sdk.update];
  for (let at = 0; at < 22; at += 1) {
    say[at % 3]({ ...APP, intercom_user_jwt: tokenOf("ada", at) });
    await settled();
  }
  sdk.Intercom({ ...APP, intercom_user_jwt: tokenOf("ada", 22), plan: "gold" });
  await settled();
  assert.deepEqual(loader.told.map(([user, method]) => [user, method]), [["ada", "boot"], ["ada", "update"]]);
  assert.deepEqual(loader.calls.slice(-2), ["boot", "update"]);
});

it("a boot that names nobody keeps the user and their newest token", async () => {
  const { loader, sdk } = await page();
  for (const at of [1, 2]) sdk.Intercom({ ...APP, intercom_user_jwt: tokenOf("ada", at) });
  await settled();
  const { length } = loader.calls;
  sdk.boot({ ...APP, plan: "gold" });
  await settled();
  assert.deepEqual(loader.calls.slice(length), ["update"]);
  assert.equal(loader.jwt, tokenOf("ada", 2));
  assert.deepEqual(loader.told.at(-1), ["ada", "update", { plan: "gold" }]);
});

it("what cannot be sent is left out with one warning, and loses neither the Messenger nor its neighbours", async () => {
  const { loader, sdk } = await page();
  const said = await printed(async () => {
    for (let at = 0; at < 3; at += 1) {
      const company = { id: 7n };
      company.owner = { company };
      sdk.Intercom({ ...APP, company, seats: Number.NaN, plan: "gold", onClick() {} });
      await settled();
    }
    sdk.update({ seats: Number.NaN, plan: "silver" });
    sdk.trackEvent("paid", { price: Number.POSITIVE_INFINITY, currency: "eur" });
    await settled();
  });
  assert.deepEqual(loader.told.map(([, method, ...given]) => [method, ...given]), [
    ["boot", { installation_type: "npm-package", plan: "gold" }],
    ["update", { plan: "silver" }],
    ["trackEvent", "paid", { currency: "eur" }],
  ]);
  assert.deepEqual(said.map((line) => /"(\w+)"/.exec(line)?.[1]), ["company", "seats", "onClick", "price"]);
});

describe("boot() in a live session", () => {
  it("keeps the user where it names nobody, and with other attributes ends no session", async () => {
    for (const named of [{ user_id: "ada" }, { intercom_user_jwt: tokenOf("ada") }, { jwtUrl: "/jwt" }]) {
      const { loader, sdk } = await page();
      loader.server = "ada";
      sdk.Intercom({ ...APP, ...named, plan: "gold" });
      await settled();
      sdk.boot({ ...APP, plan: "silver" });
      await settled();
      assert.ok(!loader.calls.includes("shutdown"), loader.calls.join());
      assert.deepEqual(loader.told.map(([, method, { plan }]) => [method, plan]), [["boot", "gold"], ["update", "silver"]]);
      sdk.shutdown();
      sdk.boot(APP);
      await settled();
      assert.equal(loader.told.at(-1)[2].user_id, undefined, "a shutdown signs out");
    }
  });

  it("asks the endpoint again where it knew nobody", async () => {
    const { loader, sdk, whose } = await page();
    sdk.Intercom({ ...APP, jwtUrl: "/jwt" });
    await settled();
    loader.server = "ada";
    sdk.boot(APP);
    await settled();
    assert.equal(whose(), "ada");
  });
});

it("what is said later is told later, also while a boot asks who it is", async () => {
  for (const source of [{}, { jwtUrl: "/jwt" }]) {
    const { loader, sdk } = await page();
    loader.server = "ada";
    sdk.Intercom({ ...APP, ...source });
    sdk.boot({ ...APP, plan: "gold" });
    sdk.update({ plan: "silver" });
    await settled();
    assert.deepEqual(loader.told.slice(1).map(([, , { plan }]) => plan), ["gold", "silver"]);
  }
});

it("another e-mail address of the same user ends no session", async () => {
  const { loader, sdk } = await page();
  sdk.Intercom({ ...APP, user_id: "ada" });
  await settled();
  sdk.Intercom({ ...APP, user_id: "ada", email: "ada@example.com" });
  await settled();
  assert.deepEqual(loader.calls, ["boot", "update"]);
});

it("an update is remembered: what is rendered next is compared with it", async () => {
  const { loader, sdk } = await page();
  sdk.Intercom({ ...APP, plan: "gold", alignment: "left" });
  await settled();
  sdk.update({ plan: "silver", alignment: "right" });
  await settled();
  sdk.Intercom({ ...APP, plan: "gold", alignment: "right" });
  await settled();
  assert.deepEqual(loader.told.slice(1).map(([, , fields]) => fields), [{ plan: "silver", alignment: "right" }, { plan: "gold" }]);
  sdk.shutdown();
  sdk.boot(APP);
  await settled();
  assert.equal(loader.told.at(-1)[2].alignment, "right");
});

it("what a method takes there it takes here", async () => {
  const { loader, sdk } = await page();
  sdk.Intercom(APP);
  await settled();
  sdk.trackEvent("one", null);
  sdk.trackEvent("two", { a: 1 }, "third");
  await settled();
  assert.deepEqual(loader.told.slice(1).map(([, ...call]) => call), [["trackEvent", "one", undefined], ["trackEvent", "two", { a: 1 }]]);
});

it("a space that only the Messenger knows is told in its own session or in none", async () => {
  const { sdk } = await page();
  const told = [];
  globalThis.window = { Intercom: (...call) => told.push(call) };
  await printed(async () => {
    sdk.showSpace("shop");
    sdk.Intercom(APP);
    await settled();
  });
  assert.deepEqual(told, []);
  sdk.showSpace("shop");
  await settled();
  delete globalThis.window;
  assert.deepEqual(told, [["showSpace", "shop"]]);
});

it("a call that another boot or a shutdown overtakes is said to be lost", async () => {
  for (const end of [(sdk) => sdk.Intercom({ ...APP, intercom_user_jwt: tokenOf("grace") }), (sdk) => sdk.shutdown()]) {
    const { loader, sdk } = await page();
    loader.pause();
    sdk.Intercom({ ...APP, intercom_user_jwt: tokenOf("ada") });
    const said = await printed(async () => {
      sdk.trackEvent("early");
      sdk.update({ plan: "gold" });
      end(sdk);
      loader.resume();
    });
    assert.deepEqual(said.map((line) => /: (\w+)\(\)/.exec(line)?.[1]), ["trackEvent", "update"]);
  }
});

it("a boot that ended because another user came is no failure", async () => {
  const { loader, sdk } = await page();
  loader.pause();
  sdk.Intercom({ ...APP, intercom_user_jwt: tokenOf("ada"), name: "Ada" });
  const said = await printed(async () => {
    sdk.Intercom({ ...APP, intercom_user_jwt: tokenOf("grace") });
    loader.resume();
  });
  assert.deepEqual(said, []);
});

describe("a session that the endpoint has made another user's", () => {
  it("is not told what the program says of the user whom it names", async () => {
    const { loader, sdk, whose } = await page();
    loader.server = "ada";
    sdk.Intercom({ ...APP, jwtUrl: "/jwt", user_id: "ada", name: "Ada" });
    await settled();
    loader.server = "grace";
    await loader.functions.refreshToken();
    assert.equal(whose(), "grace");
    const said = await printed(async () => {
      sdk.Intercom({ ...APP, jwtUrl: "/jwt", user_id: "ada", name: "Ada Lovelace" });
      sdk.update({ user_id: "ada", plan: "gold" });
      await settled();
    });
    assert.ok(said.length > 0);
    assert.deepEqual(loader.told.filter(([, method]) => method === "update"), []);
  });

  for (const named of [{ email: "ada@example.com" }, { user_id: "ada" }, {}]) {
    it(`is told nothing of theirs by any call, named by ${JSON.stringify(named)}`, async () => {
      const { loader, sdk } = await page();
      loader.server = "ada";
      sdk.Intercom({ ...APP, jwtUrl: "/jwt", ...named, name: "Ada" });
      await settled();
      sdk.trackEvent("own");
      await settled();
      loader.server = "grace";
      await loader.functions.refreshToken();
      const said = await printed(async () => {
        sdk.Intercom({ ...APP, jwtUrl: "/jwt", ...named, name: "Ada Lovelace" });
        sdk.update({ plan: "gold" });
        sdk.trackEvent("paid");
        sdk.startConversation("Hello");
      });
      const told = loader.told.filter(([, method]) => method !== "boot");
      assert.deepEqual(told, [["ada", "trackEvent", "own", undefined]]);
      assert.deepEqual(said.map((line) => /: (\w+)\(\)/.exec(line)?.[1]), ["update", "update", "trackEvent", "startConversation"]);
    });
  }

  it("or that it knows nobody of, is told only what is of nobody", async () => {
    const { loader, sdk } = await page();
    sdk.Intercom({ ...APP, jwtUrl: "/jwt", email: "ada@example.com" });
    await settled();
    const said = await printed(() => sdk.trackEvent("paid"));
    assert.equal(said.length, 1);
    assert.deepEqual(loader.told.map(([, method]) => method), ["boot"]);
    const other = await page();
    other.sdk.Intercom({ ...APP, jwtUrl: "/jwt" });
    await settled();
    other.sdk.trackEvent("looked");
    await settled();
    assert.equal(other.loader.told.at(-1)[1], "trackEvent");
  });
});

describe("update() with a token", () => {
  const ENDS = {
    "shutdown()": (sdk) => sdk.shutdown(),
    "the loader's shutdown(), as another tab's": (_sdk, loader) => loader.functions.shutdown(),
  };
  for (const [what, end] of Object.entries(ENDS)) {
    it(`begins no session after ${what}`, async () => {
      for (const waits of [true, false]) {
        const { loader, sdk } = await page();
        sdk.Intercom({ ...APP, intercom_user_jwt: tokenOf("ada", 1) });
        await settled();
        end(sdk, loader);
        if (waits) await settled();
        const said = await printed(() => sdk.update({ intercom_user_jwt: tokenOf("ada", 2), plan: "gold" }));
        assert.deepEqual(said, ["not_booted"]);
        assert.deepEqual(loader.told.map(([, method]) => method), ["boot"]);
        sdk.boot({ ...APP, intercom_user_jwt: tokenOf("ada", 2) });
        await settled();
        assert.equal(loader.told.length, 2);
      }
    });
  }

  it("begins one again after a boot that failed", async () => {
    const { loader, sdk, whose } = await page();
    loader.fail("token_expired");
    await printed(() => sdk.Intercom({ ...APP, intercom_user_jwt: tokenOf("ada", 1) }));
    loader.fail(undefined);
    sdk.update({ intercom_user_jwt: tokenOf("ada", 2) });
    await settled();
    assert.equal(whose(), "ada");
  });
});
