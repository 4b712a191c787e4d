// Facts of pages for the tests of a diagnosis, and what must hold for each of them.
import assert from "node:assert/strict";
import { judge } from "../../src/web/diagnosis.js";
import { failure } from "../../src/web/failures.js";
import { makeError } from "../../src/web/page.js";
import { readToken } from "../../src/web/tokens.js";

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const NOW = 1_760_000_000_000;

export const NAMES = [
  "window_intercom", "script_tag", "widget", "session", "answer", "cors_origin", "no_session", "server_clock", "token_form",
  "token_algorithm", "token_user_id", "token_times", "token_life", "api_base", "csp", "wasm", "cookies", "updates",
  "unsigned_identity",
];

/** What a failure says, by its code. */
export const said = (code) => failure(placeOf(code)).what;

export function placeOf(code) {
  let place = 0;
  while (failure(place).code !== code) place += 1;
  return place;
}

/** An error as Rust has it made, which alone knows what may pass. */
export const error = (code, detail, retryable = false) => makeError(placeOf(code), retryable, detail, undefined);

/** A token's text, with what is none in the signature's place. */
export const encode = (header, payload) =>
  [header, payload, "not a signature"].map((part) => Buffer.from(part).toString("base64url")).join(".");

/** An answer with a token: its claims, or why it cannot be read. */
export function claims(token) {
  try {
    return readToken(token);
  } catch ([why, detail]) {
    return makeError(why, false, detail, undefined);
  }
}

export const tokenOf = (payload) => claims(encode('{"alg":"HS256","typ":"JWT"}', payload));
export const goodToken = tokenOf('{"user_id":"ada","iat":1760000000,"exp":1760007200}');

// Where a token comes from, as diagnosis.js counts.
export const [NOWHERE, PLAIN, WITH_HEADERS_OR_BODY, FUNCTION, FIXED] = [0, 1, 2, 3, 4];
export const [NOBODY, VISITOR, USER] = [0, 1, 2];
export const [NOTHING, A_FUNCTION, ELEMENT, OTHER] = [0, 1, 2, 3];

/** A user's session on a page where everything is as it should be. */
export const healthy = {
  intercom: A_FUNCTION,
  live: true,
  online: true,
  tags: 1,
  otherTag: "",
  violations: "",
  cookie: "",
  identifying: undefined,
  merged: undefined,
  foreign: true,
  booted: true,
  api: "https://api-iam.eu.intercom.io",
  source: PLAIN,
  allowed: false,
  identifies: false,
  phase: "active",
  session: USER,
  error: null,
  left: 17,
  answer: goodToken,
  serverTime: NOW,
  nobody: null,
  now: NOW,
};

/** A page on which nothing was booted. */
export const untouched = {
  ...healthy,
  intercom: NOTHING,
  live: false,
  tags: 0,
  foreign: false,
  booted: false,
  api: "https://api-iam.intercom.io",
  source: NOWHERE,
  phase: "idle",
  session: NOBODY,
  answer: undefined,
  serverTime: undefined,
  nobody: undefined,
};

export const being = (changes) => ({ ...healthy, ...changes });
export const before = (changes) => ({ ...untouched, ...changes });
export const answering = (code, detail) => being({ answer: error(code, detail), serverTime: undefined });
export const giving = (payload) => being({ answer: tokenOf(payload) });
export const failed = (code) => being({ live: false, tags: 0, session: NOBODY, phase: "idle", error: error(code) });
export const checkOf = (diagnosis, wanted) => diagnosis.checks.find(({ name }) => name === wanted);

/** What holds for every diagnosis: the same checks, in the same order; what is wrong says what to do, what is right does not. */
export function judged(facts) {
  const diagnosis = judge(facts);
  assert.deepEqual(diagnosis.checks.map(({ name }) => name), NAMES);
  for (const check of diagnosis.checks) {
    const { status, seen, mend } = check;
    assert.ok(seen && !seen.endsWith(".") && !(mend && seen.includes(mend)), JSON.stringify(check));
    if (status === "pass") assert.equal(mend, "", JSON.stringify(check));
    else if (status !== "skip") assert.ok(/^(warn|fail)$/.test(status) && mend.endsWith("."), JSON.stringify(check));
  }
  assert.equal(diagnosis.ok, diagnosis.checks.every(({ status }) => status !== "fail"));
  return diagnosis;
}

/** Each row: the facts, the check, how it ends, and a part of what was seen. */
export function table(rows) {
  for (const [facts, name, status, seen] of rows) {
    const check = checkOf(judged(facts), name);
    const about = `${name} ${status} ${seen}: ${JSON.stringify(check)} of ${JSON.stringify(facts)}`;
    assert.equal(check.status, status, about);
    assert.ok(check.seen.includes(seen), about);
  }
}
