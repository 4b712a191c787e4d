// The minimum for a script: it requests the token, preloads Intercom's script and hands the boot over. It has no
// session, no error handling and no other tabs: do not use it. Without a network, no loader that must be fetched
// itself is faster than this. With a network it is not the minimum time: it opens no connections ahead.
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
