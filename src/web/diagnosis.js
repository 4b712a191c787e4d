// What is right and wrong with an installation: checks over facts. Pure, so that each row can be tested without a browser.
// Where `cargo xtask verify` checks the same, it has the same name.
//
// Texts are short, because every page that loads the Messenger carries them; a failure that has a code is told in that
// code's words. A token is never among the facts.

/** @type {Record<number, [string, string]>} The texts of the three failures that are made here, see core/error/code.rs. */
const TEXTS = {
  9: ["an identifying attribute in settings is not signed", "Put it into the token's payload on your server, and not into settings."],
  10: ["an identifying attribute in settings has no token to sign it", "Give jwtUrl and put it into the token; allowUnsignedIdentity: true lets anyone impersonate anyone."],
  15: ["the token has expired", "Sign a new token for each request, and send Cache-Control: no-store with it."],
};

/** @type {(code: number, detail?: string) => { what: string, hint: string }} */
const failure = (code, detail) => {
  const [message, hint] = TEXTS[code];
  return { what: detail === undefined ? message : `${message}: ${detail}`, hint };
};

/** @type {(value: any) => string} As `quote` in core/error.rs. */
const quoted = (value) => (/eyJ/.test(value) ? "(a token, not shown)" : `"${`${value}`.slice(0, 40)}"`);

/**
 * @typedef {object} Facts
 * @property {number} intercom What stands at `window.Intercom`, as `whatStandsThere` says.
 * @property {boolean} live It is the widget itself and not a stub.
 * @property {boolean} online The browser does not say that it is offline.
 * @property {number} tags How many script tags of the widget's are on the page.
 * @property {string} otherTag Another workspace that one of them is of.
 * @property {string} violations What the page's policy has forbidden, directives and hosts.
 * @property {string} cookie Another workspace that a cookie of the Messenger's is of.
 * @property {string} [identifying] An identifying attribute in `window.intercomSettings`.
 * @property {any} [merged] `window.intercomSettings.api_base`.
 * @property {boolean} foreign The token comes from an endpoint on another origin.
 * @property {boolean} booted There was a boot, which may have failed or ended; what follows is about the newest one.
 * @property {string} api Where its Messenger's API is.
 * @property {number} source Where the token comes from: one of the names below.
 * @property {boolean} allowed Identity may be sent unsigned.
 * @property {boolean} identifies An attribute in `settings` says who the user is.
 * @property {string} phase How far the session is, and whose it is: 0 nobody's yet, 1 a visitor's, 2 a user's.
 * @property {number} session
 * @property {any} error What failed last; null where nothing did.
 * @property {number} left How many updates are left.
 * @property {any} [answer] What was answered to the page just now: a token's user, `iat` and `exp`, null where nobody is
 *   signed in, an error. Undefined where it did not ask.
 * @property {number} [serverTime] The server's clock when it answered.
 * @property {any} [nobody] What the endpoint answered to nobody just now.
 * @property {number} now The device's clock. All times are in milliseconds since 1970.
 */

// Where a token comes from, as `source` in diagnose.rs counts.
const NOWHERE = 0;
/** A request without headers and body. */
const PLAIN = 1;
const FIXED = 4;

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A life in between is long enough not to be renewed all the time, and short enough for a token that was stolen. */
const SHORT = 5 * MINUTE;
const LONG = 24 * 60 * MINUTE;

/** How far two clocks may be apart; `Date` is cut to seconds. */
const CLOCKS_APART = MINUTE;

/** Every check, in the order in which they are made. */
const NAMES =
  "window_intercom script_tag widget session answer cors_origin no_session server_clock token_form token_algorithm token_user_id token_times token_life api_base csp wasm cookies updates unsigned_identity";

/** For a check that needs a boot before it. */
const NOT_BOOTED = "skip|boot() was not called|Call boot() first, and again after shutdown().";

// Places in TEXTS.
const OUTSIDE = 9;
const UNSIGNED = 10;
const EXPIRED = 15;

const UNREAD = "skip|there is no token that can be read";
const SET_EXP = "Set exp in seconds, two hours from now.";

/** What to say of each thing that the reader of tokens looks at, in its order, where it found no fault. */
const READ = ["a JSON Web Token", "HS256", "present", "in Unix seconds"];

/** The faults of a token at which its reader stops, each at its place in the list above. */
const STOPS = ["token_malformed", "token_algorithm", "token_user_id_missing", "token_times"];

/** @type {(answer: any) => boolean} Whether it was a token, though perhaps one that does not do. */
const isToken = (answer) => Array.isArray(answer) || /^token_/.test(answer?.code);

/**
 * Judges what was found.
 *
 * @param {Facts} facts
 */
