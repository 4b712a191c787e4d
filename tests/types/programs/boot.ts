// Options that an application may boot with.
import { boot, on, shutdown, state, type MessengerError, type BootOptions, type Region, type Session } from "intercom-messenger-loader";

declare const maybe: string | undefined;

export const options: BootOptions[] = [
  { appId: "abc12345" },
  { appId: "abc12345", jwtUrl: "/api/messenger-token" },
  { appId: "abc12345", jwtUrl: new URL("https://example.com/api/messenger-token"), region: "eu" },
  { appId: "abc12345", jwtRequest: { url: "/jwt", method: "POST", headers: { "X-CSRF-Token": "a" }, body: "{}", timeoutMs: 5 } },
  { appId: "abc12345", getJwt: async () => null },
  { appId: "abc12345", getJwt: () => "a.b.c", whenTokenFails: "visitor" },
  { appId: "abc12345", jwt: "a.b.c", apiBase: "https://api-iam.eu.intercom.io" },
  { appId: "abc12345", apiBase: "https://intercom.example.com", allowCustomApiBase: true },
  { appId: "abc12345", jwtUrl: undefined, region: undefined, settings: undefined },
  { appId: "abc12345", routes: "hash", settings: { language_override: null, action_color: null, hide_default_launcher: null } },
  { appId: "abc12345", jwtUrl: maybe, region: undefined, nonce: maybe, widgetUrl: maybe, settings: { alignment: maybe } },
  { appId: "abc12345", jwt: maybe, apiBase: maybe },
  { appId: "abc12345", routes: "manual", load: "interaction", syncTabs: false, whenSignedOut: "error", debug: true },
  { appId: "abc12345", nonce: "n0nce", widgetUrl: "https://example.com/widget.js", timeoutMs: 9_000 },
  { appId: "abc12345", allowUnsignedIdentity: true, settings: { email: "ada@example.com" } },
];

export async function signIn(region: Region): Promise<string | undefined> {
  const session: Session = await boot({ appId: "abc12345", region, jwtUrl: "/api/messenger-token" });
  return session.kind === "user" ? session.userId : undefined;
}

on("error", ({ code, hint, retryable }) => console.error(code, hint, retryable));
export const failed: MessengerError | null = state().lastError;

export const signOut = (): Promise<void> => shutdown();

/** Options that an application reads from elsewhere: which of them are present is known at run time. */
interface Environment {
  jwtUrl?: string;
  jwt?: string;
  getJwt?: () => Promise<string | null>;
  region?: Region;
  apiBase?: string;
}

export const fromElsewhere = (environment: Environment): Promise<Session> => boot({ appId: "abc12345", ...environment });
