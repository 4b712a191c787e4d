//! Refusals, caches and tokens.

use std::time::{Duration, UNIX_EPOCH};

use serde_json::json;

use super::endpoints::{claiming, html, now, plain, refused, token_of};
use super::{Answer, Ask, NOBODY, Row, USER};

fn dated(ask: &Ask, seconds: i64) -> Answer {
    let at = UNIX_EPOCH + Duration::from_secs(u64::try_from(now() + seconds).unwrap());
    claiming(ask, &json!({ "iat": now() + seconds, "exp": now() + seconds + 7200 }))
        .header("date", httpdate::fmt_http_date(at))
}

pub(super) const ROWS: &[Row] = &[
    (
        "403 with a page",
        |a| if a.user { plain(a) } else { html(403) },
        USER,
        "no_session",
        "warn",
        "firewall",
    ),
    ("403 with a page to the user", |_| html(403), USER, "answer", "fail", "firewall"),
    (
        "401 with Basic",
        |a| if a.user { plain(a) } else { refused().header("www-authenticate", "Basic realm=\"x\"") },
        USER,
        "no_session",
        "fail",
        "ask the visitor for a password",
    ),
    (
        "401 with Bearer",
        |a| if a.user { plain(a) } else { refused().header("www-authenticate", "Bearer realm=\"basic, x\"") },
        USER,
        "no_session",
        "pass",
        "401",
    ),
    (
        "401 that caches keep",
        |a| {
            if a.user {
                plain(a)
            } else {
                refused().without("cache-control").header("cache-control", "max-age=60")
            }
        },
        USER,
        "refusal_cache",
        "fail",
        "max-age=60",
    ),
    (
        "401 without no-store",
        |a| if a.user { plain(a) } else { refused().without("cache-control") },
        USER,
        "refusal_cache",
        "pass",
        "by itself",
    ),
    (
        "204 without no-store",
        |a| if a.user { plain(a) } else { refused().without("cache-control").status(204) },
        USER,
        "refusal_cache",
        "warn",
        "204",
    ),
    (
        "401 with a date to keep it until",
        |a| {
            if a.user {
                plain(a)
            } else {
                refused().without("cache-control").header("expires", "Fri, 01 Jan 2100 00:00:00 GMT")
            }
        },
        USER,
        "refusal_cache",
        "fail",
        "Expires",
    ),
    (
        "401 that a CDN keeps",
        |a| if a.user { plain(a) } else { refused().header("cdn-cache-control", "max-age=60") },
        USER,
        "refusal_cache",
        "fail",
        "cdn-cache-control",
    ),
    (
        "a token that a CDN keeps",
        |a| plain(a).header("cdn-cache-control", "public, max-age=60"),
        USER,
        "cache_control",
        "fail",
        "cdn-cache-control",
    ),
    (
        "a token that no CDN keeps",
        |a| plain(a).header("cdn-cache-control", "no-store"),
        USER,
        "cache_control",
        "pass",
        "no-store",
    ),
    (
        "a broken token for anybody",
        |_| token_of(&json!({ "exp": (now() + 7200) * 1000 })),
        NOBODY,
        "no_session",
        "fail",
        "though a broken one",
    ),
    (
        "nbf to come",
        |a| claiming(a, &json!({ "nbf": now() + 601 })),
        USER,
        "token_times",
        "fail",
        "nbf is 10 min",
    ),
    (
        "nbf in milliseconds",
        |a| claiming(a, &json!({ "nbf": now() * 1000 })),
        USER,
        "token_times",
        "fail",
        "nbf is no time",
    ),
    ("nbf of now", |a| claiming(a, &json!({ "nbf": now() })), USER, "token_times", "pass", "seconds"),
    (
        "a clock three hours late",
        |a| dated(a, -3 * 3600),
        USER,
        "token_life",
        "fail",
        "by this machine's clock",
    ),
    ("a clock an hour late", |a| dated(a, -3600), USER, "token_life", "pass", "2 h"),
    (
        "undefined",
        |a| claiming(a, &json!({ "user_id": "undefined" })),
        USER,
        "token_user_id",
        "fail",
        "as text",
    ),
    ("null", |a| claiming(a, &json!({ "user_id": "null" })), USER, "token_user_id", "fail", "as text"),
    ("None", |a| claiming(a, &json!({ "user_id": "None" })), USER, "token_user_id", "fail", "as text"),
    (
        "nil in capitals",
        |a| claiming(a, &json!({ "user_id": "NIL" })),
        USER,
        "token_user_id",
        "fail",
        "as text",
    ),
    (
        "an object",
        |a| claiming(a, &json!({ "user_id": "[object Object]" })),
        USER,
        "token_user_id",
        "fail",
        "as text",
    ),
    ("blanks", |a| claiming(a, &json!({ "user_id": " \t" })), USER, "token_user_id", "fail", "as text"),
    ("a number", |a| claiming(a, &json!({ "user_id": 7 })), USER, "token_user_id", "warn", "number"),
];
