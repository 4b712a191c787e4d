// The Messenger's cookies and the note of the last user, for a shutdown without the core.
import { attempt, ofDocument } from "./browser.js";
import { COOKIE_NAME, NOTE_NAME } from "./generated.js";

const allCookies = (): string[] => attempt(() => ofDocument("cookie").split(/; */)) ?? [];

/** Note of the last user of this workspace, from any storage; an empty text if there is none. */
export function noteOf(appId: string): string {
  const start = `${NOTE_NAME}-${appId}=`;
  const cookie = allCookies().find((cookie) => cookie.startsWith(start));
  return cookie?.slice(start.length) || (attempt(() => localStorage.getItem(`${NOTE_NAME}:${appId}`)) ?? "");
}

/** Expires the Messenger's cookies and removes the notes of all workspaces, on the host and its parent domains. */
export function expireAll(): void {
  const ours = new RegExp(`^(?:${COOKIE_NAME}|${NOTE_NAME}-)`);
  const labels = location.hostname.split(".");
  const domains = ["", ...labels.map((_, at) => `; Domain=${labels.slice(at).join(".")}`)];
  for (const cookie of allCookies()) {
    const [name = ""] = cookie.split("=");
    for (const domain of ours.test(name) ? domains : []) {
      attempt(() => Reflect.set(Document.prototype, "cookie", `${name}=; Path=/; Max-Age=0${domain}`, document));
    }
  }
  attempt(() =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith(`${NOTE_NAME}:`))
      .forEach((key) => localStorage.removeItem(key)),
  );
}
