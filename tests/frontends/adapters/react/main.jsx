// A provider that a test mounts, renders again and unmounts; in StrictMode, as in development.
import { StrictMode } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { MessengerProvider, useMessenger } from "intercom-messenger-loader/react";

let root;
let rendered;

function View() {
  const { session, unreadCount, lastError, ...functions } = useMessenger();
  Object.assign(window.adapter, { functions, lastError });
  return (
    <>
      <output id="who">{session ? (session.userId ?? "visitor") : "…"}</output>
      <output id="unread">{unreadCount}</output>
    </>
  );
}

window.adapter = {
  /** Mounts the provider, or renders it again. The options and the function are created anew, as in an application. */
  render(given = {}) {
    rendered = given;
    const { ownToken, hidden, another, router, ...props } = given;
    const getJwt = async () => (await (await fetch("/api/messenger-token")).json()).token ?? null;
    const token = ownToken ? { getJwt } : { jwtUrl: "/api/messenger-token" };
    root ??= createRoot(document.querySelector("#root"));
    flushSync(() =>
      root.render(
        <StrictMode>
          <MessengerProvider appId="standin1" region="eu" route={router ? location.hash : undefined} {...token} {...props}>
            {another ? <MessengerProvider appId="standin1" region="eu" {...token} {...props} user={undefined} /> : null}
            {hidden ? null : <View />}
          </MessengerProvider>
        </StrictMode>,
      ),
    );
  },
  /** Changes the route as a router does that keeps it in the fragment. */
  navigate(hash) {
    location.hash = hash;
    window.adapter.render(rendered);
  },
  unmount() {
    root.unmount();
    root = undefined;
  },
};
