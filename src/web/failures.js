// What can go wrong, in the order of `Code` in error.rs: a stable code, what happened, and what to do about it. Rust reads
// this file as well. The texts are what a developer reads on the console, so each names the thing to type or change.
const FAILURES = `
invalid_options|boot() needs an object of options|Call boot({ appId: "abc12345", jwtUrl: "/api/intercom-jwt" }).
unknown_option|boot() knows no such option|Correct the name; Intercom's own attributes go inside settings.
invalid_option|an option cannot be used|Change its value to what the message says.
invalid_app_id|appId must be letters and digits|Copy it from Intercom: Settings > Installation.
unknown_region|Intercom has no such region|Use "us", "eu", "au" or "ap".
region_and_api_base|region and apiBase are both given|Keep region and remove apiBase.
invalid_api_base|apiBase must be an https origin of Intercom's|Use region; for your own proxy add allowCustomApiBase: true.
several_token_sources|more than one option gives the token|Keep one of jwtUrl, jwtRequest, getJwt and jwt.
invalid_settings|an attribute in settings cannot be sent|Send strings, finite numbers, booleans, null, dates, lists and plain objects.
identity_outside_token|an identifying attribute in settings is not signed|Put it into the token's payload on your server, and not into settings.
unsigned_identity|an identifying attribute in settings has no token to sign it|Give jwtUrl and put it into the token; allowUnsignedIdentity: true lets anyone impersonate anyone.
token_malformed|the token is not a JSON Web Token|Answer {"token": "…"} with what your JWT library returned, unchanged.
token_too_large|the token is longer than 16 KiB|Put only user_id, email, name and exp into it; send other attributes in settings.
token_algorithm|the token is not signed with HS256|Sign it with HS256 and the Messenger API secret.
token_user_id_missing|the token has no user_id|Put user_id, a non-empty string, into the token's payload on your server.
token_expired|the token has expired|Sign a new token for each request, and send Cache-Control: no-store with it.
token_times|the token's exp or iat is not in Unix seconds|Set exp in seconds: Math.floor(Date.now() / 1000) + 7200.
endpoint_unreachable|the token endpoint could not be reached|Check the network and the URL; on another origin answer with Access-Control-Allow-Origin (this page's origin) and Access-Control-Allow-Credentials: true.
endpoint_timeout|the token endpoint did not answer in time|Make it faster, or give it longer with timeoutMs.
endpoint_rate_limited|the token endpoint answered 429|Raise its rate limit: a page asks when it loads and for each new token.
endpoint_server_error|the token endpoint failed on the server|Look into your server's log.
endpoint_status|the token endpoint answered with an unexpected status|Check the URL; answer 200 with {"token": "…"} for a user and 401 for everybody else.
endpoint_html|the token endpoint answered with a web page|Check the URL; answer 401 instead of redirecting to a login page. A hotel's network does the same before its own login.
endpoint_empty|the token endpoint's answer is empty|Check the URL; answer 200 with {"token": "…"} for a user and 401 for everybody else.
endpoint_invalid_response|the token endpoint's answer is not {"token": "…"}|Check the URL; answer 200 with {"token": "…"} for a user and 401 for everybody else.
endpoint_too_large|the token endpoint's answer is longer than 64 KiB|Check the URL; answer 200 with {"token": "…"} for a user and 401 for everybody else.
get_jwt_failed|getJwt failed|Look at the cause; return the token, or null for somebody who is signed out.
signed_out|nobody is signed in|Sign the user in and call boot() again, or leave out whenSignedOut.
widget_blocked|the Messenger's script could not be loaded|An ad blocker, a firewall or a lost connection stops widget.intercom.io; widgetUrl can load it from your own domain.
widget_blocked_by_csp|the page's Content-Security-Policy forbids the Messenger's script|Add https://widget.intercom.io and https://js.intercomcdn.com to script-src, or pass nonce; under Trusted Types allow the policy intercom-messenger-loader.
widget_timeout|the Messenger's script did not load in time|Call boot() again, or give it longer with timeoutMs.
widget_invalid|what loaded is not the Messenger|Check appId and widgetUrl: that address answers with something else.
not_booted|there is no Messenger session|Call boot() first, and again after shutdown().
no_token_source|there is nowhere to get a new token from|Give jwtUrl or getJwt in place of jwt.
boot_superseded|shutdown() or another boot() came first|Nothing to mend: the later call decides.
user_changed|the user changed before the call's turn came|Call it again if it is meant for the user who is signed in now.
unsupported_environment|the Messenger needs a web page|Call boot() in the browser only, not while rendering on a server.
`;

/**
 * What is known of a failure.
 *
 * @param {number} code
 * @param {string} [detail] What was seen this time.
 */
export function failure(code, detail) {
  const [name, message, hint] = FAILURES.split("\n")[code + 1].split("|");
  return { code: name, what: detail === undefined ? message : `${message}: ${detail}`, hint };
}

/**
 * What happened, in words.
 *
 * @param {number} code As of `makeError`.
 * @param {string} [detail]
 */
export const describe = (code, detail) => failure(code, detail).what;

/**
 * An error of the class's shape; the class itself is the package's.
 *
 * @param {number} code Its place in the list.
 * @param {boolean} retryable
 * @param {string | undefined} detail
 * @param {unknown} cause
 */
export function makeError(code, retryable, detail, cause) {
  const { code: name, what, hint } = failure(code, detail);
  return Object.assign(new Error(`${what}. ${hint}`), { name: "MessengerError", code: name, retryable, hint, cause });
}

/** @type {(value: any) => string} A value from outside, as `quote` in error.rs: cut, and nothing that could be a token. */
export const quoted = (value) =>
  /eyJ/.test(value) ? "(a token, not shown)" : `"${`${value}`.slice(0, 40)}${`${value}`.length > 40 ? "…" : ""}"`;
