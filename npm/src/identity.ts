// Options and attributes that identify a user, and the claims of a token.

/** Options of `boot` that provide a token. */
export const TOKEN_OPTIONS = ["getJwt", "jwt", "jwtRequest", "jwtUrl"] as const;

/** Attributes that identify a user: beside a token they are not sent, because the token contains them. */
export const IDENTIFYING: readonly string[] = ["user_id", "email", "phone", "user_hash"];

/** Claims of a token: the user, and when it expires by its own account. */
export interface Claims {
  user?: string;
  exp?: unknown;
}

/** Decodes a token without verifying it, which is the loader's part. There are no claims where it names no user. */
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
