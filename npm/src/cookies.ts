// Cookies of the Messenger's and the note of the last user, for a shutdown that the core cannot do.
import { attempt, ofDocument } from "./browser.js";
import { COOKIE_NAME, NOTE_NAME } from "./generated.js";

const allCookies = (): string[] => attempt(() => ofDocument("cookie").split(/; */)) ?? [];

/** Note of the last user of this workspace, however it is kept; an empty text where nothing is noted. */
export function noteOf(appId: string): string {
  const start = `${NOTE_NAME}-${appId}=`;
  const cookie = allCookies().find((cookie) => cookie.startsWith(start));
  return cookie?.slice(start.length) || (attempt(() => localStorage.getItem(`${NOTE_NAME}:${appId}`)) ?? "");
}

/** Expires the Messenger's cookies and removes the notes, of every workspace, on the host and its parent domains. */
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
