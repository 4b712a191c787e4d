//! The command line and the environment, read into [`Options`].
//!
//! Cookies and headers are credentials: no message of this file repeats what was typed for them.

use std::time::Duration;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory as _, FromArgMatches as _, Parser};
use http::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, COOKIE, ORIGIN,
    PRAGMA, REFERER, USER_AGENT,
};
use http::{HeaderName, HeaderValue, Method, Uri};
use intercom_messenger_loader::Config;
use intercom_messenger_loader::config::{JwtRequest, TokenSource};
use url::Url;

use crate::Command;

const AFTER: &str = "\
Environment:
  INTERCOM_IDENTITY_SECRET  the workspace's Messenger API secret; with it the token's signature is verified

Requests go to --url and nowhere else. Cookies, headers, tokens and the secret are never printed, and where an answer
repeats one, that is taken out: as it is, in hexadecimal digits, and in base64 or base64url, also inside of a longer text;
each of these also escaped as %HH, \\xHH or \\u00HH, up to three times over, from behind, and in any case of its letters.
In another form, or in pieces, it may be seen: look through a report before you hand it on.
With every request go Accept, Accept-Encoding, Accept-Language, Cache-Control, Content-Type, Origin, Pragma, Referer,
User-Agent, X-Requested-With, and Authorization: Basic, which opens a staging site. Every other header and every cookie
is the user's.
The exit code is 1 when a check failed, and 2 when the command cannot be understood.";

/// Headers that anybody may send: they go with every request. All others count as credentials.
const PLAIN: [HeaderName; 10] = [
    ACCEPT,
    ACCEPT_ENCODING,
    ACCEPT_LANGUAGE,
    CACHE_CONTROL,
    CONTENT_TYPE,
    ORIGIN,
    PRAGMA,
    REFERER,
    USER_AGENT,
    HeaderName::from_static("x-requested-with"),
];

/// Checks a token endpoint: what it answers to a user, to anybody else and to other websites, and its token.
#[derive(Parser)]
#[command(after_help = AFTER, no_binary_name = true)]
struct Args {
    /// The endpoint's whole address, with https:// and the host
    #[arg(long)]
    url: String,
    /// The Cookie header of a signed-in user, 'name=value; name=value'; may be repeated
    #[arg(long, value_name = "COOKIES", allow_hyphen_values = true)]
    cookie: Vec<String>,
    /// A header of a signed-in user, such as 'Authorization: Bearer …', or one of every request (see below); may be repeated
    #[arg(long, value_name = "NAME: VALUE", allow_hyphen_values = true)]
    header: Vec<String>,
    /// The origin of a page on another host than the endpoint's: scheme, host and port alone
    #[arg(long)]
    origin: Option<String>,
    /// The HTTP method [default: GET]
    #[arg(long)]
    method: Option<String>,
    /// The body of every request, for a method that has one; no credentials
    #[arg(long, allow_hyphen_values = true)]
    body: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// How many seconds one request may take
    #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u64).range(1..=600))]
    timeout: u64,
    /// Accept any certificate, for a development machine
    #[arg(long)]
    insecure: bool,
}

/// What was asked for, checked. It has no `Debug`: it holds credentials.
pub(crate) struct Options {
    /// The endpoint, with scheme and host.
    pub(crate) url: Uri,
    /// The page's origin.
    pub(crate) origin: Option<String>,
    pub(crate) method: Method,
    pub(crate) body: Option<String>,
    /// Headers that go with every request.
    pub(crate) plain: Vec<(HeaderName, HeaderValue)>,
    /// Headers that make a request the user's.
    pub(crate) credentials: Vec<(HeaderName, HeaderValue)>,
    /// The Messenger API secret.
    pub(crate) secret: Option<String>,
    pub(crate) timeout: Duration,
    pub(crate) insecure: bool,
    pub(crate) json: bool,
}

/// Why nothing is asked.
pub(crate) enum Stop {
    /// Help was asked for.
    Help(String),
    /// What cannot be understood, in a sentence without credentials.
    Error(String),
}

impl Options {
    /// Reads a command.
    ///
    /// # Errors
    /// The help where it was asked for, or what cannot be understood, in a sentence without credentials.
    pub(crate) fn read(command: Command<'_>) -> Result<Self, Stop> {
        let Command { program, args, secret } = command;
        if args.is_empty() {
            return Err(Stop::Error(format!(
                "--url is missing: type {program} --url https://app.example.com/api/messenger-token"
            )));
        }
        let parser = Args::command().bin_name(program);
        let matches = parser.try_get_matches_from(args).map_err(|error| explain(&error))?;
        let args = Args::from_arg_matches(&matches).map_err(|error| explain(&error))?;
        let secret = secret.unwrap_or_default().trim().to_owned();
        Self::check(args, Some(secret).filter(|secret| !secret.is_empty())).map_err(Stop::Error)
    }

