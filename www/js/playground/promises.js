// @ts-check
// What the loader promises, and where one sees that it is kept.

import { make } from "../dom.js";

/** @typedef {{ promise: string, panel: string, click: string, see: string }} Promised */

/** @type {Promised[]} */
const PROMISES = [
  {
    promise: "Signed in as the right person",
    panel: "identity",
    click: "Sign in as Ada.",
    see: "The session is hers, and the fake Messenger has accepted the signature.",
  },
  {
    promise: "A token is replaced before it ends",
    panel: "token",
    click: "Life of a token: 10 s.",
    see: "The countdown fills up again half-way, without a click; tokenrefresh among the events.",
  },
  {
    promise: "Also when it has ended already",
    panel: "token",
    click: "Expire now.",
    see: "The token ends in 2 s, and a new one comes by itself 3 s later.",
  },
  {
    promise: "An outage weakens nobody",
    panel: "backend",
    click: "Down, then Ask for a token.",
    see: "An error that says what to do; the session stays signed. Up, and it mends itself at the next token.",
  },
  {
    promise: "Log-out reaches every tab",
    panel: "identity",
    click: "Log out everywhere, then Refresh now.",
    see: "signedout, shutdown, and a visitor's boot; nothing of the user is left.",
  },
  {
    promise: "Two people are never mixed",
    panel: "identity",
    click: "Become somebody else at the server, then Refresh now.",
    see: "The calls say shutdown first, and only then boot as the other one.",
  },
  {
    promise: "Tabs go together",
    panel: "identity",
    click: "Open a second tab, and sign in as somebody else there.",
    see: "This tab's session ends at once with the other's, and the page boots as the new one.",
  },
  {
    promise: "Failures say what to change",
    panel: "backend",
    click: "HTML page, then Ask for a token.",
    see: "endpoint_html, and what to do about a login page where JSON was expected.",
  },
  {
    promise: "A blocked script does not stay blocked",
    panel: "widget",
    click: "Blocked, Reload the page; then Up, and Try again.",
    see: "widget_url_failed after three tries (widget_blocked where the script is Intercom's); then it loads, because no failure is kept.",
  },
  {
    promise: "The quota of updates is kept",
    panel: "routes",
    click: "Storm of 100.",
    see: "100 changes of the address, the Messenger was told once.",
  },
  {
    promise: "It costs nothing before it is wanted",
    panel: "loading",
    click: "Interaction, Reload with it; then the launcher in the corner.",
    see: "Deferred and no calls, until the click; then the Messenger opens.",
  },
  {
    promise: "The region is right from the first call",
    panel: "region",
    click: "EU.",
    see: "The boot's api_base is https://api-iam.eu.intercom.io.",
  },
  {
    promise: "No token shows anywhere",
    panel: "calls",
    click: "Nothing: read the calls.",
    see: "Where a token was sent stands for whom it is, never the token.",
  },
];

/** @param {HTMLElement} list */
export function startPromises(list) {
  list.replaceChildren(
    ...PROMISES.map(({ promise, panel, click, see }) =>
      make(
        "li",
        {},
        make("a", { href: `#panel-${panel}` }, promise),
        make("span", {}, make("b", {}, "Click "), click),
        make("span", {}, make("b", {}, "See "), see),
      ),
    ),
  );
}
