// The script tag's entry: boots from the tag's attributes, and puts the functions on window.IntercomMessenger.
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
  // A second tag drives the first one's session.
  const messenger: typeof loader = own(window, "IntercomMessenger") || { ...loader };
  window.IntercomMessenger = messenger;
  withOwnTag((tag) => {
    if (!isManual(tag)) {
      messenger.boot(readTag(tag)).catch((error: { code?: unknown }) => {
        // That a later call decided is nothing to mend.
        if (error.code !== "boot_superseded") {
          console.error(error);
        }
      });
    }
  });
}
