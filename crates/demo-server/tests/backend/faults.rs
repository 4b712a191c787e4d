//! The faults of the token endpoint and the widget.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use jsonwebtoken::dangerous::insecure_decode;
use serde_json::{Value, json};
use server::{TokenFault, WidgetFault};

use crate::client::Client;

const ENDPOINT: &str = "/api/messenger-token";
const WIDGET: &str = "/fake-messenger/widget/standin1";

async fn failing(fault: TokenFault) -> Client {
    let client = Client::signed_in("ada").await;
    client.app.faults().token(fault);
    client
}

async fn claims(fault: TokenFault) -> Value {
    let token = failing(fault).await.get(ENDPOINT).await.token();
    insecure_decode::<Value>(&token).unwrap().claims
}

#[tokio::test]
async fn any_status_with_retry_after() {
    for status in [204, 401, 403, 404, 429, 500, 503] {
        let mut client = failing(TokenFault::Status { status, retry_after: Some(3) }).await;
        let answer = client.get(ENDPOINT).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("retry-after"), "3");
        assert_eq!(answer.body.is_empty(), status == 204);
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    let plain = failing(TokenFault::Status { status: 429, retry_after: None }).await.get(ENDPOINT).await;
    assert_eq!(plain.headers.get("retry-after"), None);
}

#[tokio::test]
async fn answers_that_are_no_token() {
    let html = failing(TokenFault::Html).await.get(ENDPOINT).await;
    assert_eq!((html.status, html.header("content-type")), (StatusCode::OK, "text/html; charset=utf-8"));
    let garbage = failing(TokenFault::Garbage).await.get(ENDPOINT).await;
    assert!(serde_json::from_slice::<Value>(&garbage.body).is_err());
    let empty = failing(TokenFault::Empty).await.get(ENDPOINT).await;
    assert_eq!((empty.status, empty.body.len()), (StatusCode::OK, 0));
    assert_eq!(failing(TokenFault::NullToken).await.get(ENDPOINT).await.json(), json!({ "token": null }));
    let huge = failing(TokenFault::Huge).await.get(ENDPOINT).await;
    assert!(huge.body.len() > 64 * 1024);
    let raw = failing(TokenFault::Raw { token: "a.b".to_owned() }).await.get(ENDPOINT).await;
    assert_eq!(raw.token(), "a.b");
}

#[tokio::test]
async fn a_redirect_leads_to_a_page_of_html() {
    let mut client = failing(TokenFault::Redirect).await;
    let answer = client.get(ENDPOINT).await;
    assert!(answer.status.is_redirection());
    let page = client.get(answer.header("location")).await;
    assert_eq!((page.status, page.header("content-type")), (StatusCode::OK, "text/html; charset=utf-8"));
}

#[tokio::test]
async fn slow_answers_and_answers_that_never_come() {
    let begun = Instant::now();
    failing(TokenFault::Slow { ms: 60 }).await.get(ENDPOINT).await.token();
    assert!(begun.elapsed() >= Duration::from_millis(60));
    let mut hanging = failing(TokenFault::Hang).await;
    assert!(tokio::time::timeout(Duration::from_millis(60), hanging.get(ENDPOINT)).await.is_err());
    assert_eq!(hanging.app.faults().log().token_count, 1, "it is recorded when it arrives");
}

#[tokio::test]
async fn tokens_without_an_end_but_for_one_that_is_to_end_soon() {
    let mut client = Client::signed_in("ada").await;
    client.post("/faults", json!({ "tokenEnds": false })).await;
    let exp = |token: &str| insecure_decode::<Value>(token).unwrap().claims.get("exp").cloned();
    assert_eq!(exp(&client.get(ENDPOINT).await.token()), None);
    client.app.faults().token_next(1, TokenFault::ShortLife { seconds: 2 });
    assert!(exp(&client.get(ENDPOINT).await.token()).is_some());
    assert_eq!(exp(&client.get(ENDPOINT).await.token()), None);
}

