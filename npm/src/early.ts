// What a boot asks of the network is asked at once, while the wasm still starts. Nothing is decided here: the wasm reads
// the options again, takes what was asked for if it would ask for the same, and else it is dropped.
import { askAhead, dropAhead, preload } from "wasm:load";
import { openTabs } from "wasm:page";
import { CHANNEL } from "./sweep.js";
import { readHead } from "./head.js";

let gone = false;

/** @type {HTMLLinkElement[]} What was put on the page. */
let links = [];

/**
 * Begins with what the options need, once on a page; says whether it was now. On a server, and with options that cannot be
 * booted, nothing is begun: `boot` says what is wrong.
 *
 * @param {any} options
 */
export function goAhead(options) {
  if (!gone && typeof document !== "undefined") {
    try {
      const { api, appId, files, jwtUrl, now, nonce, syncTabs, widget } = readHead(options);
      gone = true;
      if (syncTabs) {
        openTabs(CHANNEL);
      }
      if (jwtUrl) {
        askAhead(jwtUrl, appId);
      }
      if (now) {
        links = preload(widget, nonce ?? "", api, files);
      }
      return true;
    } catch {}
  }
  return false;
}

/** Leaves nothing of what was begun. */
export function takeBack() {
  dropAhead();
  links.forEach((link) => link.remove());
  links = [];
}
