// A provider that a test mounts, renders anew and unmounts; in StrictMode, as applications are developed.
import { StrictMode } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { MessengerProvider, useMessenger } from "intercom-messenger-loader/react";

let root;

function View() {
  const { session, unreadCount, shutdown, boot } = useMessenger();
  Object.assign(window.adapter, { shutdown, boot });
  return (
    <>
      <output id="who">{session ? (session.userId ?? "visitor") : "…"}</output>
      <output id="unread">{unreadCount}</output>
    </>
  );
}

window.adapter = {
  /** Mounts, or renders anew. The options and the function are made anew each time, as in an application. */
  render({ ownToken, hidden, ...props } = {}) {
    const getJwt = async () => (await (await fetch("/api/messenger-token")).json()).token ?? null;
    const token = ownToken ? { getJwt } : { jwtUrl: "/api/messenger-token" };
    root ??= createRoot(document.querySelector("#root"));
    flushSync(() =>
      root.render(
        <StrictMode>
          <MessengerProvider appId="standin1" region="eu" {...token} {...props}>
            {hidden ? null : <View />}
          </MessengerProvider>
        </StrictMode>,
      ),
    );
  },
  unmount() {
    root.unmount();
    root = undefined;
  },
};
