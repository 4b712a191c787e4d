//! The command line and the environment, read into [`Settings`].

use std::{path::PathBuf, time::Duration};

use clap::Parser;
use intercom_jwt::SecretError;

use crate::{
    DEFAULT_TOKEN_LIFE, Host, HostError, Origin, OriginError, STAND_IN_APP_ID, Secret, Settings,
    random_secret,
};

const ENVIRONMENT: &str = "\
Environment:
  INTERCOM_APP_ID           the workspace's app id; with the secret below, the page loads the real Messenger
  INTERCOM_IDENTITY_SECRET  the Messenger API secret that signs the tokens; alone, the fake Messenger checks them with it;
                            with it the playground is closed, without it a random one is made for this run
  ALLOWED_ORIGINS           other origins that may use the backend with cookies, separated by commas
  ALLOWED_HOSTS             the hosts that the server answers for, separated by commas, with any port
                            (localhost,127.0.0.1,[::1]); a leading dot takes in subdomains
  TOKEN_LIFE_SECONDS        how long a token lives (7200)

The server listens on 127.0.0.1 only. It is a demo, made to fail on request, and no server for the public.";

/// Serves the demo: backend, demo site, and the fake Messenger.
#[derive(Clone, Debug, Parser)]
#[command(name = "server", after_help = ENVIRONMENT)]
pub struct Args {
    /// The port of the demo; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Also serve the fake Messenger over TLS on this port, for browsers in which widget.intercom.io is mapped to it.
    #[arg(long)]
    pub tls_port: Option<u16>,
    /// The folder of the built npm package, served under /dist/.
    #[arg(long, default_value = "dist")]
    pub dist: PathBuf,
    /// The folder of the demo site, served under /.
    #[arg(long, default_value = "www")]
    pub www: PathBuf,
    /// The folder of the rendered documentation, served under /docs/.
    #[arg(long, default_value = "target/book")]
    pub docs: PathBuf,
}

/// Errors in the environment; each message contains a fix.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The app id is set without the secret: tokens could not be signed for that workspace.
    #[error(
        "INTERCOM_APP_ID is set but INTERCOM_IDENTITY_SECRET is not: set both to use the real Messenger, or neither \
         to use the fake Messenger"
    )]
    SecretMissing,
    /// The app id has characters other than letters and digits.
    #[error("INTERCOM_APP_ID is {0:?}, but an app id has letters and digits only")]
    AppId(String),
    /// The token life is not a number of seconds between 1 and 2³² − 1.
    #[error("TOKEN_LIFE_SECONDS is {0:?}, but must be a whole number of seconds, 1 or more")]
    TokenLife(String),
    /// An allowed origin is invalid.
    #[error("ALLOWED_ORIGINS: {0}")]
    Origin(#[from] OriginError),
    /// An allowed host is invalid.
    #[error("ALLOWED_HOSTS: {0}")]
    Host(#[from] HostError),
    /// The secret cannot be a workspace's.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The operating system gave no random bytes for a secret.
    #[error("cannot make a random secret: {0}")]
    Random(#[from] getrandom::Error),
}

/// Reads arguments and environment; `env` looks up a variable. An empty variable counts as not set.
///
/// With both `INTERCOM_APP_ID` and `INTERCOM_IDENTITY_SECRET` the real Messenger is used. The secret alone is used
/// with the fake Messenger; without it a random one is generated, and only then is the playground open.
///
/// # Errors
/// [`CliError`], which names the variable.
pub fn settings(args: &Args, env: impl Fn(&str) -> Option<String>) -> Result<Settings, CliError> {
    let env = |name: &str| env(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
    let app_id = env("INTERCOM_APP_ID");
    let secret = env("INTERCOM_IDENTITY_SECRET").map(Secret::new);
    secret.as_ref().map_or(Ok(()), Secret::check)?;
    if app_id.is_some() && secret.is_none() {
        return Err(CliError::SecretMissing);
    }
    let fake_messenger = app_id.is_none();
    let app_id = app_id.unwrap_or_else(|| STAND_IN_APP_ID.to_owned());
    if !app_id.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Err(CliError::AppId(app_id));
    }
    Ok(Settings {
        playground: secret.is_none(),
        secret: secret.map_or_else(random_secret, Ok)?,
        allowed_origins: origins(&env("ALLOWED_ORIGINS").unwrap_or_default())?,
        allowed_hosts: hosts(&env("ALLOWED_HOSTS").unwrap_or_default())?,
        app_id,
        fake_messenger,
        token_life: token_life(env("TOKEN_LIFE_SECONDS"))?,
        dist: args.dist.clone(),
        www: args.www.clone(),
        docs: args.docs.clone(),
    })
}

/// Startup message: which Messenger is used, and which secret signs.
#[must_use]
pub fn greeting(settings: &Settings) -> String {
    let app_id = &settings.app_id;
    match (settings.fake_messenger, settings.playground) {
        (false, _) => {
            format!("the real Messenger of workspace {app_id}, with the secret from the environment")
        }
        (true, false) => {
            "the fake Messenger, which checks tokens with the secret from the environment; the playground is closed"
                .to_owned()
        }
        (true, true) => {
            "no INTERCOM_IDENTITY_SECRET: made a random one for this run; it is the fake Messenger \
                          that checks it"
                .to_owned()
        }
    }
}

fn origins(list: &str) -> Result<Vec<Origin>, OriginError> {
    list.split(',').map(str::trim).filter(|origin| !origin.is_empty()).map(Origin::parse).collect()
}

/// Parses the list; an empty list means this machine.
fn hosts(list: &str) -> Result<Vec<Host>, HostError> {
    let listed = list.split(',').map(str::trim).filter(|host| !host.is_empty());
    let hosts: Vec<_> = listed.map(Host::parse).collect::<Result<_, _>>()?;
    Ok(if hosts.is_empty() { Host::local() } else { hosts })
}

fn token_life(seconds: Option<String>) -> Result<Duration, CliError> {
    let Some(seconds) = seconds else { return Ok(DEFAULT_TOKEN_LIFE) };
    match seconds.parse::<u32>() {
        Ok(number) if number > 0 => Ok(Duration::from_secs(number.into())),
        _ => Err(CliError::TokenLife(seconds)),
    }
}
