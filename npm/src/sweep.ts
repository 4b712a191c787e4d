import { attempt, own } from "./browser.js";
import { expireAll } from "./cookies.js";
import { CHANNEL, SHUTDOWN_MESSAGE } from "./generated.js";

/**
 * A shutdown without the core. Leaves nothing of anybody's on this page, in this browser and in other tabs, in the order of
 * `tear_down` in the core's teardown.rs. The workspace is not known, so it is that of every one.
 */
export function sweep(tellsTabs: boolean): void {
  const intercom: unknown = own(window, "Intercom");
  if (typeof intercom === "function") {
    attempt(() => {
      const { q } = intercom as { q?: unknown };
      if (Array.isArray(q)) {
        q.length = 0;
      }
    });
    attempt(() => intercom("shutdown"));
  }
  // A property that cannot be set can perhaps be deleted, and the other way round.
  for (const forget of [Reflect.set, Reflect.deleteProperty]) {
    attempt(() => "intercomSettings" in window && forget(window, "intercomSettings", undefined));
  }
  attempt(expireAll);
  if (tellsTabs) {
    attempt(() => {
      const channel = new BroadcastChannel(CHANNEL);
      channel.postMessage(SHUTDOWN_MESSAGE);
      channel.close();
    });
  }
}
