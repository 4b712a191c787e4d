//! Other websites, which must not get the token.

use super::endpoints::{cors, host, is_page, plain, refused};
use super::{BOTH, NOBODY, PAGE, PAGE_ALONE, Row, USER};

pub(super) const ROWS: &[Row] = &[
    ("a list", |a| cors(a, is_page), BOTH, "cors_foreign", "pass", "not allowed"),
    ("no CORS", plain, USER, "cors_foreign", "pass", "not allowed"),
    (
        "whatever begins like it",
        |a| cors(a, |o| o.starts_with(PAGE)),
        BOTH,
        "cors_foreign",
        "fail",
        "https://www.example.com.attacker.invalid",
    ),
    (
        "whatever ends like it",
        |a| cors(a, |o| host(o).ends_with("www.example.com")),
        BOTH,
        "cors_foreign",
        "fail",
        "https://attackerwww.example.com",
    ),
    (
        "a first dot that is any letter",
        |a| cors(a, |o| host(o).len() == 15 && o.ends_with("example.com")),
        BOTH,
        "cors_foreign",
        "fail",
        "https://wwwxexample.com",
    ),
    (
        "a second dot that is any letter",
        |a| cors(a, |o| host(o).len() == 15 && o.starts_with("https://www.example") && o.ends_with("com")),
        BOTH,
        "cors_foreign",
        "fail",
        "https://www.examplexcom",
    ),
    (
        "its own host by http",
        |a| cors(a, |o| host(o) == "www.example.com"),
        BOTH,
        "cors_foreign",
        "fail",
        "http://www.example.com",
    ),
    (
        "its own host on every port",
        |a| cors(a, |o| o == PAGE || o.starts_with("https://www.example.com:")),
        BOTH,
        "cors_foreign",
        "fail",
        "https://www.example.com:31337",
    ),
    (
        "frames without an origin",
        |a| cors(a, |o| o == PAGE || o == "null"),
        BOTH,
        "cors_foreign",
        "fail",
        "null was allowed",
    ),
    (
        "what begins as the endpoint's host",
        |a| cors(a, |o| o == PAGE || o.starts_with("http://127.0.0.1")),
        BOTH,
        "cors_foreign",
        "fail",
        "http://127.0.0.1.attacker.invalid",
    ),
    (
        "the same without --origin",
        |a| cors(a, |o| o.starts_with("http://127.0.0.1")),
        USER,
        "cors_foreign",
        "fail",
        "127.0.0.1",
    ),
    (
        "everybody",
        |a| cors(a, |_| true),
        BOTH,
        "cors_foreign",
        "fail",
        "https://attacker.invalid was allowed",
    ),
    (
        "everybody, in a header that stands twice",
        |a| cors(a, |_| true).header("access-control-allow-origin", a.origin.clone().unwrap_or_default()),
        BOTH,
        "cors_foreign",
        "warn",
        "twice",
    ),
    (
        "a limit",
        |a| if a.before > 2 { refused().status(429) } else { plain(a) },
        BOTH,
        "cors_foreign",
        "skip",
        "429",
    ),
    ("a limit at once", |_| refused().status(429), USER, "cors_foreign", "skip", "429"),
    (
        "a server that fails",
        |a| if a.origin.is_some() { refused().status(503) } else { plain(a) },
        USER,
        "cors_foreign",
        "skip",
        "503",
    ),
    (
        "a one-time session",
        |a| if a.before > 0 { refused() } else { plain(a) },
        USER,
        "cors_foreign",
        "skip",
        "one request only",
    ),
    (
        "a one-time session and a page",
        |a| if a.before > 0 { refused() } else { plain(a) },
        BOTH,
        "cors_origin",
        "skip",
        "one request only",
    ),
    ("refusals alone", plain, NOBODY, "cors_foreign", "skip", "tokens alone"),
    (
        "CORS on 200 alone, and no session",
        |a| if a.user { cors(a, |_| true) } else { refused() },
        PAGE_ALONE,
        "cors_foreign",
        "skip",
        "--cookie",
    ),
    ("CORS on refusals, and no session", |a| cors(a, is_page), PAGE_ALONE, "cors_foreign", "pass", "refusal"),
    (
        "foreign origins get 403",
        |a| {
            if a.origin.as_deref().is_some_and(|o| !is_page(o)) {
                refused().status(403)
            } else {
                cors(a, is_page)
            }
        },
        BOTH,
        "cors_foreign",
        "pass",
        "refused",
    ),
];
