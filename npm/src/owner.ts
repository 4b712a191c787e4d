// Whose session it is, for the modules over the loader: what an application says of its own user is sent to no one else.
import { TOKEN_OPTIONS } from "./generated.js";
import type { Session } from "./types.js";

/** A boot, of which the loader's answer says whose session it is. */
export interface Owned {
  /** The session of the user for whom the application speaks; undefined until it is known. */
  owner: Session | undefined;
}

/** User of a session; undefined for a visitor. */
export const userId = (session: Session): string | undefined => (session.kind === "user" ? session.userId : undefined);

/** Options in which a token may be, or its source. */
type TokenOptions = { readonly [name in (typeof TOKEN_OPTIONS)[number]]?: unknown };

/** Whether the options have a token or a source of one. */
export const hasToken = (options: object): boolean => TOKEN_OPTIONS.some((name) => (options as TokenOptions)[name] != null);

/** Whether the loader requests tokens by itself, so that a visitor can still turn out to be a user. */
export const requestsToken = (options: object): boolean => (options as TokenOptions).jwt == null && hasToken(options);

/** Notes an answer of the loader's. Later ones change nothing, and a visitor is the owner only where that is `final`. */
export function claim(boot: Owned, session: Session, final: boolean): void {
  if (!boot.owner && (session.kind === "user" || final)) {
    boot.owner = session;
  }
}

/** Whether a session is the owner's. Without one a visitor's is, where the application names no user. */
export const isOwned = ({ owner }: Owned, session: Session, namesUser: boolean): boolean =>
  owner ? userId(owner) === userId(session) : session.kind === "visitor" && !namesUser;
