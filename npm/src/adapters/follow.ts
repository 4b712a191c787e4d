// What the adapters for React, Vue and Angular call. Each bundle has a copy of these modules, and a page has one list of
// providers and one view: the page's first copy keeps them, and the others call it.
import { attempt, hasPage } from "../browser.js";
import { CHANNEL } from "../generated.js";
import * as loader from "../index.js";
import type { MessengerFunctions } from "./adapter-types.js";
import * as providers from "./providers.js";
import * as view from "./view.js";

export type { Follower } from "./providers.js";

/** What one copy does for all. */
const here = {
  boot: providers.boot,
  changeRoute: providers.changeRoute,
  createFollower: providers.createFollower,
  getView: view.getView,
  subscribe: view.subscribe,
};

type Copy = typeof here;

/** Where the first copy stands on the page, for each bundle with this version of the package. */
const KEY = Symbol.for(`${CHANNEL} adapters ${VERSION}`);

/** The page's first copy, once this one has looked for it: providers and subscribers stay where they began. */
let found: Copy | undefined;

/** The page's first copy. On a server, and where the page lets nothing be kept, each copy is its own. */
function first(): Copy {
  if (!hasPage()) {
    return here;
  }
  return (found ??= attempt(findFirst) ?? here);
}

function findFirst(): Copy {
  const page = window as unknown as { [KEY]?: unknown };
  if (!isCopy(page[KEY])) {
    page[KEY] = here;
  }
  return page[KEY] as Copy;
}

/** Whether a value of the page's can be called like a copy; anything can stand there. */
const isCopy = (value: unknown): boolean =>
  attempt(() => Object.keys(here).every((name) => typeof (value as Record<string, unknown>)[name] === "function")) ?? false;

export const createFollower: Copy["createFollower"] = () => first().createFollower();
export const changeRoute: Copy["changeRoute"] = () => first().changeRoute();
export const getView: Copy["getView"] = () => first().getView();
export const subscribe: Copy["subscribe"] = (subscriber) => first().subscribe(subscriber);

// A CommonJS module has itself as `default` as well.
const {
  boot: _boot,
  leave: _leave,
  state: _state,
  MessengerError: _MessengerError,
  isMessengerError: _isMessengerError,
  default: _default,
  ...others
} = loader as typeof loader & { default?: unknown };

/** The functions that an adapter hands to its application. */
export const functions: MessengerFunctions = { ...others, boot: () => first().boot() };
