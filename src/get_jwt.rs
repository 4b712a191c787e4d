//! A Rust application's own function that returns a token. It is async, and so needs the platform's executor, which the
//! core does not depend on.

use std::future::Future;

use crate::core::config::{Config, JwtProvider, TokenSource};
use crate::core::error::Error;
use crate::core::token::RawToken;
use crate::web;

impl JwtProvider {
    /// Wraps a function that is called for each token.
    pub fn new<F>(call: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<Option<RawToken>, Error>> + 'static,
    {
        Self::with_callback(move |done| {
            let answer = call();
            web::spawn(async move { done(answer.await) });
        })
    }
}

impl Config {
    /// The same with a function that returns the token on each request; `None` means that no user is signed in. It has
    /// [`Self::timeout`] for each attempt. Clones of a configuration have the same function; another function, even one
    /// with the same code, is another configuration, which ends the session at its boot.
    ///
    /// ```
    /// use intercom_messenger_loader::{Config, Error, core::token::RawToken};
    ///
    /// async fn token() -> Result<Option<RawToken>, Error> {
    ///     Ok(None) // ask your backend as your application does
    /// }
    ///
    /// # fn main() -> Result<(), Error> {
    /// let config = Config::new("abc12345")?.get_jwt(token);
    /// # let _ = config;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn get_jwt<F>(mut self, call: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<Option<RawToken>, Error>> + 'static,
    {
        self.token = TokenSource::Provider(JwtProvider::new(call));
        self
    }
}
