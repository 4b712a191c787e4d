import cors from "cors";
import express from "express";
import session from "express-session";

import { intercomJwt, limit } from "./intercom.js";
import { settings } from "./settings.js";
import { find, users } from "./users.js";

const { allowedHosts, allowedOrigins, host, port } = settings;
const app = express();
const hostOf = (request) => (request.headers.host ?? "").toLowerCase();

app.disable("x-powered-by");
app.set("etag", false);
// The visitor's address and scheme are those that so many proxies before this server say; without any, nobody may say them.
app.set("trust proxy", settings.proxies);

// Tokens and sessions belong to one person at one time: no cache may keep them.
app.use((request, response, next) => {
  response.set("Cache-Control", "no-store");
  next();
});

// By DNS rebinding a foreign page reaches this server as its own origin, and its host alone tells.
app.use((request, response, next) => {
  // Not request.hostname, which behind a proxy is what any visitor says.
  if (allowedHosts.includes(hostOf(request).replace(/:\d+$/, ""))) return next();
  response.status(421).json({ error: "this host is not in ALLOWED_HOSTS" });
});

// Cookies for the listed origins and for no other. The loader reads Date and Retry-After.
app.use(
  cors({ origin: allowedOrigins, credentials: true, methods: ["GET", "POST"], exposedHeaders: ["Date", "Retry-After"] }),
);

// A page of another origin must not sign anybody in or out.
app.use((request, response, next) => {
  const { origin } = request.headers;
  const safe = ["GET", "HEAD", "OPTIONS"].includes(request.method);
  const own = !origin || allowedOrigins.includes(origin) || origin === `${request.protocol}://${hostOf(request)}`;
  if (safe || own) return next();
  response.status(403).json({ error: "this origin is not in ALLOWED_ORIGINS" });
});

app.use(
  session({
    secret: settings.sessionSecret,
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: "lax", secure: "auto" },
  }),
);

const not = (allow) => (request, response) =>
  response.set("Allow", allow).status(405).json({ error: "this address does not take that method" });

// Signing in without a password: it stands in for your own.
app
  .route("/login")
  .post(express.json({ limit: "64kb" }), (request, response, next) => {
    const user = find(request.body?.user);
    if (!user) {
      const error = `there is no such user; there are ${Object.keys(users).join(", ")}`;
      return response.status(400).json({ error });
    }
    request.session.regenerate((error) => {
      if (error) return next(error);
      request.session.user = user.user;
      response.json({ user });
    });
  })
  .all(not("POST"));

app
  .route("/logout")
  .post((request, response, next) => {
    request.session.destroy((error) => (error ? next(error) : response.clearCookie("connect.sid").json({ user: null })));
  })
  .all(not("POST"));

app
  .route("/api/session")
  .get((request, response) => response.json({ user: find(request.session.user) }))
  .all(not("GET, HEAD"));

app.route("/api/messenger-token").get(limit, intercomJwt).all(not("GET, HEAD"));

app.use((request, response) => response.status(404).json({ error: "there is nothing at this address" }));
app.use((error, request, response, next) => {
  const status = error.status >= 400 && error.status < 500 ? error.status : 500;
  if (status === 500) console.error(error);
  if (response.headersSent) return next(error);
  response.status(status).json({ error: status < 500 ? error.message : "the server failed" });
});

const server = app.listen(port, host, (error) => {
  if (error) throw error;
  console.log(`listening on http://${host}:${server.address().port}`);
});
