// The Messenger of this application, and whose it is.
import { boot, shutdown } from "intercom-messenger-loader";
import { appId, region } from "./config.js";

/** Boots as whoever is signed in, and says who that is. */
export async function start() {
  const session = await boot({ appId, region, jwtUrl: "/api/messenger-token" });
  return session.kind === "user" ? session.userId : "visitor";
}

/** Signs in as `user`, in the place of whoever is, or out. The Messenger's session ends before the server's does. */
export async function sign(user) {
  await shutdown();
  const response = await fetch(user ? "/login" : "/logout", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(user ? { user } : {}),
  });
  if (!response.ok) {
    throw new Error(`${response.url} answered ${response.status}`);
  }
  return start();
}