export function judge(facts) {
  const names = NAMES.split(" ");
  /** @type {{ name: string, status: string, seen: string, mend: string }[]} */
  const checks = [];

  /** @type {(row: string, detail?: any) => void} Ends the next check: how, what was seen, and how to mend it. */
  const add = (row, detail = "") => {
    const [status, seen, mend = ""] = row.split("|");
    checks.push({ name: names[checks.length], status, seen: seen + detail, mend });
  };
  /** @type {(status: string, error: any) => void} Ends it with a failure of the loader's own. */
  const addError = (status, { message, hint }) =>
    add(`${status}||${hint}`, message.slice(0, -hint.length - 2));

  /** @type {(status: string, code: number, detail?: string) => void} The same, for one that the facts make. */
  const addFailure = (status, code, detail) => {
    const { what, hint } = failure(code, detail);
    add(`${status}||${hint}`, what);
  };

  messengerChecks(facts, add, addError);
  if (facts.booted && facts.answer !== undefined) {
    endpointChecks(facts, add, addError);
    tokenChecks(facts, add, addError, addFailure);
  } else {
    const row = facts.booted ? "skip|no token is asked for|To sign users in give jwtUrl or getJwt." : NOT_BOOTED;
    for (let at = 4; at < 13; at += 1) {
      add(row);
    }
  }
  pageChecks(facts, add, addFailure);
  return { ok: checks.every(({ status }) => status != "fail"), checks };
}

/** @typedef {(row: string, detail?: any) => void} Add */
/** @typedef {(facts: Facts, add: Add, addError: (status: string, error: any) => void) => void} Judges */

/** @type {Judges} `window.Intercom`, the widget's script, and the session. */
function messengerChecks({ intercom, booted, otherTag, tags, live, online, error, phase, session, answer }, add, addError) {
  // Where nothing was booted, nothing is broken yet: a boot puts its function over an element.
  const missing = booted ? "fail|nothing|Find the code that removed it, and call boot() again." : NOT_BOOTED;
  const element = `${booted ? "fail" : "warn"}|an element with id="Intercom"|Give the element another id.`;
  const other = "fail|no function|Find the code, or the blocker, that put it there.";
  add([missing, "pass|a function", element, other][intercom]);
  if (otherTag) {
    add("fail|one is of another workspace: |Remove that tag, or correct appId: a page has one Messenger.", quoted(otherTag));
  } else {
    add(
      ["skip|there is none", "pass|one"][tags] ??
        "fail|more than one|Remove the other snippet or tag: a page has one Messenger.",
    );
  }
  const failed = /^widget_/.test(error?.code);
  if (failed && online && !live) {
    addError("fail", error);
  } else if (live) {
    add("pass|it has arrived");
  } else if (failed) {
    add("fail|the browser is offline|Connect to the network, and call boot() again.");
  } else {
    add(booted ? "skip|it has not arrived|Look at the check of the session." : NOT_BOOTED);
  }
  if (error && /active|idle/.test(phase)) {
    addError(phase == "idle" ? "fail" : "warn", error);
  } else if (phase == "idle") {
    add("skip|there is none|Call boot() first, and again after shutdown().");
  } else if (phase == "deferred") {
    add("pass|it waits, as the option load says");
  } else if (phase != "active") {
    add("skip|it begins or ends just now|Call diagnose() again in a moment.");
  } else if (session == 2) {
    add("pass|a user's");
  } else {
    add(
      isToken(answer)
        ? "warn|a visitor's, though somebody is signed in|Call boot() again after signing in."
        : "pass|a visitor's",
    );
  }
}

/** @type {Judges} The answers to the page and to nobody, and the server's clock. */
function endpointChecks({ answer, foreign, source, nobody, serverTime, now }, add, addError) {
  const failed = answer && !isToken(answer) ? answer : undefined;
  if (failed) {
    addError("fail", failed);
  } else if (answer) {
    add("pass|a token");
  } else {
    add("warn|nobody is signed in|Sign in; if you are, look at SameSite and Domain of the session's cookie.");
  }
  // A page cannot see CORS itself, only that an answer of another origin reached it.
  if (!foreign) {
    add("skip|the token comes from no other origin");
  } else if (failed?.code == "endpoint_timeout") {
    add("skip|there is no answer");
  } else if (failed?.code == "endpoint_unreachable") {
    add(
      "fail|a page cannot tell CORS from a lost connection|Send Access-Control-Allow-Origin with this page's origin and Access-Control-Allow-Credentials: true; cargo xtask verify can tell.",
    );
  } else {
    add("pass|the page may read the answer");
  }
  if (nobody === undefined) {
    add("skip|there is nobody to ask");
  } else if (isToken(nobody)) {
    add(
      "fail|a token for anybody, who then is this user to Intercom|Look up the session before you sign, and answer 401 where there is none.",
    );
  } else if (nobody) {
    // Without its headers and body a request may be refused in other words.
    addError(source == PLAIN && !nobody.retryable ? "fail" : "warn", nobody);
  } else {
    add("pass|refused");
  }
  const ahead = aheadOf({ answer, source, serverTime, now });
  if (ahead === undefined) {
    add("skip|neither Date nor iat can be read");
  } else if (Math.abs(ahead) <= CLOCKS_APART) {
    add("pass|it agrees with this device's");
  } else {
    add(
      "warn|seconds ahead of this device's: |Set the clock that is wrong; the loader allows for it.",
      Math.trunc(ahead / SECOND),
    );
  }
}

