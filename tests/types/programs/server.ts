// Operations on a server: tags for a page's head, and sources of a policy.
import { contentSecurityPolicy, cspDirectives, preloadTags } from "intercom-messenger-loader/server";

export const head: string = preloadTags({ appId: "abc12345", region: "eu", jwtUrl: new URL("https://app.example/jwt") });

export function policy(own: Record<string, string[]>): string {
  const theirs: Record<string, string[]> = cspDirectives({ appId: "abc12345", nonce: "n0nce" });
  return Object.keys(theirs)
    .map((name) => [name, ...(own[name] ?? []), ...theirs[name]!].join(" "))
    .join("; ");
}

// @ts-expect-error: a boot has an appId
preloadTags({ region: "eu" });

// @ts-expect-error: no such region
preloadTags({ appId: "abc12345", region: "uk" });

// @ts-expect-error: an option's name
cspDirectives({ appId: "abc12345", jwtURL: "/jwt" });

// @ts-expect-error: it is no promise
preloadTags({ appId: "abc12345" }).then(() => {});

export const header: string = contentSecurityPolicy({ appId: "abc12345" }, "default-src 'self'");

// @ts-expect-error: a policy is text
contentSecurityPolicy({ appId: "abc12345" }, { "default-src": ["'self'"] });
