"use client";
// React: a provider that boots, and a hook with the Messenger's state and functions.
import * as React from "react";
import * as follow from "./follow.js";

/**
 * Boots with its props as `boot`'s options, once for however many renders, and follows them: another `user` is another
 * session, and changed `settings` are an update. Leaving the page's tree, it shuts the Messenger down.
 *
 * @param {any} props
 */
export function MessengerProvider({ children, user, route, ...options }) {
  React.useEffect(() => {
    follow.want(route === undefined ? options : { ...options, routes: "manual" }, user);
  });
  React.useEffect(() => {
    if (route !== undefined) {
      follow.changeRoute();
    }
  }, [route]);
  React.useEffect(() => () => follow.leave(), []);
  return children ?? null;
}

/** The Messenger's state, which renders anew when it changes, and its functions. */
export function useMessenger() {
  const state = React.useSyncExternalStore(follow.watch, follow.current, () => follow.idle);
  return React.useMemo(() => ({ ...follow.functions, ...state }), [state]);
}
