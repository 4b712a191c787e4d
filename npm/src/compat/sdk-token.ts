// The token that a program passes as `intercom_user_jwt`, as an option of `boot`.
import { decodeClaims } from "../identity.js";

/**
 * The token of a user. A newer token of the same user keeps the function, so that it is no other option and the session
 * goes on; another user gets another function, so that no request for the last user's token serves them.
 */
interface HeldToken {
  user: string;
  newest: string;
  /** The token that the session knows. */
  known: string;
  getJwt: () => string;
}

let held: HeldToken | undefined;

/** Keeps a token, and returns the function that provides it to the loader. */
export function holdToken(token: string): () => string {
  // The loader rejects a token without a user.
  const user = decodeClaims(token).user ?? token;
  if (held?.user === user) {
    held.newest = token;
    return held.getJwt;
  }
  const next: HeldToken = { user, newest: token, known: "", getJwt: () => next.newest };
  held = next;
  return next.getJwt;
}

/** Whether a function is the one that provides the held token. */
export const isHeld = (getJwt: unknown): boolean => held !== undefined && getJwt === held.getJwt;

/** Whether the function provides a token that the session does not know; from now on the session counts as knowing it. */
export function takeNewToken(getJwt: unknown): boolean {
  const isNew = held !== undefined && isHeld(getJwt) && held.newest !== held.known;
  if (held) {
    held.known = held.newest;
  }
  return isNew;
}
