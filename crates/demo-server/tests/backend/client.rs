//! A minimal browser: it keeps the server's cookies and reads responses to the end.

use std::collections::BTreeMap;

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use server::{App, Secret, Settings};
use tower::ServiceExt;

pub(crate) const SECRET: &str = "a secret of the tests, which must be long enough";

/// A complete response.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        assert!(self.header("content-type").starts_with("application/json"), "no JSON: {}", self.text());
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn token(&self) -> String {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text());
        self.json()["token"].as_str().unwrap().to_owned()
    }
}

/// A backend and the cookies of one browser.
pub(crate) struct Client {
    pub(crate) app: App,
    router: Router,
    cookies: BTreeMap<String, String>,
}

pub(crate) fn settings() -> Settings {
    Settings::fake_messenger(Secret::new(SECRET))
}

impl Client {
    pub(crate) fn new() -> Self {
        Self::with(settings())
    }

    pub(crate) fn with(settings: Settings) -> Self {
        Self::of(App::new(settings))
    }

    /// Another browser on the same server.
    pub(crate) fn beside(&self) -> Self {
        Self::of(self.app.clone())
    }

    fn of(app: App) -> Self {
        Self { router: server::app(app.clone()), app, cookies: BTreeMap::new() }
    }

    pub(crate) async fn signed_in(user: &str) -> Self {
        let mut client = Self::new();
        assert_eq!(client.login(user).await.status, StatusCode::OK);
        client
    }

    pub(crate) async fn send(&mut self, request: Request<Body>) -> Answer {
        let mut request = request;
        if !self.cookies.is_empty() {
            let pairs: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request.headers_mut().insert(header::COOKIE, pairs.join("; ").parse().unwrap());
        }
        let answer = send(&self.router, request).await;
        for set in answer.headers.get_all("set-cookie") {
            let (name, value) = set.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
            self.cookies.retain(|_, value| !value.is_empty());
        }
        answer
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(request(Method::GET, path, &[])).await
    }

    pub(crate) async fn post(&mut self, path: &str, body: Value) -> Answer {
        self.send(post(path, &body)).await
    }

    pub(crate) async fn login(&mut self, user: &str) -> Answer {
        self.post("/login", json!({ "user": user })).await
    }

    /// The fake Messenger's response to a call of the widget.
    pub(crate) async fn ping(&mut self, body: Value) -> Answer {
        self.post("/fake-messenger/messenger/web/ping", body).await
    }
}

/// A request without a body.
pub(crate) fn request(method: Method, path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut builder = Request::builder().method(method).uri(path).header("host", "localhost:8080");
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(Body::empty()).unwrap()
}

/// A POST of JSON.
pub(crate) fn post(path: &str, body: &Value) -> Request<Body> {
    let mut made = request(Method::POST, path, &[("content-type", "application/json")]);
    *made.body_mut() = Body::from(body.to_string());
    made
}

pub(crate) async fn send(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes().to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}
