// @ts-check
// The start page: says which Messenger the demo uses.

import { readDemo } from "./backend.js";
import { byId, make } from "./dom.js";

const which = byId("which");
try {
  const demo = await readDemo();
  if (demo.fakeMessenger) {
    which.replaceChildren(
      make("span", { class: "badge fake-messenger" }, "Fake Messenger"),
      "An imitation that checks the signed identity. No Intercom account is needed, and nothing leaves this machine.",
    );
  } else {
    which.replaceChildren(
      make("span", { class: "badge real" }, "Real Messenger"),
      make("span", {}, "Intercom's own, for workspace ", make("code", {}, demo.appId), "."),
    );
  }
} catch (error) {
  which.textContent = error instanceof Error ? error.message : String(error);
}
