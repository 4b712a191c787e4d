// The script tag's entry: boots from the tag's attributes, and puts the functions on window.IntercomMessenger.
import { own } from "./browser.js";
import { MessengerError } from "./error.js";
import * as loader from "./index.js";
import { withOwnTag } from "./own-tag.js";
import { isManual, readTag } from "./tag.js";
import type { BootOptions } from "./types.js";

declare global {
  interface Window {
    /** The package's functions, once the script tag's file has run. */
    IntercomMessenger?: typeof loader;
  }
}

if (typeof document !== "undefined") {
  // A second tag drives the first one's session.
  const messenger: typeof loader = own(window, "IntercomMessenger") || { ...loader };
  window.IntercomMessenger = messenger;
  withOwnTag((tag) => {
    if (!isManual(tag)) {
      const options = readTag(tag);
      messenger.boot(options).catch((error: { code?: unknown }) => {
        // That a later call decided is nothing to mend.
        if (error.code !== "boot_superseded") {
          console.error(inWordsOfTag(error, options));
        }
      });
    }
  });
}

/** An error as somebody can mend it who writes a tag. */
function inWordsOfTag(error: { code?: unknown }, { appId, settings }: BootOptions): unknown {
  const { code } = error;
  if (code === "invalid_app_id" && !appId) {
    const hint = 'Write data-app-id="abc12345"; where a tag manager takes that away, auto.js?app-id=abc12345.';
    return MessengerError.of(code, false, "the script tag has no appId", hint);
  }
  if (code === "invalid_settings" && typeof settings === "string") {
    const hint = `Write data-settings='{ "alignment": "left" }', with double quotes inside.`;
    return MessengerError.of(code, false, "data-settings is not valid JSON", hint);
  }
  return error;
}
