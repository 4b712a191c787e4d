// The adapters on a server, without a page: they render their children and the initial state.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createElement as element } from "react";
import { renderToString as reactToString } from "react-dom/server";
import { createSSRApp, h } from "vue";
import { renderToString as vueToString } from "vue/server-renderer";
import * as react from "../../dist/react.js";
import * as vue from "../../dist/vue.js";

const OPTIONS = { appId: "standin1", region: "eu", jwtUrl: "/api/messenger-token" };

test("React draws the provider's children on a server, and boots nothing", () => {
  const View = () => {
    const { phase, session, unreadCount } = react.useMessenger();
    return element("p", null, JSON.stringify([phase, session, unreadCount]));
  };
  const view = element(react.MessengerProvider, { ...OPTIONS, user: "ada", route: "/" }, element(View));
  assert.equal(reactToString(view), "<p>[&quot;idle&quot;,null,0]</p>");
});

test("Vue draws an application with the plugin on a server, and boots nothing", async () => {
  const setup = () => {
    const { state, unreadCount, isOpen } = vue.useMessenger();
    return () => h("p", [state.value.phase, unreadCount.value, isOpen.value].join(" "));
  };
  const routes = [];
  const router = { afterEach: (guard) => routes.push(guard) };
  const application = createSSRApp({ setup }).use(vue.createMessenger(OPTIONS, { user: () => "ada", router }));
  assert.equal(await vueToString(application), "<p>idle 0 false</p>");
  assert.deepEqual(routes, []);
});

test("what an adapter's functions do without a page is said by the loader", async () => {
  const { show } = vue.useMessenger();
  await assert.rejects(show(), { name: "MessengerError", code: "unsupported_environment" });
});
