// @ts-check
// What the pages share about the two entries of the loader and about which Messenger is loaded.

import { byId } from "./dom.js";

/** @typedef {typeof import("/dist/index.js")} Loader */
/** @typedef {Pick<Loader, "boot" | "shutdown" | "refreshToken" | "state" | "on">} Messenger */
/** @typedef {import("/dist/index.js").BootOptions} BootOptions */
/** @typedef {import("/dist/index.js").MessengerState} MessengerState */
/** @typedef {import("/dist/index.js").Region} Region */
/** @typedef {import("./backend.js").Demo} Demo */
/** @typedef {NonNullable<BootOptions["load"]>} Load */

/** @type {[string, string][]} */
export const REGIONS = [
  ["us", "US"],
  ["eu", "EU"],
  ["au", "AU"],
];

/**
 * What to boot with. A browser would look for the Messenger at Intercom's; the fake Messenger is on this server.
 *
 * @param {Demo} demo
 * @param {Region} [region]
 * @param {Load} [load]
 * @returns {BootOptions}
 */
export function bootOptions(demo, region, load) {
  /** @type {BootOptions} */
  const options = { appId: demo.appId, jwtUrl: "/api/messenger-token", settings: { theme_mode: "system" } };
  if (region) {
    options.region = region;
  }
  if (load) {
    options.load = load;
  }
  if (demo.widgetUrl) {
    options.widgetUrl = new URL(demo.widgetUrl, location.href).href;
  }
  return options;
}

/**
 * Says at the top of the page which Messenger it is.
 *
 * @param {Demo} demo
 */
export function showWhich(demo) {
  const badge = byId("which");
  badge.textContent = demo.fakeMessenger ? "Fake Messenger" : `Real Messenger · ${demo.appId}`;
  badge.classList.add(demo.fakeMessenger ? "fake-messenger" : "real");
}

/**
 * One line on where the Messenger comes from.
 *
 * @param {Demo} demo
 */
export function origin(demo) {
  return demo.fakeMessenger
    ? "The Messenger here is a fake: widgetUrl points at this server, since at widget.intercom.io a browser finds Intercom's own."
    : "This is the real Messenger, from widget.intercom.io.";
}

/**
 * Whether a boot failed only because a later call took its place.
 *
 * @param {unknown} error
 */
export const isSuperseded = (error) => error instanceof Error && "code" in error && error.code === "boot_superseded";
