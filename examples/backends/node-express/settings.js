// What the environment says.
import { randomBytes } from "node:crypto";

const { env } = process;

// A server without the secret must not start: it would sign with nothing.
const secret = env.INTERCOM_IDENTITY_SECRET?.trim();
if (!secret) {
  console.error("INTERCOM_IDENTITY_SECRET is not set: set it to the workspace's Messenger API secret");
  process.exit(1);
}

export const settings = {
  secret,
  // Signs the session cookies. Without one, sessions end with the process.
  sessionSecret: env.SESSION_SECRET || randomBytes(32).toString("hex"),
  // Other origins whose pages may use this server with cookies.
  allowedOrigins: (env.ALLOWED_ORIGINS ?? "").split(",").map((origin) => origin.trim()).filter(Boolean),
  host: env.HOST || "127.0.0.1",
  port: Number(env.PORT || 8080),
};
