// The providers of a page. The one that spoke last decides about options and settings, and the one that last said another
// user about the user. A page has one Messenger, so the state is the module's.
import { hasPage } from "../browser.js";
import * as loader from "../index.js";
import type { BootOptions, Session } from "../types.js";
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

/** Wishes of the providers on the page, that of the provider that spoke last at the end. */
const wishes = new Map<Follower, Wish>();

/** Users that providers have said, the one that was said last at the end. A provider that says none is not among them. */
const said = new Map<Follower, unknown>();

const last = <T>(all: Map<Follower, T>): T | undefined => [...all.values()].pop();

/** The page's user, which stays when the provider that has said it leaves. */
let pageUser: unknown;

/** What the page wants: the newest options and settings, for the user whom the page has been told of. */
function newest(): Wish | undefined {
  const wish = last(wishes);
  return wish && { ...wish, user: pageUser };
}

const getJwt = () => newest()!.getJwt!();

/** Boots again, with what the page wants. */
export async function boot(): Promise<Session> {
  const wish = newest();
  // Without options, the loader rejects with its own error.
  return wish ? resume(wish) : loader.boot(undefined as unknown as BootOptions);
}

/** Notes what a provider says of the user. One that takes back what it has said leaves it to the others. */
function sayUser(follower: Follower, user: unknown): void {
  if (said.get(follower) === user) {
    return;
  }
  said.delete(follower);
  if (user !== undefined) {
    said.set(follower, user);
  }
  pageUser = last(said);
}

function remove(follower: Follower): void {
  wishes.delete(follower);
  said.delete(follower);
  if (!wishes.size) {
    pageUser = undefined;
    forget();
    return;
  }
  if (said.size) {
    pageUser = last(said);
  }
  bring(newest()!);
}

/** Makes a provider, which counts from its first `follow`. */
export function createFollower(): Follower {
  let leaving: ReturnType<typeof setTimeout> | undefined;
  const follower: Follower = {
    follow(options, user) {
      if (!hasPage()) {
        return;
      }
      try {
        clearTimeout(leaving);
        listen();
        const now = readWish(options, user, getJwt);
        const before = wishes.get(follower);
        if (before && isSameWish(before, now)) {
          before.getJwt = now.getJwt;
          return;
        }
        wishes.delete(follower);
        wishes.set(follower, now);
        sayUser(follower, now.user);
        bring(newest()!);
      } catch (error) {
        refuse(error);
        warn(error);
      }
    },
    leave() {
      clearTimeout(leaving);
      leaving = setTimeout(() => remove(follower));
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
