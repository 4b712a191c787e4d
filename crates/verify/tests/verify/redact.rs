//! Credentials that a server repeats in another form than they were given, and what misleads a reader of the report.

use axum::http::{StatusCode, header};
use axum::response::IntoResponse as _;
use axum::{Json, Router};
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
