// Claims of a token, for the modules over the loader.

/** Claims of a token: the user, and its stated expiry. */
export interface Claims {
  user?: string;
  exp?: unknown;
}

/** User of a token, or the token itself if it names none: two tokens of one user have the same key. */
export const tokenKey = (token: unknown): unknown => (token == null ? undefined : (decodeClaims(String(token)).user ?? token));

/** Decodes a token without verifying it, which the loader does. Returns no claims if it names no user. */
export function decodeClaims(token: string): Claims {
  try {
    const payload = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    const bytes = Uint8Array.from(atob(payload), (letter) => letter.charCodeAt(0));
    const { user_id, exp } = JSON.parse(new TextDecoder().decode(bytes));
    return ["string", "number"].includes(typeof user_id) ? { user: String(user_id), exp } : {};
  } catch {
    return {};
  }
}
