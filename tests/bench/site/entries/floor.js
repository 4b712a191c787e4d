// The least that a script of its own can do: it asks for the token, preloads Intercom's script and hands the boot over.
// No session, no failures, no other tabs: nobody should use it. Without a network, what loads the Messenger for a page and
// has to come itself is not faster than this. With one it is not the least time: it connects to nothing ahead.
const src = "https://widget.intercom.io/widget/standin1";
const answer = fetch("/api/messenger-token", { credentials: "include" }).then((response) => response.json());
const link = Object.assign(document.createElement("link"), { rel: "preload", as: "script", href: src });
document.head.append(link);
answer.then(({ token }) => {
  const stub = (window.Intercom = function () {
    stub.q.push(arguments);
  });
  stub.q = [];
  stub("boot", { app_id: "standin1", intercom_user_jwt: token });
  document.head.append(Object.assign(document.createElement("script"), { async: true, src }));
});
