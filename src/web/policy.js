// What the page's Content-Security-Policy has forbidden.

/** How much of violations is noted: a page can have any number. */
const MAX_VIOLATIONS = 300;

/** Directives and hosts. */
let violations = "";

/** The address of the script that was inserted last, and whether the policy forbade it. */
let address = "";
let forbidden = false;

/** Listens to what the policy forbids. */
export function watchPolicy() {
  document.addEventListener("securitypolicyviolation", ({ disposition, blockedURI, effectiveDirective }) => {
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
}

export const seenViolations = () => violations;

/** @param {string} url The script that `isForbidden` is about from now on. */
export function expectScript(url) {
  address = url;
  forbidden = false;
}

export const isForbidden = () => forbidden;