#[tokio::test]
async fn tokens_that_are_wrong_in_one_thing() {
    let good = claims(TokenFault::Ok).await;
    assert!(claims(TokenFault::MillisecondExp).await["exp"].as_i64().unwrap() > 1_000_000_000_000);
    assert_eq!(claims(TokenFault::NoUserId).await.get("user_id"), None);
    assert_eq!(claims(TokenFault::NoExp).await.get("exp"), None);
    assert!(claims(TokenFault::NumericUserId).await["user_id"].is_number());
    let short = claims(TokenFault::ShortLife { seconds: 2 }).await;
    assert_eq!(short["exp"].as_i64().unwrap() - short["iat"].as_i64().unwrap(), 2);
    assert!(claims(TokenFault::Expired).await["exp"].as_i64() < good["iat"].as_i64());
    let other = claims(TokenFault::OtherUser { user: "grace".to_owned() }).await;
    assert_eq!(other["user_id"], "user-grace-1906");
}

#[tokio::test]
async fn an_unsigned_token_says_so() {
    let token = failing(TokenFault::AlgNone).await.get(ENDPOINT).await.token();
    let parts: Vec<_> = token.split('.').collect();
    assert_eq!((parts.len(), parts[0], parts[2]), (3, "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0", ""));
}

#[tokio::test]
async fn the_fake_messenger_refuses_each_bad_token_and_says_why() {
    for (fault, reason) in [
        (TokenFault::WrongSecret, "signature"),
        (TokenFault::AlgNone, "not HS256"),
        (TokenFault::NoUserId, "no user_id"),
        (TokenFault::Expired, "expired"),
        (TokenFault::Raw { token: "nonsense".to_owned() }, "malformed"),
    ] {
        let mut client = failing(fault.clone()).await;
        let token = client.get(ENDPOINT).await.token();
        let answer = client.ping(json!({ "app_id": "standin1", "intercom_user_jwt": token })).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{fault:?}");
        assert!(answer.json()["reason"].as_str().unwrap().contains(reason), "{fault:?}: {}", answer.text());
    }
}

#[tokio::test]
async fn a_clock_that_is_off_shifts_the_token_and_the_date() {
    let mut client = Client::signed_in("ada").await;
    let straight = client.get(ENDPOINT).await;
    client.post("/faults", json!({ "skewSeconds": -3600 })).await;
    let skewed = client.get(ENDPOINT).await;
    let iat = |token: &str| insecure_decode::<Value>(token).unwrap().claims["iat"].as_i64().unwrap();
    let apart = iat(&straight.token()) - iat(&skewed.token());
    assert!((3590..=3600).contains(&apart), "{apart}");
    let date = httpdate::parse_http_date(skewed.header("date")).unwrap();
    let behind = std::time::SystemTime::now().duration_since(date).unwrap().as_secs();
    assert!((3595..=3605).contains(&behind), "{behind}");
}

#[tokio::test]
async fn the_next_requests_fail_and_then_all_is_well() {
    let mut client = Client::signed_in("ada").await;
    client.app.faults().token_next(2, TokenFault::Status { status: 500, retry_after: None });
    for status in [500, 500, 200, 200] {
        assert_eq!(client.get(ENDPOINT).await.status, status);
    }
    assert_eq!(client.app.faults().behaviour().token, TokenFault::Ok);
}

#[tokio::test]
async fn the_widget_can_fail_in_each_way() {
    let mut client = Client::new();
    let faults = client.app.faults().clone();
    faults.widget_next(1, WidgetFault::Blocked);
    assert_eq!(client.get(WIDGET).await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(client.get(WIDGET).await.status, StatusCode::OK, "only the next one failed");
    faults.widget(WidgetFault::Html);
    assert!(client.get(WIDGET).await.header("content-type").starts_with("text/html"));
    faults.widget(WidgetFault::Empty);
    let empty = client.get(WIDGET).await;
    assert_eq!((empty.status, empty.body.len()), (StatusCode::OK, 0));
    faults.widget(WidgetFault::Slow { ms: 60 });
    let begun = Instant::now();
    assert_eq!(client.get(WIDGET).await.status, StatusCode::OK);
    assert!(begun.elapsed() >= Duration::from_millis(60));
    faults.widget(WidgetFault::Hang);
    assert!(tokio::time::timeout(Duration::from_millis(60), client.get(WIDGET)).await.is_err());
}
