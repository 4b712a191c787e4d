//! Requirements for every backend.

mod bodies;
mod failures;
mod hosts;
mod origins;
mod process;
mod proxies;
mod session;
mod token;

use crate::Row;

/// Name of the row that applies only to backends with a rate limit.
pub(crate) const RATE_LIMIT: &str = "who asks too often is told when to come back, and nobody else";

/// Name of the row that applies only to sessions on the server.
pub(crate) const COPIED_COOKIE: &str = "signing out ends the session for a copy of its cookie too";

/// Names of the other rows that apply only to backends with a rate limit.
pub(crate) const PROXY_LIMIT: &str = "behind a proxy the limit counts visitors";
pub(crate) const OTHER_NAMES: &str = "without a proxy the limit counts whoever says to be somebody else";

/// Name of the row that applies only to backends with such a secret.
pub(crate) const SESSION_SECRET: &str = "a SESSION_SECRET of less than 64 characters does not start";

/// All rows except the last ones.
pub(crate) const ROWS: &[Row] = &[
    ("a signed-in user gets a token, and nothing else", token::for_a_user),
    ("the claims are the user's, of the right types, and no more", token::says_who),
    ("exp and iat are in seconds, and exp is within two hours", token::times),
    ("the secret verifies the signature, and another does not", token::signature),
    ("letters outside ASCII survive", token::letters),
    ("a user without an address has no such claim", token::without_address),
    ("nobody gets 401 as JSON", token::nobody),
    ("nobody is not redirected, also as a browser that wants a page", token::no_redirect),
    ("an invented session is nobody", token::invented),
    ("a wrong method is 405 as JSON, with Allow", token::wrong_method),
    ("an unknown address is 404 as JSON", token::unknown_address),
    ("no cache may keep any answer", token::no_store),
    ("the server's clock is in Date", token::date),
    ("signing in says who, and the session does", session::says_who),
    ("the session cookie is not for scripts and other sites", session::cookie),
    ("signing out ends the session", session::sign_out),
    (COPIED_COOKIE, session::copied_cookie),
    ("signing in again is the other user", session::switch),
    ("what is no login is refused as JSON", session::no_login),
    ("a body over 64 KiB is refused, whether its length is told or not", bodies::too_large),
    ("a host that is not listed gets nothing", hosts::foreign),
    ("this machine is listed by default, on every port", hosts::own),
    ("ALLOWED_HOSTS names the hosts in their place", hosts::listed),
    ("an ALLOWED_HOSTS that names none is none", hosts::empty),
    ("an allowed origin may read the token with cookies", origins::allowed),
    ("an allowed origin may read a refusal", origins::allowed_refusal),
    ("a foreign origin may read nothing", origins::foreign),
    ("a preflight passes for an allowed origin only", origins::preflight),
    ("a page of a foreign origin changes no session", origins::foreign_write),
    ("a page of its own host by another scheme changes no session", origins::other_scheme),
    ("its own and allowed pages sign in", origins::own_write),
    ("`cargo xtask verify` passes", process::verify),
    ("`cargo xtask verify` fails with another secret", process::verify_another),
    ("it listens on this machine only", process::loopback),
    ("without the secret it does not start, and says what to set", process::no_secret),
    ("a secret that is short, a placeholder or not ASCII does not start", process::wrong_secret),
    (SESSION_SECRET, process::session_secret),
    ("an ALLOWED_ORIGINS that is no list of origins does not start", process::wrong_origins),
    ("a failure on the server is JSON, and its cause is in the log", failures::on_the_server),
    ("a session folder that is not there is a failure, without a php.ini too", failures::php_session_folder),
    ("JSON that is too deep is refused as JSON", failures::deep),
    ("what is not UTF-8 is refused as JSON", failures::not_utf8),
    ("behind a proxy the scheme is what it says, and the cookie is for https", proxies::scheme),
    ("without a proxy nobody says the scheme", proxies::nobody_says),
    (PROXY_LIMIT, proxies::limit),
    ("HEAD answers as GET does", token::head),
    ("an allowed origin may read 404 and 405, and no cache may keep them", origins::allowed_errors),
    ("no cache may keep the refusal of a foreign page", origins::foreign_refusal),
    ("a session that was planted is not signed in", session::planted),
];

/// The last rows: one uses up the rate limit, the other reads the log of all rows.
pub(crate) const LAST: &[Row] = &[
    (RATE_LIMIT, token::rate_limit),
    (OTHER_NAMES, proxies::nobody_says_who),
    ("no token and no secret is in what it printed", process::logs),
];
