//! A small browser: it keeps cookies, follows nothing, and remembers every token it was given.

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

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body, as text.
    pub body: String,
    /// When it was there.
    pub received: SystemTime,
}

impl Answer {
    /// The values of a header, joined with commas; nothing where it is not sent.
    #[must_use]
    pub fn header(&self, name: &str) -> String {
        let values = self.headers.get_all(name).iter();
        values.filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(", ")
    }

    /// Whether a header has this word, in any case, in its list.
    #[must_use]
    pub fn lists(&self, name: &str, word: &str) -> bool {
        self.header(name).split(',').any(|one| one.trim().eq_ignore_ascii_case(word))
    }

    /// The body, which must be JSON and say so.
    ///
    /// # Errors
    /// When it is not.
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

    /// The body of a refusal: JSON with a sentence, and no redirect.
    ///
    /// # Errors
    /// When it is anything else.
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
    /// When there is none.
    pub fn token(&self) -> Result<String> {
        ensure!(self.status == 200, "{}: {}", self.status, self.body);
        let body = self.json()?;
        let token = body.get("token").and_then(Value::as_str).context("the token is no text")?;
        ensure!(body.as_object().is_some_and(|body| body.len() == 1), "there is more than the token");
        Ok(token.to_owned())
    }
}

/// One browser at one server.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    origin: String,
    /// Its cookies, by name.
    pub cookies: BTreeMap<String, String>,
    tokens: Rc<RefCell<Vec<String>>>,
}

impl Client {
    /// Nobody yet; what it is given is added to `tokens`.
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

    /// Sends any request, with the cookies that it has.
    ///
    /// # Errors
    /// When no whole answer comes back.
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

    /// Its cookies, as it sends them.
    #[must_use]
    pub fn cookie_header(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// Asks for an address.
    ///
    /// # Errors
    /// When no whole answer comes back.
    pub fn get(&mut self, path: &str) -> Result<Answer> {
        self.send("GET", path, &[], "")
    }

    /// Asks for the token.
    ///
    /// # Errors
    /// When no whole answer comes back.
    pub fn token(&mut self) -> Result<Answer> {
        self.get("/api/messenger-token")
    }

    /// Signs in.
    ///
    /// # Errors
    /// When that fails.
    pub fn sign_in(&mut self, user: &str) -> Result<Answer> {
        let answer = self.post("/login", &json!({ "user": user }), None)?;
        ensure!(answer.status == 200, "signing in: {} {}", answer.status, answer.body);
        Ok(answer)
    }

    /// Posts JSON, from a page of this origin.
    ///
    /// # Errors
    /// When no whole answer comes back.
    pub fn post(&mut self, path: &str, body: &Value, origin: Option<&str>) -> Result<Answer> {
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(origin.map(|origin| ("origin", origin)));
        self.send("POST", path, &headers, &body.to_string())
    }
}
