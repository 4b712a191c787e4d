// The script tag that loaded this file.
//
// No other element is used: markup can replace `document.currentScript`, and a tag with the loader's attributes, or
// even its address, may be one that the page's policy does not let run. Either would decide which script the loader
// inserts.
import { hasPage, ofDocument } from "./browser.js";
import { hasOptions } from "./tag.js";

// A file that can be any kind of script has no `import.meta`; all engines include file names in a stack.
const stack = `${new Error().stack}`;

const current = hasPage() ? ofDocument("currentScript") : null;

/** The address of this file. It is read at once: a relative one changes with the page's address. */
export const addressOfTag = hasPage() ? readAddress() : "";

function readAddress(): string {
  const address = current instanceof HTMLScriptElement ? current.src : /(https?:\S+?):\d+(?::\d+)?\)?$/m.exec(stack)?.[1];
  return address || ofDocument("baseURI");
}

/**
 * Passes the tag to `use`, once: at once for a classic script; for a module, which is never the current script, at
 * its tag's load event.
 */
export function withOwnTag(use: (tag: HTMLScriptElement) => void): void {
  if (current) {
    // An SVG script is not ours.
    return current instanceof HTMLScriptElement ? use(current) : undefined;
  }
  let found = false;
  const onLoad = ({ target, isTrusted }: Event): void => {
    const isOwn = isTrusted && target instanceof HTMLScriptElement && isIn(stack, target.src);
    // The tag of a bundle that contains this file has no options.
    if (isOwn && !found && hasOptions(target)) {
      found = true;
      use(target);
    }
  };
  Reflect.apply(EventTarget.prototype.addEventListener, document, ["load", onLoad, true]);
}

/** Whether a stack contains this address: without its fragment, and followed by a line number. */
const isIn = (stack: string, address: string): boolean => stack.includes(`${address.split("#")[0]}:`);
