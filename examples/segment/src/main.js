import { on, state } from "intercom-messenger-loader";
import { analytics } from "./analytics.js";

/** Whose Messenger it is. */
function show() {
  const { session, phase } = state();
  document.querySelector("#who").value = session ? (session.userId ?? session.kind) : phase === "idle" ? "nobody" : "…";
}
on("statechange", show);

/** The backend's own sign-in; here without a password. */
async function ask(path, body) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  return response.json();
}

async function signIn(name) {
  const { user } = await ask("/login", { user: name });
  // The id that the token has as user_id. The name is an attribute; the e-mail address is in the token.
  await analytics.identify(user.userId, { name: user.name, email: user.email, createdAt: "2024-05-01T10:00:00Z" });
}

async function signOut() {
  // First the Messenger, which this shuts down, then the server's session.
  await analytics.reset();
  await ask("/logout", {});
}

const clicks = {
  "sign-in-ada": () => signIn("ada"),
  "sign-in-grace": () => signIn("grace"),
  page: () => analytics.page("Orders"),
  group: () => analytics.group("analytical", { name: "Analytical Engines", createdAt: 1700000000123, plan: "steam" }),
  track: () => analytics.track("Bought", { title: "Middlemarch", tags: ["novel"], revenue: 19.99, currency: "EUR" }),
  "sign-out": signOut,
};
for (const [id, action] of Object.entries(clicks)) {
  document.querySelector(`#${id}`).addEventListener("click", action);
}
analytics.page("Home");
