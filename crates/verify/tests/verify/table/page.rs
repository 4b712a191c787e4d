//! The page that should get the token.

use super::endpoints::{allow, cors, is_page, plain, refused};
use super::{BOTH, PAGE, Row};

pub(super) const ROWS: &[Row] = &[
    (
        "CORS, and 403 for the page",
        |a| if a.origin.is_some() { allow(a, refused().status(403), is_page) } else { plain(a) },
        BOTH,
        "cors_origin",
        "fail",
        "403 for a page of this origin",
    ),
    (
        "CORS, and 500 for the page",
        |a| if a.origin.is_some() { allow(a, refused().status(500), is_page) } else { plain(a) },
        BOTH,
        "cors_origin",
        "fail",
        "500",
    ),
    (
        "CORS, and 400 for the page",
        |a| if a.origin.is_some() { allow(a, refused().status(400), is_page) } else { plain(a) },
        BOTH,
        "cors_origin",
        "fail",
        "400",
    ),
    (
        "no CORS on refusals",
        |a| if a.user { cors(a, is_page) } else { refused() },
        BOTH,
        "cors_refusal",
        "fail",
        "refusals too",
    ),
    ("CORS on refusals", |a| cors(a, is_page), BOTH, "cors_refusal", "pass", "401"),
    (
        "the origin twice",
        |a| cors(a, is_page).header("access-control-allow-origin", PAGE),
        BOTH,
        "cors_origin",
        "fail",
        "more than once",
    ),
    (
        "credentials twice",
        |a| cors(a, is_page).header("access-control-allow-credentials", "true"),
        BOTH,
        "cors_credentials",
        "fail",
        "more than once",
    ),
    (
        "headers that stay hidden",
        |a| cors(a, is_page).without("access-control-expose-headers"),
        BOTH,
        "cors_expose",
        "warn",
        "Date and Retry-After",
    ),
    (
        "headers that a star does not expose",
        |a| {
            cors(a, is_page)
                .without("access-control-expose-headers")
                .header("access-control-expose-headers", "*")
        },
        BOTH,
        "cors_expose",
        "warn",
        "stands for nothing",
    ),
    ("headers that are exposed", |a| cors(a, is_page), BOTH, "cors_expose", "pass", "Date"),
];
