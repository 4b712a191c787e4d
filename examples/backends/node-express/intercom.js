// The one address that Intercom's Messenger needs: a token for whoever is signed in.
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import jwt from "jsonwebtoken";

import { settings } from "./settings.js";
import { find } from "./users.js";

/** The token's claims. `user_id` is a string, and what a user does not have is left out. */
function claims(user) {
  const claims = { user_id: String(user.userId), name: user.name };
  if (user.email) claims.email = user.email;
  return claims;
}

export function intercomJwt(request, response) {
  const user = find(request.session.user); // however your application knows who is signed in
  // 401 as JSON: a redirect to a login page would arrive as that page.
  if (!user) return response.status(401).json({ error: "nobody is signed in" });
  const token = jwt.sign(claims(user), settings.secret, { algorithm: "HS256", expiresIn: "2h" });
  response.json({ token });
}

// A page asks once in two hours; many tabs of many pages stay far below this.
export const limit = rateLimit({
  windowMs: 60_000,
  limit: 60,
  keyGenerator: (request) => request.session.user ?? ipKeyGenerator(request.ip),
  standardHeaders: "draft-8", // sends Retry-After with 429
  legacyHeaders: false,
  // Without proxies, what a visitor sends in their place is passed over.
  validate: { xForwardedForHeader: false },
  message: { error: "too many requests" },
});
