// The adapters' calls of the loader for the options of each render.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as Vue from "vue";
import { FakeLoader } from "./fake-loader.mjs";
import { over, printed, settled, tokenOf } from "./over.mjs";

const OPTIONS = { appId: "abc12345", jwtUrl: "/jwt" };

async function page() {
  const loader = new FakeLoader();
  const adapter = await over(loader, "adapters/follow.ts");
  return { loader, ...adapter, ...adapter.createFollower() };
}

/** Runs the timers that are due. */
const timers = async () => {
  await new Promise((resolve) => setTimeout(resolve));
  await settled();
};

const told = (loader, method) => loader.told.filter(([, name]) => name === method).map(([user, , fields]) => [user, fields]);

/** Values that are created anew at each render. */
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

it("a newer token that comes with its user's name, or before another boot, goes to the session that is there", async () => {
  const { loader, follow, functions } = await page();
  follow({ appId: "abc12345", jwt: tokenOf("ada", 1) });
  await settled();
  follow({ appId: "abc12345", jwt: tokenOf("ada", 2), settings: { plan: "gold" } }, "ada");
  await settled();
  assert.equal(loader.jwt, tokenOf("ada", 2));
  follow({ appId: "abc12345", jwt: tokenOf("ada", 3), settings: { plan: "gold" } }, "ada");
  await functions.boot();
  assert.equal(loader.jwt, tokenOf("ada", 3));
  const told = loader.told.map(([user, method]) => [user, method]);
  assert.deepEqual(told, [["ada", "boot"], ["ada", "update"]]);
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
      assert.deepEqual(loader.calls, ["boot", "leave", "boot"]);
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

    it(`who becomes known after ${nobody} together with new settings costs one request and ends no session`, async () => {
      for (const server of ["ada", null]) {
        const { loader, follow } = await page();
        const asked = [];
        loader.server = server;
        loader.onAsk = (user) => asked.push(user);
        follow({ ...OPTIONS, settings: { plan: "free" } }, nobody);
        await settled();
        loader.server = "ada";
        follow({ ...OPTIONS, settings: { plan: "gold", seats: 7 } }, "ada");
        await settled();
        assert.deepEqual(loader.functions.state().session, { kind: "user", userId: "ada" });
        assert.deepEqual(told(loader, "update"), [["ada", { plan: "gold", seats: 7 }]]);
        assert.ok(!loader.calls.includes("shutdown") && !loader.calls.includes("leave"), loader.calls.join());
        assert.deepEqual(asked, server ? ["ada"] : [null, "ada"]);
      }
    });
  }

  it("who changes leaves other tabs to follow, and who cannot be asked about has signed out there as well", async () => {
    for (const [options, ended] of [[OPTIONS, "leave"], [{ appId: "abc12345" }, "shutdown"]]) {
      for (const next of ["grace", null]) {
        const { loader, follow } = await page();
        follow(options, "ada");
        await settled();
        follow(options, next);
        await settled();
        assert.deepEqual(loader.calls, ["boot", ended, "boot"]);
      }
    }
    const { loader, follow } = await page();
    follow(OPTIONS, "ada");
    await settled();
    loader.fail("endpoint_unreachable");
    await printed(() => follow(OPTIONS, null));
    assert.deepEqual(loader.calls, ["boot", "leave", "boot", "shutdown"]);
  });
});

