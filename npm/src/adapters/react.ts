"use client";
// React: a provider that boots, and a hook with the Messenger's state and functions.
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { ReactNode } from "react";
import type { BootOptions } from "../types.js";
import { changeRoute, createFollower, functions, getView, subscribe } from "./follow.js";
import type { MessengerFunctions, MessengerView } from "./adapter-types.js";
import { IDLE } from "./view.js";

export type { MessengerFunctions, MessengerView } from "./adapter-types.js";

/** `boot`'s options, and what React says better. */
export type MessengerProviderProps = BootOptions & {
  /**
   * What tells your users apart, such as their id, and `null` while nobody is signed in: another one is another session,
   * and the endpoint is asked again. Leave it out where pages are loaded afresh when somebody signs in or out.
   */
  user?: string | number | null | undefined;
  /** Your router's location, where the loader is not to watch routes by itself: a change is told to the Messenger. */
  route?: string | undefined;
  children?: ReactNode;
};

/**
 * Boots the Messenger, once for however many renders, and follows its props: another `user` is another session, changed
 * `settings` are an update, other options boot anew. Of several, the one that changed last
 * decides. When the last one leaves the tree, the Messenger of this page is shut down; the user stays signed in, until your
 * application says so by `user` or by `shutdown()`. A failure is a warning on the console and `useMessenger().lastError`.
 */
export function MessengerProvider(props: MessengerProviderProps): ReactNode {
  const { children, user, route, ...options } = props;
  const [{ follow, leave }] = useState(createFollower);
  useEffect(() => {
    follow(route === undefined ? options : { ...options, routes: "manual" }, user);
  });
  useEffect(() => {
    if (route !== undefined) {
      changeRoute();
    }
  }, [route]);
  useEffect(() => leave, [leave]);
  return children ?? null;
}

/** The Messenger's state, which renders anew when it changes, and its functions. */
export function useMessenger(): MessengerView & MessengerFunctions {
  const state = useSyncExternalStore(subscribe, getView, () => IDLE);
  return useMemo(() => ({ ...functions, ...state }), [state]);
}
