//! A page of another origin that should get the token.

use intercom_messenger_loader::core::diagnosis::Check;
use intercom_messenger_loader::core::diagnosis::endpoint::CORS_ORIGIN;
use intercom_messenger_loader::core::diagnosis::facts::TokenReply;

use super::{foreign, preflight, reply, unanswered};
use crate::answer::Answer;
use crate::cli::Options;
use crate::failure::Failure;
use crate::request::{Client, Transport, Who};

pub(super) const ALLOW_ORIGIN: &str = "access-control-allow-origin";
pub(super) const ALLOW_CREDENTIALS: &str = "access-control-allow-credentials";

/// Why what a one-time session is answered later shows nothing.
pub(super) const ONE_TIME: &str =
    "the session was good for one request only, so that what was answered after it shows nothing";

/// The checks for the origin that was given, in their order.
const NAMES: [&str; 6] =
    [CORS_ORIGIN, "cors_credentials", "cors_vary", "cors_expose", "cors_refusal", "cors_preflight"];

/// The checks of all origins; asks for each. `same` is the answer to the same request without an origin.
pub(super) async fn check(
    client: &Client<'_, impl Transport>,
    options: &Options,
    same: &Result<Answer, Failure>,
) -> Vec<Check> {
    let skipped = |reason: &str| NAMES.map(|name| Check::skip(name, reason)).to_vec();
    let own = own_origin(options);
    let other = options.origin.as_deref().filter(|origin| Some(*origin) != own.as_deref());
    let allowed = match other {
        Some(origin) => Some((origin, client.ask(Who::User, Some(origin)).await)),
        None => None,
    };
    let mut checks = match &allowed {
        None if options.origin.is_none() => {
            skipped("no --origin was given; a page on the endpoint's own host needs no CORS")
        }
        None => skipped("--origin is the endpoint's own: no CORS is needed"),
        Some((origin, answer)) => of_allowed(client, options, origin, answer, same).await,
    };
    let control = allowed.and_then(|(origin, answer)| {
        let answer = answer.ok()?;
        (answer.list(ALLOW_ORIGIN) == origin).then_some(())
    });
    checks.push(foreign::check(client, options, same, control.is_some()).await);
    checks
}

/// The origin of the endpoint's own pages.
pub(super) fn own_origin(options: &Options) -> Option<String> {
    let authority = options.url.authority()?;
    Some(format!("{}://{authority}", options.url.scheme_str()?))
}

async fn of_allowed(
    client: &Client<'_, impl Transport>,
    options: &Options,
    origin: &str,
    answer: &Result<Answer, Failure>,
    same: &Result<Answer, Failure>,
) -> Vec<Check> {
    let [name, credentials, vary_name, expose_name, refusal_name, preflight_name] = NAMES;
    let rest = |first: Check, reason: &str| {
        let rest = NAMES.iter().skip(1).map(|name| Check::skip(name, reason));
        std::iter::once(first).chain(rest).collect()
    };
    let answer = match answer {
        Ok(answer) => answer,
        Err(failure) => return rest(unanswered(name, failure), "there is no answer"),
    };
    let failed_always = same.as_ref().map_or(true, |same| matches!(reply(same), TokenReply::Failed(_)));
    if let Some(reason) = shows_nothing(answer).filter(|_| failed_always || answer.status == 429) {
        return rest(Check::skip(name, &reason), "the answer shows nothing");
    }
    if let Some(check) = other_answer(name, client, answer, same).await {
        return rest(check, "the answer above comes first");
    }
    vec![
        allow_origin(name, answer, origin),
        allow_credentials(credentials, answer),
        vary(vary_name, answer),
        expose(expose_name, answer),
        refusal(refusal_name, client, origin).await,
        preflight::check(preflight_name, client, options, origin).await,
    ]
}

/// Why an answer says nothing of how the endpoint treats an origin.
pub(super) fn shows_nothing(answer: &Answer) -> Option<String> {
    match answer.status.as_u16() {
        429 => {
            Some("429: too many requests, so that nothing is to be seen; try again in a minute".to_owned())
        }
        status @ 500..=599 => Some(format!("{status}: the server failed, so that nothing is to be seen")),
        _ => None,
    }
}

/// A page of the allowed origin must get what is answered without an origin: a header alone is no token.
async fn other_answer(
    name: &'static str,
    client: &Client<'_, impl Transport>,
    answer: &Answer,
    same: &Result<Answer, Failure>,
) -> Option<Check> {
    let same = same.as_ref().ok()?;
    let (with, without) = (reply(answer), reply(same));
    let alike = matches!(
        (&with, &without),
        (TokenReply::Token(_), TokenReply::Token(_))
            | (TokenReply::SignedOut, TokenReply::SignedOut)
            | (_, TokenReply::Failed(_))
    );
    if alike {
        return None;
    }
    let was_token = matches!(without, TokenReply::Token(_));
    if was_token && matches!(with, TokenReply::SignedOut) && !still_signed_in(client).await {
        return Some(Check::skip(name, ONE_TIME));
    }
    let (with, without) = (answer.status.as_u16(), same.status.as_u16());
    let seen = format!("{with} for a page of this origin, and {without} without the header Origin");
    let hint = "Let requests of this origin through to the endpoint: look for what refuses by Origin, such as a list of its \
                own in the framework's protection from foreign requests.";
    Some(Check::fail(name, &seen, hint))
}