describe("several providers", () => {
  it("are one session, which the last one to leave ends on this page", async () => {
    const { loader, createFollower } = await page();
    const [one, other] = [createFollower(), createFollower()];
    one.follow(OPTIONS, "ada");
    // It does not name the user.
    other.follow(OPTIONS);
    one.follow(OPTIONS, "ada");
    other.follow(OPTIONS);
    one.leave();
    await timers();
    assert.deepEqual(loader.calls, ["boot"]);
    other.leave();
    await timers();
    assert.deepEqual(loader.calls, ["boot", "leave"]);
  });

  it("that want different things do not throw each other out at each render", async () => {
    const { loader, createFollower } = await page();
    const [one, other] = [createFollower(), createFollower()];
    for (let render = 0; render < 3; render += 1) {
      one.follow({ ...OPTIONS, settings: { alignment: "left" } }, "ada");
      other.follow({ ...OPTIONS, settings: { alignment: "right" } }, "ada");
      await settled();
    }
    assert.deepEqual(loader.calls, ["boot", "update"]);
    other.leave();
    await timers();
    assert.deepEqual(told(loader, "update"), [["ada", { alignment: "right" }], ["ada", { alignment: "left" }]].map(([, fields]) => [null, fields]));
  });

  it("that is mounted twice, as in StrictMode, is one", async () => {
    const { loader, follow, leave } = await page();
    follow(OPTIONS, "ada");
    leave();
    follow(OPTIONS, "ada");
    await timers();
    assert.deepEqual(loader.calls, ["boot"]);
  });
});

describe("settings", () => {
  it("that were refused and are mended boot, and a refusal stands in lastError until then", async () => {
    const loader = new FakeLoader();
    const vue = await over(loader, "vue.js");
    const settings = Vue.shallowRef({ size: Number.NaN });
    vue.createMessenger(() => ({ ...OPTIONS, settings: settings.value })).install({ unmount() {} });
    const { state } = vue.useMessenger();
    await printed(settled);
    assert.equal(state.value.lastError?.code, "invalid_settings");
    settings.value = { size: 10 };
    await settled();
    assert.equal(loader.functions.state().phase, "active");
    assert.equal(state.value.lastError, null);
    // A running session does not lose the valid ones permanently either.
    settings.value = { size: Number.NaN, plan: "gold" };
    await printed(settled);
    assert.equal(state.value.lastError?.code, "invalid_settings");
    settings.value = { size: 12, plan: "gold" };
    await settled();
    assert.deepEqual(told(loader, "update"), [[null, { size: 12, plan: "gold" }]]);
    assert.equal(state.value.lastError, null);
  });

  it("that are removed or undefined are undone where they had been told", async () => {
    const { loader, follow } = await page();
    follow({ ...OPTIONS, settings: { alignment: "left", plan: "gold", seats: undefined } }, null);
    await settled();
    follow({ ...OPTIONS, settings: { alignment: undefined } }, null);
    await settled();
    assert.deepEqual(told(loader, "update"), [[null, { alignment: null, plan: null }]]);
    follow(OPTIONS, null);
    await settled();
    assert.equal(told(loader, "update").length, 1);
  });

  it("are followed in Vue to any depth, and what is told is no proxy", async () => {
    const loader = new FakeLoader();
    const { createMessenger } = await over(loader, "vue.js");
    const options = Vue.reactive({ ...OPTIONS, settings: { company: { plan: "gold", owners: [{ id: 1 }] } } });
    createMessenger(options).install({ unmount() {} });
    await settled();
    options.settings.company.owners[0].id = 2;
    await settled();
    options.settings.company.plan = "silver";
    await settled();
    const companies = told(loader, "update").map(([, { company }]) => company);
    assert.deepEqual(companies, [{ plan: "gold", owners: [{ id: 2 }] }, { plan: "silver", owners: [{ id: 2 }] }]);
    assert.ok(![...companies, loader.told[0][2].company].some(Vue.isProxy));
  });
});

it("boot() of the functions joins the session that is there, also after settings have changed", async () => {
  const { loader, follow, functions } = await page();
  loader.server = "ada";
  follow({ ...OPTIONS, settings: { plan: "free" } }, "ada");
  await settled();
  follow({ ...OPTIONS, settings: { plan: "gold" } }, "ada");
  await settled();
  await functions.boot();
  assert.deepEqual(told(loader, "boot"), [["ada", { plan: "free" }]]);
  await loader.functions.shutdown();
  await functions.boot();
  assert.deepEqual(told(loader, "boot").at(-1), ["ada", { plan: "gold" }]);
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
