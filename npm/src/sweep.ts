import { attempt, own } from "./browser.js";
import { expireAll } from "./cookies.js";
import { CHANNEL, SHUTDOWN_MESSAGE } from "./generated.js";

/**
 * A shutdown without the core. Leaves nothing of anybody's on this page, in this browser and in other tabs, in the order of
 * `tear_down` in the core's teardown.rs. The workspace is not known, so it is that of every one.
 */
export function sweep(tellsTabs: boolean): void {
  const intercom: any = own(window, "Intercom");
  // What is no Messenger, or has no queue, throws.
  attempt(() => (intercom.q.length = 0));
  attempt(() => intercom("shutdown"));
  // A property that cannot be set can perhaps be deleted, and the other way round.
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