/// Whether the user's session gives a token still.
pub(super) async fn still_signed_in(client: &Client<'_, impl Transport>) -> bool {
    client.ask(Who::User, None).await.is_ok_and(|answer| answer.token().is_some())
}

fn allow_origin(name: &'static str, answer: &Answer, origin: &str) -> Check {
    let hint = &format!("Send Access-Control-Allow-Origin: {origin}, once and exactly so.");
    let what = "Access-Control-Allow-Origin";
    match answer.list(ALLOW_ORIGIN).as_str() {
        value if value == origin => Check::pass(name, &format!("{what}: {origin}")),
        "" => Check::fail(name, &format!("there is no {what}: the page cannot read the answer"), hint),
        "*" => Check::fail(name, &format!("{what}: *, which browsers refuse where cookies are sent"), hint),
        value if value.contains(',') => Check::fail(
            name,
            &format!("{what} stands more than once, which browsers refuse: {}", answer.outside(value)),
            &format!("{hint} A proxy and the application may both add it."),
        ),
        value => {
            Check::fail(name, &format!("{what}: {}, which is another origin", answer.outside(value)), hint)
        }
    }
}

/// The loader corrects the device's clock by `Date`, and waits as `Retry-After` says.
fn expose(name: &'static str, answer: &Answer) -> Check {
    let value = answer.list("access-control-expose-headers");
    let has = |wanted: &str| value.split(',').any(|one| one.trim().eq_ignore_ascii_case(wanted));
    let lacking: Vec<_> = ["Date", "Retry-After"].into_iter().filter(|name| !has(name)).collect();
    if lacking.is_empty() {
        return Check::pass(name, "Date and Retry-After can be read");
    }
    let seen = format!("a page cannot read {}", lacking.join(" and "));
    let hint = "Send Access-Control-Expose-Headers: Date, Retry-After; where cookies are sent, * stands for nothing.";
    Check::warn(name, &seen, hint)
}

/// A refusal that the page cannot read is a lost connection to it: it asks again, and never learns that nobody is signed in.
async fn refusal(name: &'static str, client: &Client<'_, impl Transport>, origin: &str) -> Check {
    let answer = match client.ask(Who::Nobody, Some(origin)).await {
        Ok(answer) => answer,
        Err(failure) => return unanswered(name, &failure),
    };
    if let Some(reason) = shows_nothing(&answer) {
        return Check::skip(name, &reason);
    }
    if !matches!(reply(&answer), TokenReply::SignedOut) {
        return Check::skip(name, "there is no refusal");
    }
    let status = answer.status.as_u16();
    let open = answer.list(ALLOW_ORIGIN) == origin && answer.list(ALLOW_CREDENTIALS) == "true";
    if open {
        return Check::pass(name, &format!("a page may read {status}"));
    }
    let seen = format!("a page cannot read {status}: to it, a refusal is a lost connection");
    let hint = format!(
        "Send Access-Control-Allow-Origin: {origin} and Access-Control-Allow-Credentials: true with every answer, \
         refusals too."
    );
    Check::fail(name, &seen, &hint)
}

fn allow_credentials(name: &'static str, answer: &Answer) -> Check {
    let what = "Access-Control-Allow-Credentials";
    match answer.list(ALLOW_CREDENTIALS).as_str() {
        "true" => Check::pass(name, &format!("{what}: true")),
        value if value.contains(',') => Check::fail(
            name,
            &format!("{what} stands more than once, which browsers refuse: {}", answer.outside(value)),
            &format!("Send {what}: true, once."),
        ),
        "" => Check::fail(name, &format!("there is no {what}"), &format!("Send {what}: true.")),
        value => Check::fail(
            name,
            &format!("{what}: {}", answer.outside(value)),
            &format!("Send {what}: true, in lower case."),
        ),
    }
}

fn vary(name: &'static str, answer: &Answer) -> Check {
    let value = answer.list("vary");
    let mut names = value.split(',').map(str::trim);
    if names.any(|name| name == "*" || name.eq_ignore_ascii_case("origin")) {
        return Check::pass(name, "Vary has Origin");
    }
    let hint = "Send Vary: Origin, so that no cache gives one origin's answer to another.";
    Check::warn(name, "Vary lacks Origin", hint)
}
