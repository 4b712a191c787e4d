// The Messenger's three cookies, readable by scripts as the real ones are.

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

/** Sets whichever of the three cookies are missing, and answers with the session's and the visitor's id. */
function ensureCookies(appId, settings) {
  const lives = { session: WEEK_S, id: NINE_MONTHS_S, "device-id": NINE_MONTHS_S };
  if (settings.session_duration > 0) lives.session = Math.round(settings.session_duration / 1000);
  for (const [kind, seconds] of Object.entries(lives)) {
    const name = `intercom-${kind}-${appId}`;
    writeCookie(name, readCookie(name) ?? randomId(), seconds, settings.cookie_domain);
  }
  return { session: readCookie(`intercom-session-${appId}`), visitor: readCookie(`intercom-id-${appId}`) };
}

/** Clears the session's and the visitor's cookie on the host and the cookie domain; the device's stays. */
function clearCookies(appId, domain) {
  for (const kind of ["session", "id"]) {
    writeCookie(`intercom-${kind}-${appId}`, "", 0);
    if (domain) writeCookie(`intercom-${kind}-${appId}`, "", 0, domain);
  }
}
