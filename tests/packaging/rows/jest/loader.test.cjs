// A test of an application that uses the loader: importing has no effect, a boot rejects, a provider renders.
const before = Object.getOwnPropertyNames(window);
const loader = require("intercom-messenger-loader");
const { createElement } = require("react");
const { createRoot } = require("react-dom/client");
const { act } = require("react");

for (const entry of ["auto", "inline", "messenger-js-sdk", "react", "segment", "server", "wasm"]) {
  test(`/${entry} can be required`, () => {
    require(`intercom-messenger-loader/${entry}`);
  });
}

test("importing puts nothing on the page", () => {
  const added = Object.getOwnPropertyNames(window).filter((name) => !before.includes(name));
  // The script tag's entry exists to define this global.
  expect(added.filter((name) => name !== "IntercomMessenger")).toEqual([]);
});

test.each(["intercom-messenger-loader", "intercom-messenger-loader/inline", "intercom-messenger-loader/wasm"])(
  "%s: boot rejects with a code, and shutdown resolves",
  async (entry) => {
    const { boot, shutdown } = require(entry);
    const error = await boot({ appId: "abc12345", jwtUrl: "/api/messenger-token" }).catch((error) => error);
    expect(error).toMatchObject({ name: "MessengerError", code: expect.any(String), hint: expect.any(String) });
    await shutdown();
  },
  15_000,
);

test("what takes the place of Intercom's package can be called", () => {
  const { default: Intercom, shutdown } = require("intercom-messenger-loader/messenger-js-sdk");
  Intercom({ app_id: "abc12345" });
  shutdown();
});

test("a provider renders what is inside", async () => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  const { MessengerProvider, useMessenger } = require("intercom-messenger-loader/react");
  const Phase = () => useMessenger().phase;
  const place = document.createElement("div");
  const root = createRoot(place);
  await act(() => root.render(createElement(MessengerProvider, { appId: "abc12345" }, createElement(Phase))));
  expect(place.textContent).toMatch(/^(idle|booting)$/);
  await act(() => root.unmount());
  await loader.shutdown();
});