/**
 * How far the server's clock is ahead of the device's. A fixed token may be an old one, whose `iat` says nothing of now.
 *
 * @type {(facts: Pick<Facts, "answer" | "source" | "serverTime" | "now">) => number | undefined}
 */
function aheadOf({ answer, source, serverTime, now }) {
  const time = serverTime ?? (source == FIXED ? undefined : answer?.[1]);
  return time === undefined ? time : time - now;
}

/** @typedef {(status: string, code: number, detail?: string) => void} AddFailure */

/** @type {(facts: Facts, add: Add, addError: (status: string, error: any) => void, addFailure: AddFailure) => void} */
function tokenChecks(facts, add, addError, addFailure) {
  const { answer, now } = facts;
  const read = Array.isArray(answer);
  // The reader stops at the first mistake: what it looked at before is in order.
  const stop = read ? READ.length : Math.max(STOPS.indexOf(answer?.code), 0);
  READ.forEach((seen, at) => {
    if (!isToken(answer)) {
      add(UNREAD);
    } else if (at == stop) {
      addError("fail", answer);
    } else {
      add(at < stop ? "pass|" + seen : "skip|the check above comes first");
    }
  });
  const [, issued, end] = read ? answer : [];
  const clock = now + (aheadOf(facts) ?? 0);
  const life = end - (issued ?? clock);
  if (!read) {
    add(UNREAD);
  } else if (end === undefined) {
    add("warn|there is no exp: who has it is this user for ever|" + SET_EXP);
  } else if (end <= clock) {
    addFailure("fail", EXPIRED);
  } else {
    const row =
      life > LONG
        ? "warn|long, for one that was stolen; minutes left: |"
        : life < SHORT
          ? "warn|so short that pages ask all the time; minutes left: |"
          : "";
    add(row ? row + SET_EXP : "pass|minutes left: ", Math.trunc((end - clock) / MINUTE));
  }
}

/** @type {(facts: Facts, add: Add, addFailure: AddFailure) => void} The region, the page's policy, what else there is, and what is sent unsigned. */
function pageChecks({ booted, api, merged, violations, cookie, left, source, allowed, identifying, identifies }, add, addFailure) {
  // The Messenger merges the page's settings under every call.
  if (!booted) {
    add(NOT_BOOTED);
  } else if (typeof merged == "string" && merged != api) {
    add(
      "warn|window.intercomSettings has another one: |Give boot() the workspace's region, and remove api_base from window.intercomSettings.",
      quoted(merged),
    );
  } else if (/^https:\/\/api-iam\.(eu\.|au\.)?intercom\.io$/.test(api)) {
    add("pass|", api);
  } else {
    add("warn|of no region: |Give region in place of apiBase, unless this is a proxy of your own.", api);
  }
  if (!violations) {
    add("pass|no violation seen");
  } else if (/intercom/.test(violations)) {
    // Every host of Intercom's has the name in it, and many a proxy for one.
    add("fail|forbidden: |Add these hosts to these directives of the page's Content-Security-Policy.", violations);
  } else {
    add("warn|forbidden: |If this page needs them, add them to its Content-Security-Policy.", violations);
  }
  // Whoever reads this has called WebAssembly; where it is forbidden, the JavaScript around it says so.
  add("pass|it runs");
  if (!booted || !cookie) {
    add(booted ? "pass|none of another workspace" : NOT_BOOTED);
  } else {
    add(
      "warn|of another workspace: |On a page that has not booted call shutdown(), which deletes all of them.",
      quoted(cookie),
    );
  }
  add(
    left ? "pass|left: " : "warn|left: |Send fewer updates: Intercom takes 20 in 30 minutes, and more of them wait.",
    left,
  );
  if (!booted) {
    add(NOT_BOOTED);
  } else if (!identifying && !identifies) {
    add("pass|none outside the token");
  } else {
    // The loader refuses them in its own settings unless this is allowed; of the page's it hears only now.
    const detail = identifying && "window.intercomSettings." + identifying;
    addFailure(allowed ? "warn" : "fail", source == NOWHERE ? UNSIGNED : OUTSIDE, detail);
  }
}
