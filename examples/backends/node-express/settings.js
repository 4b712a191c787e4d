// What the environment says.
import { randomBytes } from "node:crypto";

const { env } = process;

// A server without the secret must not start: it would sign with nothing.
const secret = env.INTERCOM_IDENTITY_SECRET?.trim();
if (!secret) {
  console.error("INTERCOM_IDENTITY_SECRET is not set: set it to the workspace's Messenger API secret");
  process.exit(1);
}

const list = (text) => text.split(",").map((one) => one.trim()).filter(Boolean);

const allowedHosts = list(env.ALLOWED_HOSTS ?? "");

export const settings = {
  secret,
  // Signs the session cookies. Without one, sessions end with the process.
  sessionSecret: env.SESSION_SECRET || randomBytes(32).toString("hex"),
  // Other origins whose pages may use this server with cookies.
  allowedOrigins: list(env.ALLOWED_ORIGINS ?? ""),
  // The hosts that this server answers for, on any port.
  allowedHosts: allowedHosts.length ? allowedHosts : ["localhost", "127.0.0.1", "[::1]"],
  host: env.HOST || "127.0.0.1",
  port: Number(env.PORT || 8080),
};
