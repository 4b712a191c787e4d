// The page. Its tag has booted when the page came, and follows the page's address by itself.
const { boot, on, shutdown, state } = window.IntercomMessenger;

const $ = (id) => document.getElementById(id);

function show({ session, lastError }) {
  $("who").value = session ? (session.userId ?? "visitor") : (lastError ?? "…");
}

/** Signs in as `user`, in the place of whoever is, or out. The Messenger's session ends before the server's does. */
async function sign(user) {
  await shutdown();
  await fetch(user ? "/login" : "/logout", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(user ? { user } : {}),
  });
  // The same workspace as the tag's, and whoever is signed in now; a failure is in the state.
  await boot({ ...$("messenger").dataset }).catch(console.warn);
}

$("sign-in-ada").onclick = () => sign("ada");
$("sign-in-grace").onclick = () => sign("grace");
$("sign-out").onclick = () => sign(null);

const draw = () => ($("route").textContent = location.pathname === "/orders" ? "orders" : "home");
for (const link of [$("to-home"), $("to-orders")]) {
  link.onclick = (event) => {
    event.preventDefault();
    history.pushState(null, "", link.href);
    draw();
  };
}
addEventListener("popstate", draw);

draw();
on("statechange", show);
show(state());
