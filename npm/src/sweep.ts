import { attempt, own } from "./browser.js";
import { expireAll } from "./cookies.js";
import { CHANNEL, SHUTDOWN_MESSAGE } from "./generated.js";

/**
 * Shuts down without the core: removes all user data from this page, this browser and other tabs, in the order of
 * `tear_down` in the core's teardown.rs. The workspace is not known, so it applies to all.
 */
export function sweep(tellsTabs: boolean): void {
  const intercom: any = own(window, "Intercom");
  // Throws if it is not a Messenger, or has no queue.
  attempt(() => (intercom.q.length = 0));
  attempt(() => intercom("shutdown"));
  // A property that cannot be set might be deletable, and the other way round.
  for (const forget of [Reflect.set, Reflect.deleteProperty]) {
    attempt(() => forget(window, "intercomSettings", undefined));
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
