//! What is printed, and above all what is not.

use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse as _};
use axum::{Json, Router};
use intercom_messenger_loader::Code;
use serde_json::json;
use server::{Secret, TokenFault, sign};

use crate::program::{Backend, ORIGIN, SECRET, command, run, serve};

const COOKIE: &str = "sid=s3cr3t-c00kie; csrf=an0ther-one";
const BEARER: &str = "Bearer b34rer-v4lue";

/// Looks for every secret in all that was printed.
#[track_caller]
fn assert_clean(texts: &[&str], secrets: &[&str]) {
    for text in texts {
        for secret in secrets {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

#[tokio::test]
async fn the_report_is_for_people() {
    let backend = Backend::failing(TokenFault::WrongSecret).await;
    let run = run(&["--url", &backend.url(), "--cookie", &backend.cookie], Some(SECRET)).await;
    assert_eq!(run.code, Some(1));
    let text = &run.stdout;
    for heading in ["Connection", "With a session", "The token", "Without a session", "Other origins"] {
        assert!(text.contains(&format!("\n{heading}\n")), "{text}");
    }
    assert!(text.starts_with(&backend.url()));
    assert!(text.contains("  FAIL  token signature"), "{text}");
    assert!(text.contains("→ Copy the workspace's Messenger API secret"), "{text}");
    assert!(text.trim_end().ends_with("1 failed, 0 warnings, 16 passed, 6 skipped"), "{text}");
    assert!(text.contains("  skip  6 checks"), "what is skipped for one reason is one line: {text}");
    assert!(!text.contains('\u{1b}'), "no colours where there is no terminal");
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
}

#[tokio::test]
async fn the_json_has_this_form() {
    let backend = Backend::failing(TokenFault::NoUserId).await;
    let run = backend.verify(&[]).await;
    let json = run.json();
    assert_eq!(json["url"], backend.url());
    assert_eq!(json["failed"], true);
    assert_eq!(json["counts"]["fail"], 1);
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&json), ["checks", "counts", "failed", "url"]);
    for check in json["checks"].as_array().unwrap() {
        assert_eq!(keys(check), ["code", "hint", "name", "seen", "status"]);
    }
    assert_eq!(
        run.check("token_user_id"),
        json!({
            "name": "token_user_id",
            "status": "fail",
            "code": "token_user_id_missing",
            "seen": "the token has no user_id",
            "hint": Code::TokenUserIdMissing.hint(),
        })
    );
}

#[tokio::test]
async fn neither_token_nor_cookie_nor_secret_is_printed() {
    let token = sign(&Secret::new(SECRET), &json!({ "user_id": "7" })).unwrap();
    for fault in [TokenFault::Ok, TokenFault::Raw { token: token.clone() }, TokenFault::WrongSecret] {
        let backend = Backend::failing(fault).await;
        let id = backend.cookie.split_once('=').unwrap().1.to_owned();
        let json = backend.verify(&["--origin", ORIGIN]).await;
        let text = run(&["--url", &backend.url(), "--cookie", &backend.cookie], Some(SECRET)).await;
        assert_clean(
            &[&json.stdout, &json.stderr, &text.stdout, &text.stderr],
            &[&id, SECRET, &token, "eyJ"],
        );
    }
}

#[tokio::test]
async fn a_server_that_repeats_credentials_does_not_get_them_printed() {
    let echo = |request: Request| async move {
        let get = |name| request.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        let (cookie, bearer) = (get(header::COOKIE), get(header::AUTHORIZATION));
        let first = cookie.split(';').next().unwrap_or_default().trim_start_matches("sid=").to_owned();
        let headers = [
            ("location", format!("/login/{first}")),
            ("content-type", bearer.trim_start_matches("Bearer ").to_owned()),
            ("cache-control", cookie.rsplit('=').next().unwrap_or_default().to_owned()),
            ("access-control-allow-origin", SECRET.to_owned()),
        ];
        (StatusCode::FOUND, AppendHeaders(headers)).into_response()
    };
    let base = serve(Router::new().fallback(echo)).await;
    let url = format!("{base}/jwt?key=in-the-query");
    let bearer = format!("Authorization: {BEARER}");
    let args = ["--url", &url, "--cookie", COOKIE, "--header", &bearer, "--origin", ORIGIN];
    let text = run(&args, Some(SECRET)).await;
    let json = run(&[&args[..], &["--json"]].concat(), Some(SECRET)).await;
    json.expect("answer", "fail", "/login/(not shown)");
    let secrets = ["s3cr3t-c00kie", "an0ther-one", "b34rer-v4lue", SECRET, "in-the-query"];
    assert_clean(&[&text.stdout, &text.stderr, &json.stdout, &json.stderr], &secrets);
}

#[tokio::test]
async fn what_is_cut_short_is_hidden_first_and_a_token_also_when_it_begins_unusually() {
    let secret = "abcdefghijklmnopqrstuvwxyz-0123456789-abcdefghijklmnopqrstuvwxyz";
    // Objects that begin with a space, so that the text does not begin as tokens usually do.
    let token = "eyAiYWxnIjoiSFMyNTYifQ.eyAidXNlcl9pZCI6IjcifQ.c2lnbmF0dXJlLW9mLWEtdG9rZW4";
    for echoed in [secret, token] {
        let echo = move || async move {
            (
                [("content-type", format!("text/{echoed}"))],
                Json(json!({ "token": echoed })).into_response().into_body(),
            )
        };
        let base = serve(Router::new().fallback(echo)).await;
        let run = run(&["--url", &base, "--cookie", &format!("sid={secret}"), "--json"], None).await;
        run.expect("content_type", "warn", "text/(not shown)");
        assert_clean(&[&run.stdout], &["abcdefgh", "eyAiYWxn"]);
    }
}

#[tokio::test]
async fn what_a_server_says_does_not_move_the_cursor() {
    let token = sign(&Secret::new(SECRET), &json!({ "user_id": "\u{1b}[2Jgone" })).unwrap();
    let router = Router::new().fallback(|| async move { Json(json!({ "token": token })) });
    let base = serve(router).await;
    let run = run(&["--url", &base, "--cookie", "sid=0123456789"], None).await;
    assert!(run.stdout.contains("?[2Jgone") && !run.stdout.contains('\u{1b}'), "{}", run.stdout);
}

#[tokio::test]
async fn a_command_line_that_cannot_be_understood_is_exit_code_2_and_repeats_nothing() {
    let url = "http://localhost:1/jwt";
    for (args, says) in [
        (&[][..], "--url is missing"),
        (&["--json"], "--url is missing"),
        (&["--url", "/api/jwt"], "--url must be the whole address"),
        (&["--url", "ftp://h/s3cr3t"], "http or https"),
        (&["--url", "https://me:s3cr3t@h/"], "http or https"),
        (&["--url", url, "--cookie", "a=1;", "b=s3cr3t"], "quotes"),
        (&["--url", url, "--cokie=s3cr3t"], "no option --cokie"),
        (&["--url", url, "--header", "Authorization s3cr3t"], "a colon"),
        (&["--url", url, "--cookie", "a=s3cr3t\nb"], "--cookie"),
        (&["--url", url, "--cookie", ""], "--cookie is empty"),
        (&["--url", "app.example.com/jwt"], "--url has no scheme"),
        (&["--url", "localhost:8080/s3cr3t"], "--url has no scheme"),
        (&["--url", url, "--cookie", "s3cr3t"], "a value without a name"),
        (&["--url", url, "--cookie", "a=b; =s3cr3t"], "a value without a name"),
        (&["--url", url, "--origin", "https://a.example/"], "without a slash"),
        (&["--url", url, "--origin", "A.example"], "scheme"),
        (&["--url", url, "--body", "s3cr3t"], "needs a method"),
        (&["--url", url, "--timeout", "0"], "--timeout"),
    ] {
        let run = run(args, None).await;
        assert_eq!(run.code, Some(2), "{args:?}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(says), "{args:?}: {}", run.stderr);
        assert_clean(&[&run.stdout, &run.stderr], &["s3cr3t"]);
    }
}

#[tokio::test]
async fn help_names_every_option_and_the_variable() {
    let run = run(&["--help"], None).await;
    assert_eq!(run.code, Some(0));
    for name in
        ["--url", "--cookie", "--header", "--origin", "--json", "--timeout", "INTERCOM_IDENTITY_SECRET"]
    {
        assert!(run.stdout.contains(name), "{name}");
    }
}

#[tokio::test]
async fn addresses_are_taken_as_a_browser_takes_them() {
    let backend = Backend::start().await;
    let port = backend.base.rsplit(':').next().unwrap().to_owned();
    let url = format!("HTTP://LOCALHOST:{port}{}", crate::program::ENDPOINT);
    let own = format!("Http://Localhost:{port}");
    let run = run(&["--url", &url, "--origin", &own, "--json"], None).await;
    run.expect("cors_origin", "skip", "the endpoint's own");
    assert_eq!(run.json()["url"], format!("http://localhost:{port}{}", crate::program::ENDPOINT));
    for (typed, sent) in [
        ("HTTPS://Www.Example.com:443", "https://www.example.com"),
        ("http://a.example:80", "http://a.example"),
    ] {
        let run = backend.verify(&["--origin", typed]).await;
        assert!(run.check("cors_origin")["hint"].as_str().unwrap().contains(&format!("{sent},")), "{typed}");
    }
}

#[tokio::test]
async fn a_pipe_that_is_closed_is_no_panic() {
    let backend = Backend::start().await;
    for more in [&[][..], &["--json"]] {
        let url = backend.url();
        let more: Vec<_> = more.iter().map(|&one| one.to_owned()).collect();
        let run = move || {
            let mut command = command();
            command.args(["--url", &url]).args(more);
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            command.stdout(writer).output().unwrap()
        };
        let output = tokio::task::spawn_blocking(run).await.unwrap();
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
    }
}
