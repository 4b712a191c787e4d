// The script tag that loaded this file.
//
// No other element is looked for: markup can put any in the place of `document.currentScript`, and a tag with the loader's
// attributes, or even its address, need not be one that the page's policy lets run. Both would choose whose script the
// loader inserts.
import { ofDocument } from "./browser.js";
import { hasOptions } from "./tag.js";

// A module that is a script of every kind has no `import.meta`; engines agree that a stack names files.
const stack = `${new Error().stack}`;

const current = typeof document === "undefined" ? null : ofDocument("currentScript");

/** Address of this file. */
export function addressOfTag(): string {
  const address = current instanceof HTMLScriptElement ? current.src : /(https?:\S+?):\d+(?::\d+)?\)?$/m.exec(stack)?.[1];
  return address || ofDocument("baseURI");
}

/**
 * Gives the tag to `use`, once: at once for a classic script, and for a module, which is no current script, when its tag
 * says that it has run.
 */
export function withOwnTag(use: (tag: HTMLScriptElement) => void): void {
  if (current) {
    // An SVG's is none of ours.
    return current instanceof HTMLScriptElement ? use(current) : undefined;
  }
  let found = false;
  const onLoad = ({ target, isTrusted }: Event): void => {
    const isOwn = isTrusted && target instanceof HTMLScriptElement && isIn(stack, target.src);
    // A bundle's tag, which has this file inside, says nothing.
    if (isOwn && !found && hasOptions(target)) {
      found = true;
      use(target);
    }
  };
  Reflect.apply(EventTarget.prototype.addEventListener, document, ["load", onLoad, true]);
}

/** Whether a stack has this address. It has it without its fragment, and a line after it. */
const isIn = (stack: string, address: string): boolean => stack.includes(`${address.split("#")[0]}:`);
