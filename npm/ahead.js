// What a boot asks of the network is asked at once, while the wasm still starts. Nothing is decided here: the wasm reads
// the options again, takes what was asked for if it would ask for the same, and else it is dropped.
import { askAhead, preload } from "wasm:load";
import { readHead } from "./head.js";

let gone = false;

/**
 * Begins with what the options need, once on a page; gives what was put on it. On a server, and with options that cannot
 * be booted, nothing is begun: `boot` says what is wrong.
 *
 * @param {any} options
 * @returns {HTMLLinkElement[]}
 */
export function goAhead(options) {
  if (!gone) {
    try {
      const { api, files, jwtUrl, now, nonce, widget } = readHead(options);
      gone = true;
      if (jwtUrl) {
        askAhead(jwtUrl);
      }
      if (now) {
        return preload(widget, nonce ?? "", api, files);
      }
    } catch {}
  }
  return [];
}
