// The Messenger's state as a value that is replaced when it changes, as the frameworks' stores want it.
import { IDLE as IDLE_STATE } from "../idle.js";
import * as loader from "../index.js";
import type { MessengerView } from "./adapter-types.js";

/** The view before anything happened, and the one on a server. */
export const IDLE: MessengerView = { ...IDLE_STATE, unreadCount: 0, isOpen: false };

let view = IDLE;

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

/** Keeps the view current from the first call on, also without subscribers: a later one sees what has happened before. */
export function listen(): void {
  if (listening) {
    return;
  }
  listening = true;
  loader.on("statechange", (state) => change(state.session ? state : { ...state, unreadCount: 0, isOpen: false }));
  loader.on("unreadcountchange", (unreadCount) => change({ unreadCount }));
  loader.on("show", () => change({ isOpen: true }));
  loader.on("hide", () => change({ isOpen: false }));
  change(loader.state());
}

function change(part: Partial<MessengerView>): void {
  view = { ...view, ...part };
  subscribers.forEach((subscriber) => subscriber());
}