    fn check(args: Args, secret: Option<String>) -> Result<Self, String> {
        let mut headers = args.header.iter().map(|text| header(text)).collect::<Result<Vec<_>, _>>()?;
        if !args.cookie.is_empty() {
            let pairs = || args.cookie.iter().flat_map(|text| cookie(text).split(';'));
            if args.cookie.iter().any(|text| cookie(text).is_empty()) {
                return Err("--cookie is empty: give the Cookie header of a signed-in user".to_owned());
            }
            if pairs().any(|pair| pair.split_once('=').is_none_or(|(name, _)| name.trim().is_empty())) {
                return Err("--cookie has a value without a name: type --cookie 'name=value', with the session cookie's \
                            name from the browser's network panel"
                    .to_owned());
            }
            let value = args.cookie.iter().map(|text| cookie(text)).collect::<Vec<_>>().join("; ");
            let value = HeaderValue::from_str(&value)
                .map_err(|_| "--cookie has a character that no header can have".to_owned())?;
            headers.push((COOKIE, value));
        }
        let method = args.method.unwrap_or_else(|| "GET".to_owned());
        has_scheme(&args.url)?;
        as_the_page_would(&args.url, &method, args.body.as_ref())?;
        let url = address(&args.url).ok_or(
            "--url must be the whole address of the endpoint: https://app.example.com/api/messenger-token",
        )?;
        let (plain, credentials) = headers.into_iter().partition(|(name, value)| is_plain(name, value));
        Ok(Self {
            url,
            origin: args.origin.as_deref().map(origin).transpose()?,
            method: method
                .to_ascii_uppercase()
                .parse()
                .map_err(|_| "--method is none of HTTP's".to_owned())?,
            body: args.body,
            plain,
            credentials,
            secret,
            timeout: Duration::from_secs(args.timeout),
            insecure: args.insecure,
            json: args.json,
        })
    }

    /// Whatever must not be printed, in whole and in the parts that a server might repeat. The password of a staging site is a
    /// secret too, though it makes nobody a user.
    pub(crate) fn secrets(&self) -> Vec<String> {
        let mut secrets: Vec<_> = self.secret.iter().cloned().collect();
        let basic = self.plain.iter().filter(|(name, _)| *name == AUTHORIZATION);
        for (name, value) in self.credentials.iter().chain(basic) {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            // The scheme is no secret, and a word that messages have.
            let own =
                value.split_once(' ').filter(|_| *name == AUTHORIZATION).map_or(value.as_str(), |two| two.1);
            secrets.extend(own.split([';', ' ']).map(str::to_owned));
            let values = value.split(';').filter_map(|pair| Some(pair.split_once('=')?.1.trim()));
            secrets.extend(values.flat_map(|value| [value, value.trim_matches('"')]).map(str::to_owned));
            secrets.push(value);
        }
        secrets
    }
}

/// Whether a header says nothing of who the user is. A staging site's password is one of those.
fn is_plain(name: &HeaderName, value: &HeaderValue) -> bool {
    let scheme = value.as_bytes().get(..6).unwrap_or_default();
    PLAIN.contains(name) || *name == AUTHORIZATION && scheme.eq_ignore_ascii_case(b"basic ")
}

/// What a browser's address bar puts before an address, and this program does not.
fn has_scheme(url: &str) -> Result<(), String> {
    if url.contains("://") || url.starts_with(['/', '.']) || url.is_empty() {
        return Ok(());
    }
    Err("--url has no scheme: put https:// before the host, or http:// for a server on this machine"
        .to_owned())
}

/// The loader's own check of an address, a method and a body.
fn as_the_page_would(url: &str, method: &str, body: Option<&String>) -> Result<(), String> {
    let mut request = JwtRequest::get(url);
    method.clone_into(&mut request.method);
    request.body = body.cloned();
    let mut config = Config::new("verify").map_err(|error| error.message())?;
    config.token = TokenSource::Request(request);
    config.check().map_err(|error| error.message())
}

/// As a browser asks for it: scheme and host in lower case, without the scheme's own port.
fn address(url: &str) -> Option<Uri> {
    let mut url = Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    url.set_fragment(None);
    url.as_str().parse().ok()
}

/// As a browser sends it, which servers compare byte by byte: scheme, host and port alone, in lower case, without the
/// scheme's own port.
fn origin(text: &str) -> Result<String, String> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let alone = |url: &Url| {
        url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty()
    };
    url.filter(|url| alone(url) && !text.ends_with('/')).map(|url| url.origin().ascii_serialization()).ok_or_else(|| {
        "--origin must be scheme, host and port of the page, without a slash at the end: https://www.example.com"
            .to_owned()
    })
}

/// `name: value`.
fn header(text: &str) -> Result<(HeaderName, HeaderValue), String> {
    let parsed = text
        .split_once(':')
        .and_then(|(name, value)| Some((name.trim().parse().ok()?, value.trim().parse().ok()?)));
    parsed.ok_or_else(|| "--header must be a name, a colon and a value: 'Authorization: Bearer …'".to_owned())
}

/// The cookies, also when the header's name was copied with them.
fn cookie(text: &str) -> &str {
    let cookies = match text.split_once(':') {
        Some((name, value)) if name.trim().eq_ignore_ascii_case("cookie") => value,
        _ => text,
    };
    cookies.trim().trim_end_matches(';')
}

/// What clap found, without the values that its own message repeats: they may be pieces of a cookie.
fn explain(error: &clap::Error) -> Stop {
    if matches!(error.kind(), ErrorKind::DisplayHelp) {
        return Stop::Help(error.render().to_string());
    }
    let arg = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(arg)) => arg.as_str(),
        Some(ContextValue::Strings(args)) => args.first().map_or("", String::as_str),
        _ => "",
    };
    let name = arg.split(['=', ' ']).next().unwrap_or_default();
    Stop::Error(match error.kind() {
        _ if !name.starts_with("--") => {
            "there is one word too many; a value with spaces stands in quotes: --cookie 'a=b; c=d'".to_owned()
        }
        ErrorKind::UnknownArgument => format!("there is no option {name}"),
        ErrorKind::ArgumentConflict => format!("{name} stands twice"),
        ErrorKind::MissingRequiredArgument => format!("{name} is missing"),
        _ => format!("{name} needs another value"),
    })
}
