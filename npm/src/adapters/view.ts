// The Messenger's state as a value that is replaced when it changes, as the frameworks' stores want it.
import { codeOf, isSuperseded } from "../failure.js";
import { IDLE as IDLE_STATE } from "../idle.js";
import * as loader from "../index.js";
import type { MessengerView } from "./adapter-types.js";

/** The view before anything happened, and the one on a server. */
export const IDLE: MessengerView = { ...IDLE_STATE, unreadCount: 0, isOpen: false };

let view = IDLE;

/** What the loader refused, of which its state says nothing: nothing was begun. */
let refusal: loader.MessengerError | null = null;

const subscribers = new Set<() => void>();

let listening = false;

/** Returns the present view: the same object until something changes. */
export const getView = (): MessengerView => view;

/** Calls `subscriber` after each change of the view, until the returned function is called. */
export function subscribe(subscriber: () => void): () => void {
  listen();
  subscribers.add(subscriber);
  return () => {
    subscribers.delete(subscriber);
  };
}

/** Notes a failure for `lastError`, until another call was taken; null for one that was. */
export function refuse(error: unknown): void {
  if (isSuperseded(error) || codeOf(error) === "not_booted") {
    return;
  }
  const { lastError } = loader.state();
  refusal = lastError === null && loader.isMessengerError(error) ? error : null;
  change({ lastError: lastError ?? refusal });
}

/** Keeps the view current from the first call on, also without subscribers: a later one sees what has happened before. */
export function listen(): void {
  if (listening) {
    return;
  }
  listening = true;
  loader.on("statechange", (state) =>
    change({
      ...state,
      lastError: state.lastError ?? refusal,
      ...(state.session ? {} : { unreadCount: 0, isOpen: false }),
    }),
  );
  loader.on("unreadcountchange", (unreadCount) => change({ unreadCount }));
  loader.on("show", () => change({ isOpen: true }));
  loader.on("hide", () => change({ isOpen: false }));
  change(loader.state());
}

function change(part: Partial<MessengerView>): void {
  view = { ...view, ...part };
  subscribers.forEach((subscriber) => subscriber());
}
