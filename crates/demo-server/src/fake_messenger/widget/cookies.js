// The Messenger's three cookies, which scripts can read, as with the real ones.

const WEEK_S = 7 * 24 * 3600;
const NINE_MONTHS_S = 270 * 24 * 3600;

function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function readCookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? found.slice(name.length + 1) : null;
}

function writeCookie(name, value, seconds, domain) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const where = domain ? `; Domain=${domain}` : "";
  document.cookie = `${name}=${value}; Max-Age=${seconds}; Path=/; SameSite=Lax${where}${secure}`;
}

/** Sets those of the three cookies that are missing, and returns the ids of the session and the visitor. */
function ensureCookies(appId, settings) {
  const lives = { session: WEEK_S, id: NINE_MONTHS_S, "device-id": NINE_MONTHS_S };
  if (settings.session_duration > 0) lives.session = Math.round(settings.session_duration / 1000);
  for (const [kind, seconds] of Object.entries(lives)) {
    const name = `intercom-${kind}-${appId}`;
    writeCookie(name, readCookie(name) ?? randomId(), seconds, settings.cookie_domain);
  }
  return { session: readCookie(`intercom-session-${appId}`), visitor: readCookie(`intercom-id-${appId}`) };
}

/** Clears the cookies of the session and the visitor on the host and the cookie domain, but not the device's. */
function clearCookies(appId, domain) {
  for (const kind of ["session", "id"]) {
    writeCookie(`intercom-${kind}-${appId}`, "", 0);
    if (domain) writeCookie(`intercom-${kind}-${appId}`, "", 0, domain);
  }
}
