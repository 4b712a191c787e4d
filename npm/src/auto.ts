// Entry of the script tag: boots from the tag's attributes, and sets window.IntercomMessenger to the functions.
import { hasPage, own } from "./browser.js";
import * as loader from "./index.js";
import { withOwnTag } from "./own-tag.js";
import { isManual, readTag } from "./tag.js";

declare global {
  interface Window {
    /** The package's functions, once the script tag's file has run. */
    IntercomMessenger?: typeof loader;
  }
}

if (hasPage()) {
  // A second tag uses the first one's session.
  const messenger: typeof loader = own(window, "IntercomMessenger") || { ...loader };
  window.IntercomMessenger = messenger;
  withOwnTag((tag) => {
    if (!isManual(tag)) {
      messenger.boot(readTag(tag)).catch((error: { code?: unknown }) => {
        // A boot that a later call superseded is no failure.
        if (error.code !== "boot_superseded") {
          console.error(error);
        }
      });
    }
  });
}
