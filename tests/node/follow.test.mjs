// What the adapters ask of the loader for what an application says at each render.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as Vue from "vue";
import { FakeLoader } from "./fake-loader.mjs";
import { over, printed, settled, tokenOf } from "./over.mjs";

const OPTIONS = { appId: "abc12345", jwtUrl: "/jwt" };

async function page() {
  const loader = new FakeLoader();
  return { loader, ...(await over(loader, "adapters/follow.ts")) };
}

/** Each is made anew at each render. */
const ODD = {
  "settings that are null": () => ({ settings: null }),
  "a BigInt among the settings": () => ({ settings: { size: 10n, company: { id: 7n } } }),
  "a cycle among the settings": () => {
    const company = { name: "Engines" };
    company.owner = { company };
    return { settings: { company } };
  },
  "a cycle among the options": () => {
    const jwtRequest = { url: "/jwt" };
    jwtRequest.headers = { jwtRequest };
    return { jwtUrl: undefined, jwtRequest };
  },
  "settings with their keys in another order": (at) => ({ settings: { company: at % 2 ? { id: 1, plan: 2 } : { plan: 2, id: 1 } } }),
  "a user that is an object": () => ({ user: { id: 7n, team: { name: "Engines" } } }),
  "a user in a cycle": () => {
    const user = { id: 7 };
    user.team = { users: [user] };
    return { user };
  },
  "a user that is no number": () => ({ user: Number.NaN }),
};

for (const [what, make] of Object.entries(ODD)) {
  describe(what, () => {
    it("neither throws nor boots at each render", async () => {
      const { loader, follow } = await page();
      for (let at = 0; at < 4; at += 1) {
        const { user, ...options } = make(at);
        follow({ ...OPTIONS, ...options }, user);
        await settled();
      }
      assert.deepEqual(loader.calls, ["boot"]);
    });

    it("nor does it in Vue", async () => {
      const loader = new FakeLoader();
      const { createMessenger } = await over(loader, "vue.js");
      const given = Vue.shallowRef(make(0));
      const options = () => ({ ...OPTIONS, ...given.value, user: undefined });
      createMessenger(options, { user: () => given.value.user }).install({ unmount() {} });
      for (let at = 1; at < 4; at += 1) {
        given.value = make(at);
        await settled();
      }
      assert.deepEqual(loader.calls, ["boot"]);
    });
  });
}

it("a token for each render costs no call, whatever settings change along", async () => {
  const { loader, follow } = await page();
  for (let at = 0; at < 22; at += 1) {
    follow({ appId: "abc12345", jwt: tokenOf("ada", at), settings: { plan: at < 20 ? "gold" : "silver" } });
    await settled();
  }
  const told = loader.told.map(([user, method, { plan }]) => [user, method, plan]);
  assert.deepEqual(told, [["ada", "boot", "gold"], ["ada", "update", "silver"]]);
  follow({ appId: "abc12345", jwt: tokenOf("grace", 1), settings: { plan: "gold" } });
  await settled();
  assert.deepEqual(loader.told.at(-1), ["grace", "boot", { plan: "gold" }]);
});

describe("a user", () => {
  it("who is another object with another content is another user", async () => {
    class Account {
      #id;
      constructor(id) {
        this.#id = id;
      }
    }
    for (const [ada, grace] of [[{ id: 1 }, { id: 2 }], [new Account(1), new Account(2)]]) {
      const { loader, follow } = await page();
      for (const user of [ada, ada, grace]) follow(OPTIONS, user);
      await settled();
      assert.deepEqual(loader.calls, ["boot", "shutdown", "boot"]);
    }
  });

  for (const nobody of [null, undefined]) {
    it(`who signs in while it is being asked who ${nobody} is, is asked for again`, async () => {
      const { loader, follow } = await page();
      loader.pause();
      follow(OPTIONS, nobody);
      await settled();
      loader.server = "ada";
      follow(OPTIONS, "ada");
      follow(OPTIONS, "ada");
      await settled();
      loader.resume();
      await settled();
      assert.deepEqual(loader.functions.state().session, { kind: "user", userId: "ada" });
      assert.ok(!loader.calls.includes("shutdown"));
    });
  }
});

it("what cannot be read at all is said, and thrown by no render", async () => {
  const { loader, follow } = await page();
  const settings = Object.defineProperty({}, "name", { enumerable: true, get: () => assert.fail("no name") });
  const said = await printed(() => follow({ ...OPTIONS, settings }, "ada"));
  assert.equal(said.length, 1);
  follow(OPTIONS, "ada");
  assert.deepEqual(loader.calls, ["boot"]);
});

it("what changed is told, also where it changed in place", async () => {
  const { loader, follow } = await page();
  const company = { id: 7, plan: "gold" };
  follow({ ...OPTIONS, settings: { company } }, null);
  await settled();
  company.plan = "silver";
  follow({ ...OPTIONS, settings: { company } }, null);
  await settled();
  assert.deepEqual(loader.told.at(-1), [null, "update", { company: { id: 7, plan: "silver" } }]);
});

it("what ended because another user came is no failure", async () => {
  const { loader, follow } = await page();
  loader.pause();
  follow({ ...OPTIONS, settings: { a: 1 } }, "ada");
  follow({ ...OPTIONS, settings: { a: 2 } }, "ada");
  const said = await printed(async () => {
    follow({ ...OPTIONS, settings: { a: 2 } }, "grace");
    loader.resume();
  });
  assert.deepEqual(said, []);
});

describe("a session that has become another user's by itself", () => {
  it("is not told what is rendered for the user whom the application knows", async () => {
    const { loader, follow } = await page();
    loader.server = "ada";
    follow({ ...OPTIONS, settings: { plan: "free" } }, "ada");
    await settled();
    loader.server = "grace";
    await loader.functions.refreshToken();
    follow({ ...OPTIONS, settings: { plan: "ada's" } }, "ada");
    await settled();
    assert.deepEqual(loader.told.filter(([, method]) => method === "update"), []);
    follow({ ...OPTIONS, settings: { plan: "grace's" } }, "grace");
    await settled();
    assert.deepEqual(loader.told.at(-1), ["grace", "boot", { plan: "grace's" }]);
  });
});
