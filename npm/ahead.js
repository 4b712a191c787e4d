// What a boot asks of the network is asked at once, while the wasm still starts. Nothing is decided here: the wasm reads
// the options again, takes what was asked for if it would ask for the same, and else it is dropped.
import { preload } from "wasm:load";
import { askAhead } from "wasm:visit";
import { readHead } from "./head.js";

/** @typedef {{ links: HTMLLinkElement[], token?: import("../src/web/visit.js").Ahead }} Ahead */

let gone = false;

/**
 * Begins with what the options need, once on a page. On a server, and with options that cannot be booted, nothing is
 * begun: `boot` says what is wrong.
 *
 * @param {any} options
 * @returns {Ahead | undefined}
 */
export function goAhead(options) {
  if (!gone) {
    try {
      const { api, nonce, widget } = readHead(options);
      const { load, jwtUrl } = options;
      gone = true;
      return {
        token: jwtUrl && askAhead(jwtUrl),
        links: !load || load == "now" ? preload(widget, nonce ?? "", api) : [],
      };
    } catch {}
  }
}
