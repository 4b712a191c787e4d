//! With an external secret no fault can be set: the playground would sign tokens that the workspace accepts.

use axum::http::{Method, StatusCode};
use jsonwebtoken::dangerous::insecure_decode;
use serde_json::{Value, json};
use server::{FAULTS_COOKIE, Settings, TokenFault, cli};

use crate::client::{Client, SECRET, request, settings};

/// Settings in which the secret may be a workspace's own.
fn real() -> [Settings; 3] {
    let from_environment = |variables: &'static [(&str, &str)]| {
        let args = <cli::Args as clap::Parser>::parse_from(["server"]);
        let find =
            |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).into());
        cli::settings(&args, find).unwrap()
    };
    let mut open = settings();
    (open.fake_messenger, open.playground) = (false, true);
    [
        from_environment(&[("INTERCOM_APP_ID", "abc12345"), ("INTERCOM_IDENTITY_SECRET", SECRET)]),
        from_environment(&[("INTERCOM_IDENTITY_SECRET", SECRET)]),
        open,
    ]
}

#[tokio::test]
async fn every_address_of_the_playground_is_refused_and_says_why() {
    for settings in real() {
        let mut client = Client::with(settings);
        client.login("ada").await;
        for (method, path) in [
            (Method::GET, "/faults"),
            (Method::POST, "/faults"),
            (Method::DELETE, "/faults"),
            (Method::POST, "/faults/own"),
            (Method::POST, "/faults/session"),
            (Method::GET, "/faults/log"),
            (Method::POST, "/faults/intercom-jwt"),
            (Method::GET, "/faults/intercom-jwt"),
        ] {
            let answer = client.send(request(method, path, &[])).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
            let error = answer.json()["error"].as_str().unwrap().to_owned();
            assert!(error.contains("INTERCOM_IDENTITY_SECRET"), "{error}");
            assert_eq!(answer.header("set-cookie"), "");
        }
        assert_eq!(client.get("/api/demo").await.json()["playground"], false);
    }
}

#[tokio::test]
async fn no_fault_reaches_the_token_by_any_way() {
    for settings in real() {
        let mut client = Client::with(settings);
        client.login("ada").await;
        let faults = client.app.faults().clone();
        faults.token(TokenFault::OtherUser { user: "grace".to_owned() });
        let change: server::Change = serde_json::from_value(json!({
            "tokenEnds": false, "tokenLifeSeconds": 31_536_000, "skewSeconds": 3600, "enforceIdentity": false,
        }))
        .unwrap();
        faults.change(change);
        let ask = request(Method::GET, "/api/messenger-token", &[("cookie", &format!("{FAULTS_COOKIE}=0"))]);
        let token = client.send(ask).await.token();
        let claims = insecure_decode::<Value>(&token).unwrap().claims;
        assert_eq!(claims["user_id"], "user-ada-1815");
        assert_eq!(claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(), 7200);
        assert!(faults.behaviour().enforce_identity);
    }
}
