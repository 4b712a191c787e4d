// Several providers of the adapters on a page, of one bundle and of several.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { OPTIONS, page, timers, told } from "./adapter-page.mjs";
import { FakeLoader } from "./fake-loader.mjs";
import { over, printed, settled } from "./over.mjs";

describe("a provider that says nothing of the user", () => {
  const LEFT = { ...OPTIONS, settings: { alignment: "left" } };

  it("changes settings in the session of the user whom another has said, whatever the order", async () => {
    for (const isFirst of [true, false]) {
      const { loader, createFollower } = await page();
      const [silent, other] = [createFollower(), createFollower()];
      loader.server = "ada";
      if (isFirst) silent.follow(LEFT);
      other.follow(OPTIONS, "ada");
      if (!isFirst) silent.follow(LEFT);
      await settled();
      loader.server = "grace";
      other.follow(OPTIONS, "grace");
      await settled();
      loader.calls = [];
      silent.follow({ ...OPTIONS, settings: { alignment: "right" } });
      await settled();
      assert.deepEqual(loader.calls, ["update"]);
      assert.deepEqual(loader.told.at(-1), ["grace", "update", { alignment: "right" }]);
    }
  });

  it("signs nobody out, whether its settings are refused or the endpoint is down", async () => {
    for (const settings of [{ size: Number.NaN }, { alignment: "right" }]) {
      const { loader, createFollower } = await page();
      const [silent, other] = [createFollower(), createFollower()];
      loader.server = "ada";
      silent.follow(LEFT);
      other.follow(OPTIONS, "ada");
      await settled();
      loader.fail("endpoint_unreachable");
      await printed(async () => {
        silent.follow({ ...OPTIONS, settings });
        await settled();
      });
      assert.deepEqual(loader.functions.state().session, { kind: "user", userId: "ada" });
      assert.ok(!loader.calls.includes("leave") && !loader.calls.includes("shutdown"), loader.calls.join());
    }
  });

  it("keeps the session of the one that leaves", async () => {
    const { loader, createFollower } = await page();
    const [silent, other] = [createFollower(), createFollower()];
    loader.server = "ada";
    other.follow(OPTIONS, "ada");
    silent.follow(LEFT);
    await settled();
    other.leave();
    await timers();
    silent.follow(OPTIONS);
    await settled();
    assert.deepEqual(loader.calls, ["boot", "update", "update"]);
  });

  it("any more has the endpoint asked who it is, within the session", async () => {
    for (const [server, session] of [["ada", { kind: "user", userId: "ada" }], [null, { kind: "visitor" }]]) {
      const { loader, follow } = await page();
      loader.server = "ada";
      follow(OPTIONS, "ada");
      await settled();
      loader.server = server;
      follow(LEFT);
      await settled();
      assert.deepEqual(loader.functions.state().session, session);
      assert.ok(!loader.calls.includes("leave") && !loader.calls.includes("shutdown"), loader.calls.join());
      assert.deepEqual(loader.told.at(-1), [server, "update", { alignment: "left" }]);
    }
    const { loader, follow } = await page();
    loader.server = "ada";
    follow(OPTIONS, "ada");
    await settled();
    loader.fail("endpoint_unreachable");
    await printed(() => follow(OPTIONS));
    assert.deepEqual(loader.functions.state().session, { kind: "user", userId: "ada" });
  });
});

describe("several copies on a page", () => {
  const KEY = Symbol.for("intercom-messenger-loader adapters 0.0.0");
  const withWindow = async (window, steps) => {
    globalThis.window = window;
    try {
      await steps();
    } finally {
      delete globalThis.window;
    }
  };

  it("are one list of providers and one view: only the last provider of all ends the session", async () => {
    await withWindow({}, async () => {
      const loader = new FakeLoader();
      loader.server = "ada";
      const [one, other] = [await over(loader, "adapters/follow.ts"), await over(loader, "adapters/follow.ts")];
      const [first, second] = [one.createFollower(), other.createFollower()];
      first.follow(OPTIONS, "ada");
      second.follow({ ...OPTIONS, settings: { alignment: "left" } }, "ada");
      await settled();
      second.leave();
      await timers();
      assert.deepEqual(loader.calls, ["boot", "update", "update"]);
      assert.equal(other.getView(), one.getView());
      await other.functions.boot();
      first.leave();
      await timers();
      assert.equal(loader.calls.at(-1), "leave");
    });
  });

  const locked = Object.freeze({});
  const thrower = new Proxy({}, { get: () => assert.fail("no property") });
  const values = { null: null, "a number": 7, "an object": {}, "a list": [], "half of a copy": { boot() {} }, thrower };
  for (const [what, value] of [
    ...Object.entries(values).map(([name, one]) => [name, () => ({ [KEY]: one })]),
    ["a getter that throws", () => Object.defineProperty({}, KEY, { get: () => assert.fail("no getter") })],
    ["a fixed value", () => Object.defineProperty({}, KEY, { value: 7 })],
    ["nothing that can be written", () => locked],
  ]) {
    it(`work where ${what} stands in the place of theirs`, async () => {
      await withWindow(value(), async () => {
        const { loader, follow, leave, getView } = await page();
        follow(OPTIONS, "ada");
        await settled();
        assert.equal(getView().phase, "active");
        leave();
        await timers();
        assert.deepEqual(loader.calls, ["boot", "leave"]);
      });
    });
  }
});

describe("several providers", () => {
  it("are one session, which the last one to leave ends on this page", async () => {
    const { loader, createFollower } = await page();
    const [one, other] = [createFollower(), createFollower()];
    one.follow(OPTIONS, "ada");
    // It does not say who the user is.
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
    loader.server = "ada";
    for (let render = 0; render < 3; render += 1) {
      one.follow({ ...OPTIONS, settings: { alignment: "left" } }, "ada");
      other.follow({ ...OPTIONS, settings: { alignment: "right" } }, "ada");
      await settled();
    }
    assert.deepEqual(loader.calls, ["boot", "update"]);
    other.leave();
    await timers();
    assert.deepEqual(told(loader, "update"), [["ada", { alignment: "right" }], ["ada", { alignment: "left" }]]);
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
