// What a shutdown does that needs no wasm.
import { goPastCaches } from "wasm:load";
import { callMessenger, emptyQueue, forgetSettings } from "wasm:messenger";
import { expireCookies, forgetNotes, tellTabs } from "wasm:page";

/** The channel of the other tabs, as in tabs.rs. */
export const CHANNEL = "intercom-messenger-loader";

/**
 * Leaves nothing of anybody's on this page, in this browser and in other tabs, in the order of `tear_down` in teardown.rs. No
 * workspace is known, so it is that of every one.
 *
 * @param {boolean} tellsTabs
 */
export function sweep(tellsTabs) {
  goPastCaches();
  emptyQueue();
  callMessenger("shutdown", "[]", false);
  forgetSettings();
  expireCookies("");
  forgetNotes();
  if (tellsTabs) {
    tellTabs(CHANNEL, "shutdown:");
  }
}
