// The widget's script tags, whoever put them on the page, and what the page's policy forbids.
import { addEvent, guard, ofDocument } from "./page.js";

const WIDGET = "https://widget.intercom.io/widget/";

/** @param {string} url A script that is there already: the classic snippet's, a tag manager's, an earlier try's. */
export const findTag = (url) => Array.from(ofDocument("scripts")).find(({ src }) => serves(src, url));

/** @type {(src: string, url: string) => boolean} A script is Intercom's, or at an address of one's own. */
export function serves(src, url) {
  const asked = src.replace(/[?&]again$/, "");
  return asked.startsWith(WIDGET) || asked === url || (url.startsWith("/") && asked.endsWith(url));
}

/**
 * Addresses of the widget's tags on the page: Intercom's, and those of an address of one's own, where there is one.
 *
 * @type {(url: string) => string[]}
 */
export const widgetTags = guard(
  (url) =>
    Array.from(ofDocument("scripts"), ({ src }) => src).filter(
      (src) => src.startsWith(WIDGET) || (url && serves(src, url)),
    ),
  [],
);

// What the page's Content-Security-Policy has forbidden.

/** How much of violations is noted: a page can have any number. */
const MAX_VIOLATIONS = 300;

/** Directives and hosts. */
let violations = "";

/** The address of the script that was inserted last, and whether the policy forbade it. */
let address = "";
let forbidden = false;

/** Listens to what the policy forbids. */
export const watchPolicy = guard(() => {
  addEvent(document, "securitypolicyviolation", ({ disposition, blockedURI, effectiveDirective }) => {
    if (disposition !== "enforce" || !blockedURI) {
      return;
    }
    // No more of an address than its host; what is no address is a word, such as `inline`.
    const violation = `${effectiveDirective} ${blockedURI.split("/")[2] ?? blockedURI}`;
    // The same one often comes again and again.
    if (violations.length < MAX_VIOLATIONS && !violations.endsWith(violation)) {
      violations += (violations && ", ") + violation;
    }
    // Some browsers name the whole address, some only its origin.
    forbidden = forbidden || address.startsWith(blockedURI);
  });
});

export const seenViolations = () => violations;

/** @param {string} url The script that `isForbidden` is about from now on. */
export function expectScript(url) {
  address = url;
  forbidden = false;
}

export const isForbidden = () => forbidden;
