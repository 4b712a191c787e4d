// What a shutdown does that needs no wasm.
import { callMessenger, emptyQueue, forgetSettings } from "wasm:messenger";
import { expireCookies, forgetNotes, tellTabs } from "wasm:page";

/** The channel of the other tabs, as in tabs.rs. */
const CHANNEL = "intercom-messenger-loader";

/**
 * Leaves nothing of anybody's on this page, in this browser and in other tabs, in the order of `tear_down` in teardown.rs. No
 * workspace is known, so it is that of every one.
 */
export function sweep() {
  emptyQueue();
  callMessenger("shutdown", "[]", false);
  forgetSettings();
  expireCookies("");
  forgetNotes();
  tellTabs(CHANNEL, "shutdown:");
}
