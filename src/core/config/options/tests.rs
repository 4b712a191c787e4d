#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::core::config::JwtRequest;
use crate::core::config::{check_url, token_source::check_request};

fn said<T>(read: Result<T, Error>) -> String {
    read.err().map(|error| error.message()).unwrap_or_default()
}

#[test]
fn words_are_listed_where_another_is_given() {
    assert_eq!(word::<Load>("load", Some("idle")), Ok(Load::Idle));
    assert!(
        said(word::<Load>("load", Some("Idle")))
            .ends_with(r#"load must be "now", "load", "idle" or "interaction""#)
    );
    assert!(said(word::<Routes>("routes", None)).ends_with(r#"routes must be "auto", "hash" or "manual""#));
    for name in ["constructor", "toString", ""] {
        assert!(word::<Fallback>("whenSignedOut", Some(name)).is_err());
    }
}

#[test]
fn what_is_said_of_another_word_lists_every_word_in_order() {
    fn says<T: Word>(words: &[&str]) {
        assert_eq!(words.len(), T::ALL.len());
        let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        let (last, others) = words.split_last().unwrap();
        assert_eq!(T::MUST, format!("must be {} or {last}", others.join(", ")));
    }
    says::<Routes>(&["auto", "hash", "manual"]);
    says::<Load>(&["now", "load", "idle", "interaction"]);
    says::<Fallback>(&["visitor", "error"]);
    says::<VisitorOnSignIn>(&["restart", "keep"]);
    says::<RefreshWith>(&["boot", "update"]);
    says::<Credentials>(&["include", "same-origin", "omit"]);
    for (name, load) in
        [("now", Load::Now), ("load", Load::Load), ("idle", Load::Idle), ("interaction", Load::Interaction)]
    {
        assert_eq!(word("load", Some(name)), Ok(load));
    }
    for name in [", ", "must be ", " or "] {
        assert!(word::<Load>("load", Some(name)).is_err());
    }
}

#[test]
fn a_time_limit_is_as_long_as_a_day_at_most() {
    for (limit, millis) in [(1.0, 1), (1.5, 1), (86_400_000.0, 86_400_000)] {
        assert_eq!(time_limit("timeoutMs", Some(limit)), Ok(millis));
    }
    for limit in
        [None, Some(0.0), Some(0.5), Some(-1.0), Some(86_400_001.0), Some(f64::NAN), Some(f64::INFINITY)]
    {
        assert!(
            said(time_limit("timeoutMs", limit))
                .ends_with("timeoutMs must be a number of milliseconds from 1 to 86400000")
        );
    }
}

#[test]
fn the_nearest_known_name_is_named() {
    for (name, meant) in [
        ("regoin", Some("region")),
        ("jwtURL", Some("jwtUrl")),
        ("app_id", Some("appId")),
        ("apibase", Some("apiBase")),
        ("Settings", Some("settings")),
        ("timeout", Some("timeoutMs")),
        ("customLauncherSelector", None),
        ("toString", None),
        ("x", None),
        ("", None),
        ("ääää", None),
    ] {
        let error = unknown(name, &OPTIONS);
        let said = meant.map_or(quote(name), |meant| format!("{}, did you mean {meant}?", quote(name)));
        assert_eq!((error.code(), error.message().ends_with(&said)), (Code::UnknownOption, true), "{error}");
    }
    assert!(unknown("header", &REQUEST_OPTIONS).message().ends_with("did you mean headers?"));
}

#[test]
fn two_sources_of_tokens_are_named() {
    assert!(several("jwtUrl", "jwt").message().ends_with(": jwtUrl and jwt"));
    assert!(TOKEN_SOURCES.iter().all(|source| OPTIONS.contains(source)));
}

#[test]
fn addresses() {
    let table: serde_json::Value =
        serde_json::from_str(include_str!("../../../../tests/tables/addresses.json")).unwrap();
    for group in table.as_array().unwrap() {
        for row in group["rows"].as_array().unwrap() {
            let read = check_url("jwtUrl", row.as_str().unwrap());
            let verdict = if read.is_ok() { "taken" } else { "refused" };
            assert_eq!(verdict, group["is"], "{row}");
            assert!(read.is_ok() || said(read).ends_with("jwtUrl must be an http or https address"));
        }
    }
}

#[test]
fn what_a_browser_refuses_in_a_request_is_refused_before() {
    let request = |method: &str, headers: &[(&str, &str)], body: Option<&str>| {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let request = JwtRequest {
            method: method.to_owned(),
            headers,
            body: body.map(str::to_owned),
            ..JwtRequest::get("/jwt")
        };
        check_request(&request).is_ok()
    };
    assert!(request("PATCH", &[("x-csrf!#$%&'*+.^_`|~1", "a b\tc")], Some("")));
    for method in ["", "GE T", "trace", "CONNECT", "Track", "GET\n", "GÉT", "G(T"] {
        assert!(!request(method, &[], None), "{method}");
    }
    for header in
        [("", "x"), ("a b", "x"), ("a:", "x"), ("ä", "x"), ("a", "x\r\nb: y"), ("a", "\u{7f}"), ("a", "ä")]
    {
        assert!(!request("POST", &[header], None), "{header:?}");
    }
    assert!(!request("GET", &[], Some("{}")) && !request("head", &[], Some("")));
}
