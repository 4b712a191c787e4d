// What the environment says. A server that is set up wrongly must not start: it would sign with nothing, or let strangers in.
import { randomBytes } from "node:crypto";

const { env } = process;

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

function readSecret() {
  const secret = (env.INTERCOM_IDENTITY_SECRET ?? "").trim();
  const name = "INTERCOM_IDENTITY_SECRET";
  if (!secret) stop(`${name} is not set: set it to the workspace's Messenger API secret`);
  if (/…|^\.+$/.test(secret)) stop(`${name} is a placeholder: set it to the workspace's Messenger API secret`);
  if (/[^\x20-\x7e]/.test(secret)) stop(`${name} is not ASCII: copy the workspace's Messenger API secret anew`);
  if (secret.length < 32) stop(`${name} is shorter than 32 bytes: copy the whole of the workspace's Messenger API secret`);
  return secret;
}

/** Signs the session cookies. Without one, sessions end with the process. */
function readSessionSecret() {
  const secret = env.SESSION_SECRET || randomBytes(32).toString("hex");
  if (secret.length < 64) stop("SESSION_SECRET is shorter than 64 characters: make one with openssl rand -hex 32");
  return secret;
}

const list = (text) => text.split(",").map((one) => one.trim()).filter(Boolean);

// As a browser sends it: no pattern, no path, no port that the scheme has by itself.
const ORIGIN = /^(?!http:.*:80$|https:.*:443$)https?:\/\/([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:[1-9][0-9]{0,4})?$/;

function readOrigins() {
  const origins = list(env.ALLOWED_ORIGINS ?? "");
  const wrong = origins.find((origin) => !ORIGIN.test(origin));
  if (wrong !== undefined) {
    stop(`ALLOWED_ORIGINS: ${JSON.stringify(wrong)} is no origin: write scheme, host and port as in https://www.example.com`);
  }
  return origins;
}

/** How many proxies stand before this server. */
function readProxies() {
  const text = env.TRUST_PROXY || "0";
  if (!/^[0-9]$/.test(text)) stop("TRUST_PROXY is no number of proxies: write 1 for a server behind one");
  return Number(text);
}

const allowedHosts = list(env.ALLOWED_HOSTS ?? "");

export const settings = {
  secret: readSecret(),
  sessionSecret: readSessionSecret(),
  // Other origins whose pages may use this server with cookies.
  allowedOrigins: readOrigins(),
  // The hosts that this server answers for, on any port.
  allowedHosts: allowedHosts.length ? allowedHosts : ["localhost", "127.0.0.1", "[::1]"],
  proxies: readProxies(),
  host: env.HOST || "127.0.0.1",
  port: Number(env.PORT || 8080),
};
