//! A minimal browser: it keeps cookies, does not follow redirects, and records every token that it receives.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    rc::Rc,
    time::{Duration, SystemTime},
};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use ureq::{
    Agent,
    http::{HeaderMap, Request},
};

/// A complete response.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body, as text.
    pub body: String,
    /// Time of its arrival.
    pub received: SystemTime,
}

impl Answer {
    /// Values of a header, joined with commas; empty if it is missing.
    #[must_use]
    pub fn header(&self, name: &str) -> String {
        let values = self.headers.get_all(name).iter();
        values.filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(", ")
    }

    /// Whether the list in a header contains this word, in any case.
    #[must_use]
    pub fn lists(&self, name: &str, word: &str) -> bool {
        self.header(name).split(',').any(|one| one.trim().eq_ignore_ascii_case(word))
    }

    /// Parses the body, which must be JSON and declared as such.
    ///
    /// # Errors
    /// If it is not.
    pub fn json(&self) -> Result<Value> {
        let media = self.header("content-type");
        ensure!(
            media.starts_with("application/json"),
            "{} is no JSON: {media:?}, {}",
            self.status,
            self.body
        );
        serde_json::from_str(&self.body).with_context(|| format!("no JSON: {}", self.body))
    }

    /// Checks the body of a rejection: JSON with a sentence, and no redirect.
    ///
    /// # Errors
    /// If it is anything else.
    pub fn refuses(&self, status: u16) -> Result<()> {
        ensure!(self.status == status, "{} in place of {status}: {}", self.status, self.body);
        ensure!(self.header("location").is_empty(), "a redirect to {}", self.header("location"));
        let error = self.json()?;
        ensure!(
            error.get("error").and_then(Value::as_str).is_some_and(|error| !error.is_empty()),
            "no sentence: {error}"
        );
        ensure!(error.get("token").is_none_or(Value::is_null), "a refusal with a token");
        Ok(())
    }

    /// The token of a signed-in user.
    ///
    /// # Errors
    /// If there is none.
    pub fn token(&self) -> Result<String> {
        ensure!(self.status == 200, "{}: {}", self.status, self.body);
        let body = self.json()?;
        let token = body.get("token").and_then(Value::as_str).context("the token is no text")?;
        ensure!(body.as_object().is_some_and(|body| body.len() == 1), "there is more than the token");
        Ok(token.to_owned())
    }
}

/// A browser that uses one server.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    origin: String,
    /// Its cookies, by name.
    pub cookies: BTreeMap<String, String>,
    tokens: Rc<RefCell<Vec<String>>>,
}

impl Client {
    /// A browser without a session; it adds the tokens that it receives to `tokens`.
    #[must_use]
    pub fn new(origin: &str, tokens: &Rc<RefCell<Vec<String>>>) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .max_idle_connections(0)
            .allow_non_standard_methods(true)
            .timeout_global(Some(Duration::from_secs(60)))
            .build();
        Self {
            agent: config.into(),
            origin: origin.to_owned(),
            cookies: BTreeMap::new(),
            tokens: Rc::clone(tokens),
        }
    }

    /// Sends any request, with the browser's cookies.
    ///
    /// # Errors
    /// If no complete response is received.
    pub fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Result<Answer> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.origin));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !self.cookies.is_empty() {
            request = request.header("cookie", self.cookie_header());
        }
        let answered = if body.is_empty() {
            self.agent.run(request.body(())?)
        } else {
            self.agent.run(request.body(body)?)
        };
        let (parts, mut body) = answered.with_context(|| format!("{method} {path}"))?.into_parts();
        let body = body.read_to_string()?;
        let received = SystemTime::now();
        let answer = Answer { status: parts.status.as_u16(), headers: parts.headers, body, received };
        self.keep(&answer);
        Ok(answer)
    }

    fn keep(&mut self, answer: &Answer) {
        for cookie in answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()) {
            let lower = cookie.to_ascii_lowercase();
            let gone =
                lower.contains("max-age=0") || lower.contains("01 jan 1970") || lower.contains("01-jan-1970");
            if let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) {
                self.cookies.insert(name.to_owned(), value.to_owned());
                if gone {
                    self.cookies.remove(name);
                }
            }
        }
        let body = serde_json::from_str::<Value>(&answer.body).unwrap_or_default();
        if let Some(token) = body.get("token").and_then(Value::as_str) {
            self.tokens.borrow_mut().push(token.to_owned());
        }
    }

    /// The value of its `Cookie` header.
    #[must_use]
    pub fn cookie_header(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// Requests an address.
    ///
    /// # Errors
    /// If no complete response is received.
    pub fn get(&mut self, path: &str) -> Result<Answer> {
        self.send("GET", path, &[], "")
    }

    /// Requests the token.
    ///
    /// # Errors
    /// If no complete response is received.
    pub fn token(&mut self) -> Result<Answer> {
        self.get("/api/messenger-token")
    }

    /// Signs in.
    ///
    /// # Errors
    /// If that fails.
    pub fn sign_in(&mut self, user: &str) -> Result<Answer> {
        let answer = self.post("/login", &json!({ "user": user }), None)?;
        ensure!(answer.status == 200, "signing in: {} {}", answer.status, answer.body);
        Ok(answer)
    }

    /// Posts JSON, from a page of this origin.
    ///
    /// # Errors
    /// If no complete response is received.
    pub fn post(&mut self, path: &str, body: &Value, origin: Option<&str>) -> Result<Answer> {
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(origin.map(|origin| ("origin", origin)));
        self.send("POST", path, &headers, &body.to_string())
    }
}
