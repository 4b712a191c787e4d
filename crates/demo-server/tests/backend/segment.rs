//! Segment's endpoints, as its client calls them.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::client::{Client, request, send};

#[tokio::test]
async fn the_settings_of_a_source_send_its_events_back_here() {
    let router = server::app(Client::new().app);
    let headers = [("host", "localhost:8080")];
    let answer = send(&router, request(Method::GET, "/segment/v1/projects/key1/settings", &headers)).await;
    let api = &answer.json()["integrations"]["Segment.io"];
    assert_eq!(api, &json!({ "apiKey": "key1", "apiHost": "localhost:8080/segment/v1", "protocol": "http" }));
}

#[tokio::test]
async fn an_event_is_noted_and_nonsense_refused() {
    let client = Client::new();
    let router = server::app(client.app.clone());
    let post = |body: &str| {
        let mut event = request(Method::POST, "/segment/v1/t", &[("content-type", "text/plain")]);
        *event.body_mut() = body.to_owned().into();
        event
    };
    let answer = send(&router, post(r#"{"type":"track","event":"Bought","userId":"u1"}"#)).await;
    assert_eq!(answer.json(), json!({ "success": true }));
    assert_eq!(send(&router, post("{")).await.status, StatusCode::BAD_REQUEST);
    let events = client.app.faults().log().segment_events;
    let seen: Vec<_> = events.iter().map(|event| (&*event.kind, event.name.as_deref())).collect();
    assert_eq!(seen, [("t", Some("Bought"))]);
    assert_eq!(events[0].user_id.as_deref(), Some("u1"));
}
