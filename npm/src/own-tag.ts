// The script tag that loaded this file.
import { addEvent, ofDocument } from "wasm:dom";

/**
 * Gives the tag to `use`, once: at once for a classic script, and for a module, which is no current script, when its tag
 * says that it has run.
 *
 * No other element is looked for: markup can put any in the place of `document.currentScript`, and a tag with the loader's
 * attributes, or even its address, need not be one that the page's policy lets run. Both would choose whose script the
 * loader inserts.
 *
 * @param {(tag: HTMLScriptElement) => void} use
 */
export function withOwnTag(use) {
  const script = ofDocument("currentScript");
  if (script) {
    // An SVG's is none of ours.
    return script instanceof HTMLScriptElement && use(script);
  }
  // A module that is a script of every kind has no `import.meta`; engines agree that a stack names files.
  const stack = `${new Error().stack}`;
  let found = false;
  addEvent(
    document,
    "load",
    ({ target, isTrusted }) => {
      const isOwn = isTrusted && target instanceof HTMLScriptElement && isIn(stack, target.src);
      // A bundle's tag, which has this file inside, says nothing.
      if (isOwn && !found && "appId" in target.dataset) {
        found = true;
        use(target);
      }
    },
    true,
  );
}

/** @type {(stack: string, address: string) => boolean} A stack has an address without its fragment, and a line after it. */
const isIn = (stack, address) => stack.includes(address.split("#")[0] + ":");
