//! What is checked, in which order, and what is asked for it.

mod cache;
mod connection;
mod cors;
mod foreign;
mod preflight;
mod refusal;
mod session;
mod token;

use intercom_messenger_loader::Code;
use intercom_messenger_loader::core::diagnosis::Check;
use intercom_messenger_loader::core::diagnosis::endpoint::NO_SESSION;
use intercom_messenger_loader::core::diagnosis::facts::TokenReply;
use intercom_messenger_loader::read;

use crate::answer::{Answer, Kind};
use crate::cli::Options;
use crate::failure::Failure;
use crate::report::Report;
use crate::request::{Client, Transport, Who, shown};

/// Why there is nothing to say about a user's answer.
const NO_CREDENTIALS: &str = "no session was given";
const HOW_TO_GIVE_ONE: &str = "Sign in with a browser, copy the request header Cookie from its network panel, and add \
                               --cookie 'name=value; …'; where the endpoint wants a bearer token, add --header \
                               'Authorization: Bearer …'.";

/// Asks, and judges the answers. When nothing answers at all, nothing more is asked.
pub(crate) async fn run(client: &Client<'_, impl Transport>, options: &Options) -> Report {
    let mut report = Report::new(shown(&options.url));
    let nobody = client.ask(Who::Nobody, None).await;
    report.add("Connection", connection::check(options, &nobody));
    if let Err(failure) = &nobody
        && failure.stops_everything()
    {
        return report;
    }
    let user = if client.has_user() { Some(client.ask(Who::User, None).await) } else { None };
    report.add("With a session", session::check(user.as_ref(), options));
    report.add("The token", token::check(user.as_ref(), options.secret.as_deref()));
    report.add(
        "Without a session",
        vec![
            refusal::check(NO_SESSION, &nobody),
            refusal::check("invented_session", &client.ask(Who::Invented, None).await),
            cache::of_refusal(&nobody),
        ],
    );
    report.add("Other origins", cors::check(client, options, user.as_ref().unwrap_or(&nobody)).await);
    report
}

/// A check of a request that came to nothing.
fn unanswered(name: &'static str, failure: &Failure) -> Check {
    Check::fail(name, &failure.seen, &failure.hint).with_code(failure.code)
}

/// A redirect is a finding of its own: a page would follow it, and find a login page.
fn redirected(name: &'static str, answer: &Answer) -> Option<Check> {
    let status = answer.status.as_u16();
    let to = answer.redirect()?;
    let seen = format!("{status}, a redirect to {}", answer.outside(&to.shown));
    let hint = match to.kind {
        Kind::Slash => {
            "The addresses differ by the slash at the end: use the one that it leads to, in --url and in jwtUrl."
        }
        Kind::Https => "Put https:// in the place of http://, in --url and in jwtUrl.",
        Kind::Elsewhere => {
            "Answer 401 with JSON instead of redirecting to a login page; if the endpoint has moved, use its new address."
        }
    };
    Some(Check::fail(name, &seen, hint).with_code(Code::EndpointHtml))
}

/// A refusal that may be another's than the endpoint's, or that browsers do not leave to the page.
fn refused_by_another(name: &'static str, answer: &Answer) -> Option<Check> {
    let status = answer.status.as_u16();
    let schemes = answer.list("www-authenticate").to_ascii_lowercase();
    let asks = ["basic", "digest", "negotiate", "ntlm"];
    let scheme = asks.iter().find(|scheme| schemes.split([',', ' ']).any(|word| word == **scheme));
    if let Some(scheme) = scheme.filter(|_| status == 401) {
        let seen =
            format!("401 with WWW-Authenticate: {scheme}, for which browsers ask the visitor for a password");
        let hint = "Leave WWW-Authenticate out of the endpoint's answers; where it is the password of a staging site, add \
                    --header 'Authorization: Basic …'.";
        return Some(Check::fail(name, &seen, hint));
    }
    if status >= 400 && answer.body.is_html() {
        let seen = format!(
            "{status} with an HTML page: a firewall or a framework may have answered, not the endpoint"
        );
        let hint = "Answer with JSON, as in {\"error\": \"nobody is signed in\"}, and let requests for this address pass \
                    whatever stands before it.";
        return Some(Check::warn(name, &seen, hint));
    }
    None
}

/// What the loader makes of an answer, its token read.
fn reply(answer: &Answer) -> TokenReply {
    TokenReply::new(answer.read(), read::token)
}
