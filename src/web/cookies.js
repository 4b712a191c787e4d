// The Messenger's cookies, and the note of the last user that stands beside them.
import { ofDocument, peek, writeCookie } from "./dom.js";
import { guard } from "./guard.js";

// Passed on from file to file, see page.js.
export { addEvent, callDocument, newElement, ofDocument, ofWindow, own, peek, removeEvent } from "./dom.js";
export { guard, report } from "./guard.js";

/** The names of the page's cookies, each with the workspace that it is of, if it is the Messenger's. */
export const cookies = () =>
  allCookies().map((cookie) => {
    const [name] = cookie.split("=");
    return { name, workspace: /^intercom-(?:session|id|device-id)-(.*)/.exec(name)?.[1] };
  });

/** The workspaces of the Messenger's cookies. */
export const cookieWorkspaces = guard(() => cookies().flatMap(({ workspace }) => workspace ?? []), []);

/** The page's cookies, each as `name=value`. */
function allCookies() {
  try {
    return ofDocument("cookie").split(/; */);
  } catch {
    // A sandboxed frame has no cookies, and says so by throwing.
    return [];
  }
}

/** Where a cookie may be the page's: on its host alone, and on the host and its parent domains. A browser ignores the
 *  public suffixes among those. */
function domainsOfPage() {
  const labels = location.hostname.split(".");
  return ["", ...labels.map((_, at) => `; Domain=${labels.slice(at).join(".")}`)];
}

/** @type {(name: string) => void} */
const expire = guard((name) => {
  for (const domain of domainsOfPage()) {
    writeCookie(`${name}=; Path=/; Max-Age=0${domain}`);
  }
});

/**
 * Expires the Messenger's cookies on this host and its parent domains: of one workspace, or of every.
 *
 * @type {(appId: string) => void}
 */
export const expireCookies = guard((appId) => {
  for (const { name, workspace } of cookies()) {
    if (workspace === undefined || (appId && workspace !== appId)) {
      continue;
    }
    expire(name);
  }
});

// The note of the last user, for pages to come. It stands in a cookie, which is the whole site's as the Messenger's are, and
// in `localStorage`, for pages that lose the one or the other.

/** What the notes' names begin with, in cookies before a hyphen and in storage before a colon. */
const NOTE = "intercom-messenger-loader";

/** As long as the Messenger's own cookies. */
const NOTE_AGE = 60 * 60 * 24 * 270;

/**
 * What is noted, an empty text where nothing is. Before a cookie's note stands an equals sign: cookies change in every tab at
 * once, and storage later than a message from the tab that changed it.
 *
 * @type {(appId: string) => string}
 */
export const readNote = guard((appId) => {
  const note = noteInCookies(appId);
  return note ? `=${note}` : noteInStorage(appId);
}, "");

/** @type {(appId: string) => string} */
function noteInCookies(appId) {
  const start = `${NOTE}-${appId}=`;
  const found = allCookies().find((cookie) => cookie.startsWith(start));
  return found ? found.slice(start.length) : "";
}

/** @type {(appId: string) => string} */
function noteInStorage(appId) {
  try {
    return localStorage.getItem(`${NOTE}:${appId}`) ?? "";
  } catch {
    return "";
  }
}

/** @type {(appId: string, note: string) => void} An empty note is none. */
export const writeNote = guard((appId, note) => {
  const name = `${NOTE}-${appId}`;
  expire(name);
  const rest = `; Path=/; Max-Age=${NOTE_AGE}; SameSite=Lax${location.protocol === "https:" ? "; Secure" : ""}`;
  // On the widest domain that the browser allows. An address has none: WebKit would take `Domain=1` from 127.0.0.1.
  const isAddress = /(?:^|\.)\d+$|\]$/.test(location.hostname);
  const all = isAddress ? [""] : domainsOfPage().reverse();
  const domains = note ? all : [];
  domains.find((domain) => writeCookie(`${name}=${note}${rest}${domain}`) && noteInCookies(appId) === note);
  try {
    if (note) {
      localStorage.setItem(`${NOTE}:${appId}`, note);
    } else {
      localStorage.removeItem(`${NOTE}:${appId}`);
    }
  } catch {
    // A storage that is full, or that a sandbox denies, costs a precaution and not the session.
  }
});

/** Removes what is noted, of every workspace. */
export const forgetNotes = guard(() => {
  cookies().forEach(({ name }) => name.startsWith(`${NOTE}-`) && expire(name));
  const storage = peek(window, "localStorage") ?? {};
  Object.keys(storage).forEach((key) => key.startsWith(`${NOTE}:`) && storage.removeItem(key));
});
