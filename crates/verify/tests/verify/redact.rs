//! Credentials that a server repeats in another form than they were given, and what misleads a reader of the report.

use axum::http::{StatusCode, header};
use axum::response::IntoResponse as _;
use axum::{Json, Router};
use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use serde_json::json;
use server::{Secret, sign};

use crate::program::{Run, SECRET, run, serve};

/// What both reports say of an endpoint that answers with this media type and sends nobody to this address.
async fn echoed(cookie: &str, value: &str) -> [Run; 2] {
    let (media, to) = (format!("text/{value}"), format!("/login/{value}"));
    let echo = move |request: axum::extract::Request| {
        let signed_in = request.headers().get(header::COOKIE).is_some_and(|cookie| cookie != "session=x");
        let token = sign(&Secret::new(SECRET), &json!({ "user_id": "somebody" })).unwrap();
        let (media, to) = (media.clone(), to.clone());
        async move {
            if signed_in {
                return ([(header::CONTENT_TYPE, media)], json!({ "token": token }).to_string())
                    .into_response();
            }
            (StatusCode::FOUND, [(header::LOCATION, to)]).into_response()
        }
    };
    let base = serve(Router::new().fallback(echo)).await;
    let args = ["--url", &base, "--cookie", cookie];
    [run(&[&args[..], &["--json"]].concat(), Some(SECRET)).await, run(&args, Some(SECRET)).await]
}

