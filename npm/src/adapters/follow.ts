// The providers of a page, of which the one that spoke last decides; shared by the adapters for React, Vue and Angular. A
// page has one Messenger, so the state is the module's.
import { hasPage } from "../browser.js";
import * as loader from "../index.js";
import type { BootOptions } from "../types.js";
import type { MessengerFunctions } from "./adapter-types.js";
import { isSameWish, readWish, type Wish } from "./read.js";
import { bring, forget, resume, warn } from "./session.js";
import { listen, refuse } from "./view.js";

/** A provider. */
export interface Follower {
  /**
   * Brings the session in line with the options; the same options again change nothing. `user` is any value that tells
   * users apart, null while nobody is signed in, and undefined where the application does not say. Never throws: frameworks
   * unmount an application whose effect does.
   */
  follow(options: BootOptions, user?: unknown): void;
  /** Leaves the page, unless options follow at once, as in React's StrictMode. The last one ends the page's session. */
  leave(): void;
}

/** Wishes of the providers on the page, that of whoever spoke last at the end. */
const wishes = new Map<Follower, Wish>();

const newest = (): Wish | undefined => [...wishes.values()].pop();

const getJwt = () => newest()!.getJwt!();

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
export const functions: MessengerFunctions = {
  ...others,
  boot: async () => {
    const wish = newest();
    // Without options, the loader rejects with its own error.
    return wish ? resume(wish) : loader.boot(undefined as unknown as BootOptions);
  },
};

/** Makes a provider, which counts from its first `follow`. */
export function createFollower(): Follower {
  let leaving: ReturnType<typeof setTimeout> | undefined;
  /** Whether it has ever said who the user is; if not, others may. */
  let saysUser = false;
  const follower: Follower = {
    follow(options, user) {
      if (!hasPage()) {
        return;
      }
      try {
        clearTimeout(leaving);
        listen();
        saysUser ||= user !== undefined;
        const now = readWish(options, user, getJwt);
        const before = wishes.get(follower);
        if (!saysUser) {
          now.user = before ? before.user : newest()?.user;
        }
        if (before && isSameWish(before, now)) {
          before.getJwt = now.getJwt;
          return;
        }
        wishes.delete(follower);
        wishes.set(follower, now);
        bring(now);
      } catch (error) {
        refuse(error);
        warn(error);
      }
    },
    leave() {
      clearTimeout(leaving);
      leaving = setTimeout(() => {
        wishes.delete(follower);
        const next = newest();
        if (next) {
          bring(next);
        } else {
          forget();
        }
      });
    },
  };
  return follower;
}

/** Reports a change of route that the application's router has made. */
export function changeRoute(): void {
  if (wishes.size) {
    loader.routeUpdate().catch(warn);
  }
}
