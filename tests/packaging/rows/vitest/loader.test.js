// A test of an application that uses the loader: importing has no effect, a boot rejects, a provider renders.
import { act, createElement } from "react";
import { createRoot } from "react-dom/client";
import { expect, test } from "vitest";

const ENTRIES = ["", "/inline", "/messenger-js-sdk", "/react", "/segment", "/server", "/wasm"];

test("importing puts nothing on the page", async () => {
  const before = Object.getOwnPropertyNames(window);
  for (const entry of ENTRIES) await import(/* @vite-ignore */ `intercom-messenger-loader${entry}`);
  const added = Object.getOwnPropertyNames(window).filter((name) => !before.includes(name));
  expect(added).toEqual([]);
});

test.each(["", "/inline", "/wasm"])(
  "intercom-messenger-loader%s: boot rejects with a code, and shutdown resolves",
  async (entry) => {
    const { boot, shutdown } = await import(/* @vite-ignore */ `intercom-messenger-loader${entry}`);
    const getJwt = async () => Promise.reject(new Error("no server in a test"));
    const error = await boot({ appId: "abc12345", getJwt }).catch((error) => error);
    expect(error).toMatchObject({ name: "MessengerError", code: expect.any(String), hint: expect.any(String) });
    await shutdown();
  },
  15_000,
);

test("a provider renders what is inside", async () => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  const { shutdown } = await import("intercom-messenger-loader");
  const { MessengerProvider, useMessenger } = await import("intercom-messenger-loader/react");
  const Phase = () => useMessenger().phase;
  const place = document.createElement("div");
  const root = createRoot(place);
  await act(() => root.render(createElement(MessengerProvider, { appId: "abc12345" }, createElement(Phase))));
  expect(place.textContent).toMatch(/^(idle|booting)$/);
  await act(() => root.unmount());
  await shutdown();
});