#[tokio::test]
async fn an_encoded_credential_is_hidden_in_each_of_its_forms() {
    let plain = "s:abCD12.ef/GH34ij=";
    let once = "s%3AabCD12.ef%2FGH34ij%3D";
    let lower = "s%3aabCD12.ef%2fGH34ij%3d";
    let twice = "s%253AabCD12.ef%252FGH34ij%253D";
    let letters = "%73%3A%61bCD12%2Eef%2FGH34ij%3D";
    for given in [plain, once, lower, twice] {
        for back in [plain, once, lower, twice, letters] {
            let [json, text] = echoed(&format!("connect.sid={given}"), back).await;
            json.expect("content_type", "warn", "text/(not shown)");
            json.expect("no_session", "fail", "/login/(not shown)");
            for part in ["bCD12", "GH34"] {
                for printed in [&json.stdout, &text.stdout] {
                    assert!(!printed.contains(part), "{given} as {back}: {printed}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_percent_sign_before_a_credential_does_not_show_it() {
    let [json, _] = echoed("sid=41abcdef-42", "%41abcdef-42").await;
    assert!(!json.stdout.contains("abcdef"), "{}", json.stdout);
}

#[tokio::test]
async fn a_short_credential_is_hidden_where_it_stands_alone() {
    for secret in ["x7q", "7", "q-1", "abcde"] {
        let [json, text] = echoed(&format!("sid={secret}; lang=lo"), &format!("a/{secret}.b")).await;
        json.expect("content_type", "warn", "text/a/(not shown).b");
        json.expect("no_session", "fail", "/login/a/(not shown).b");
        assert!(text.stdout.contains("/login/a/(not shown).b"), "{}", text.stdout);
    }
    let [json, _] = echoed("sid=%37%21; lang=og", "7!").await;
    json.expect("content_type", "warn", "text/(not shown)");
    json.expect("no_session", "fail", "/login/(not shown)");
}

#[tokio::test]
async fn a_credential_in_quotes_is_hidden_without_them() {
    let [json, _] = echoed("sid=\"quoted-value\"", "quoted-value").await;
    json.expect("content_type", "warn", "text/(not shown)");
}

#[tokio::test]
async fn what_a_server_says_neither_reorders_the_line_nor_hides_in_it() {
    let marks = "\u{202e}\u{2066}\u{200f}\u{61c}\u{200b}\u{2028}\u{feff}\u{ad}\u{e0041}\u{9b}";
    let token = sign(&Secret::new(SECRET), &json!({ "user_id": format!("{marks}Núñez") })).unwrap();
    let base = serve(Router::new().fallback(|| async move { Json(json!({ "token": token })) })).await;
    for more in [&[][..], &["--json"]] {
        let run = run(&[&["--url", &base, "--cookie", "sid=0123456789"], more].concat(), None).await;
        for mark in marks.chars() {
            assert!(!run.stdout.contains(mark), "{mark:?}: {}", run.stdout);
        }
        assert!(run.stdout.contains("??????????Núñez"), "{}", run.stdout);
    }
}

/// A secret in the forms that proxies, log formatters and templates make of it.
fn encodings(secret: &str) -> Vec<(&'static str, String)> {
    let hex =
        |prefix: &str, text: &str| text.bytes().map(|byte| format!("{prefix}{byte:02x}")).collect::<String>();
    let backwards = |text: &str| text.chars().rev().collect::<String>();
    let base64 =
        |before: &str, after: &str| Base64::encode_string(format!("{before}{secret}{after}").as_bytes());
    let url = |before: &str, after: &str| {
        Base64UrlUnpadded::encode_string(format!("{before}{secret}{after}").as_bytes())
    };
    vec![
        ("base64", base64("", "")),
        ("base64 inside, one after", base64("x", "y")),
        ("base64 inside, two after", base64("xy", "yz")),
        ("base64 inside, three after", base64("xyz", "")),
        ("base64url", url("", "y")),
        ("base64url inside", url("id=", "~")),
        ("base64 in lower case", base64("", "").to_lowercase()),
        ("base64 with percent", base64("", "").bytes().map(|byte| format!("%{byte:02X}")).collect()),
        ("hex", hex("", secret)),
        ("hex in upper case", hex("", secret).to_uppercase()),
        ("escaped as in JSON", hex("\\u00", secret)),
        ("escaped as in C", hex("\\x", secret)),
        ("from behind", backwards(secret)),
        ("percent, from behind", backwards(&hex("%", secret))),
        ("from behind, percent", hex("%", &backwards(secret))),
        ("base64 from behind", backwards(&base64("x", ""))),
    ]
}

/// Whether a piece of one text stands in another, in any case of its letters.
fn share(printed: &str, encoded: &str, length: usize) -> bool {
    let (printed, encoded) = (printed.to_lowercase(), encoded.to_lowercase().into_bytes());
    encoded.windows(length).any(|piece| printed.contains(std::str::from_utf8(piece).unwrap_or("\0")))
}

#[tokio::test]
async fn a_credential_is_hidden_in_each_form_that_help_names() {
    for secret in ["sess1on-S3cr3t~V4lue?9f8e7d", "k?>9~z"] {
        for (name, encoded) in encodings(secret) {
            let token = sign(&Secret::new(SECRET), &json!({ "user_id": encoded })).unwrap();
            let answer = Json(json!({ "token": token }));
            let coding = encoded.clone();
            let endpoint = move || async move { ([(header::CONTENT_ENCODING, coding)], answer) };
            let plain = Json(json!({ "token": token }));
            let as_user = serve(Router::new().fallback(|| async move { plain })).await;
            let as_coding = serve(Router::new().fallback(endpoint)).await;
            for base in [as_user, as_coding] {
                let cookie = format!("session={secret}");
                let run = run(&["--url", &base, "--cookie", &cookie], Some(SECRET)).await;
                assert!(run.stdout.contains("(not shown)"), "{name}: {}", run.stdout);
                assert!(!share(&run.stdout, &encoded, 6), "{name}: {}", run.stdout);
            }
        }
    }
}

#[tokio::test]
async fn a_short_credential_is_hidden_encoded_where_it_stands_alone() {
    for back in ["eDdx", "783771", "q7x", "\\u0078\\u0037\\u0071"] {
        let [json, _] = echoed("sid=x7q", back).await;
        json.expect("content_type", "warn", "text/(not shown)");
    }
}
