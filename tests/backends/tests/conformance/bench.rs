//! A running backend, and helpers for its rows.

use std::{
    cell::RefCell,
    process::{Command, Output},
    rc::Rc,
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::{Context as _, Result};
use backends::{Answer, Backend, Client, SECRET, Server};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::Value;

/// A running backend.
pub(crate) struct Bench {
    pub(crate) backend: &'static Backend,
    pub(crate) server: Server,
    /// Every token that it has issued.
    pub(crate) tokens: Rc<RefCell<Vec<String>>>,
}

impl Bench {
    pub(crate) fn new(backend: &'static Backend, server: Server) -> Self {
        Self { backend, server, tokens: Rc::default() }
    }

    /// A browser without a session.
    pub(crate) fn nobody(&self) -> Client {
        Client::new(&self.server.origin(), &self.tokens)
    }

    /// A browser in which this user is signed in.
    pub(crate) fn signed_in(&self, user: &str) -> Result<Client> {
        let mut client = self.nobody();
        client.sign_in(user)?;
        Ok(client)
    }

    /// The verified claims of a user's token.
    pub(crate) fn claims(&self, user: &str) -> Result<Value> {
        claims(&self.signed_in(user)?.token()?)
    }

    /// Runs `cargo xtask verify` on its endpoint.
    pub(crate) fn verify(&self, client: &Client, secret: &str, origin: &str) -> Result<(Output, Value)> {
        let program = std::env::var_os("VERIFY").context("VERIFY is not set")?;
        let output = Command::new(program)
            .args(["--json", "--url", &format!("{}/api/messenger-token", self.server.origin())])
            .args(["--cookie", &client.cookie_header(), "--origin", origin])
            .env("INTERCOM_IDENTITY_SECRET", secret)
            .output()?;
        let report = serde_json::from_slice(&output.stdout).context("verify prints no JSON")?;
        Ok((output, report))
    }
}

/// The claims of the token in a response, after its signature is verified.
pub(crate) fn claims(answer: &Answer) -> Result<Value> {
    let token = answer.token()?;
    signed_by(&token, SECRET).context("the signature, or the end")
}

/// The claims of a token that is signed with this secret.
pub(crate) fn signed_by(token: &str, secret: &str) -> Result<Value> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.leeway = 0;
    let key = DecodingKey::from_secret(secret.as_bytes());
    Ok(jsonwebtoken::decode::<Value>(token, &key, &validation)?.claims)
}

/// The current time, in Unix seconds.
pub(crate) fn unix_now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}
