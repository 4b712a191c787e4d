// The Messenger's silent limits: identical calls, and twenty updates in thirty minutes, which only a reload resets.

let recent = [];
let spent = [];

/**
 * Whether a boot or update is within the limits; records a dropped one. The call that starts a session is never
 * limited.
 */
function allowed(method, settings, opens) {
  const now = Date.now();
  const shape = JSON.stringify([method, settings], (_, value) => (typeof value === "bigint" ? String(value) : value));
  recent = recent.filter((call) => now - call.at < LIMITS.identicalMs);
  if (recent.some((call) => call.shape === shape)) {
    drop(method, "identical");
    return false;
  }
  spent = spent.filter((at) => now - at < LIMITS.windowMs);
  if (!opens && spent.length >= LIMITS.updates) {
    console.debug(`Fake Messenger: dropped ${method}, over ${LIMITS.updates} updates`);
    drop(method, "limit");
    return false;
  }
  recent.push({ at: now, shape });
  if (!opens) spent.push(now);
  return true;
}

/** Resets the last boot: after a shutdown the same one starts a new session and is not a repetition. */
function forgetRecent() {
  recent = [];
}
