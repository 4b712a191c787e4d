//! Pages of other origins, which must not get the token: those that no list has, and those that a careless comparison takes
//! for one of its own.

use std::net::IpAddr;

use intercom_messenger_loader::core::diagnosis::Check;
use intercom_messenger_loader::core::diagnosis::facts::TokenReply;
use url::{Host, Url};

use super::cors::{self, ALLOW_CREDENTIALS, ALLOW_ORIGIN, ONE_TIME};
use super::{reply, unanswered};
use crate::answer::Answer;
use crate::cli::Options;
use crate::failure::Failure;
use crate::request::{Client, Transport, Who};

const FOREIGN: &str = "cors_foreign";

/// An origin that nobody has.
const ATTACKER: &str = "https://attacker.invalid";

/// A port that nothing usually listens at.
const PORT: u16 = 31_337;

/// How many of a host's dots are tried: each is a request more, and endpoints limit those.
const DOTS: usize = 3;

const HINT: &str = "Keep a list of your own origins, compare the header Origin with whole entries of it, and send no \
                    Access-Control-Allow-Origin for any other.";

/// What an answer shows.
enum Seen {
    /// The origin was allowed, or something near it.
    Allowed(Check),
    /// It was not, in an answer that would have said so.
    Kept,
    /// The request was refused, for whatever reason.
    Refused,
}

/// Asks as pages of foreign origins. `same` is the answer to the same request without an origin; `control` says that a
/// refusal of an allowed origin had the headers of CORS.
pub(super) async fn check(
    client: &Client<'_, impl Transport>,
    options: &Options,
    same: &Result<Answer, Failure>,
    control: bool,
) -> Check {
    let had_token = same.as_ref().is_ok_and(|answer| answer.token().is_some());
    let (mut worst, mut was_refused): (Option<Check>, bool) = (None, false);
    for origin in origins(options) {
        let answer = match client.ask(Who::User, Some(&origin)).await {
            Ok(answer) => answer,
            Err(failure) => return unanswered(FOREIGN, &failure),
        };
        match judge(&answer, &origin) {
            Seen::Allowed(check) if worst.as_ref().is_none_or(|worst| worst.status < check.status) => {
                worst = Some(check);
            }
            Seen::Allowed(_) | Seen::Kept => {}
            Seen::Refused => {
                if let Some(reason) = cors::shows_nothing(&answer) {
                    return worst.unwrap_or_else(|| Check::skip(FOREIGN, &reason));
                }
                was_refused = true;
            }
        }
    }
    match worst {
        Some(worst) => worst,
        None if was_refused => of_refusals(client, had_token, control).await,
        None => Check::pass(FOREIGN, "other websites are not allowed"),
    }
}

/// What it means that pages of foreign origins were refused.
async fn of_refusals(client: &Client<'_, impl Transport>, had_token: bool, control: bool) -> Check {
    if had_token {
        // The same user with the same session, and no origin: what else than the origin was refused?
        return if cors::still_signed_in(client).await {
            Check::pass(FOREIGN, "other websites are refused")
        } else {
            Check::skip(FOREIGN, ONE_TIME)
        };
    }
    if control {
        return Check::pass(FOREIGN, "other websites are not allowed to read a refusal");
    }
    Check::skip(FOREIGN, "only refusals were seen, and headers of CORS may stand on tokens alone")
        .with_hint("Give the session of a signed-in user, with --cookie or --header.")
}

fn judge(answer: &Answer, origin: &str) -> Seen {
    let list = answer.list(ALLOW_ORIGIN);
    let credentials = answer.list(ALLOW_CREDENTIALS) == "true";
    let allowed = |one: &str| one == origin || one == "*";
    let one = match list.as_str() {
        "" => {
            return if matches!(reply(answer), TokenReply::Token(_)) { Seen::Kept } else { Seen::Refused };
        }
        list if list.contains(',') => {
            return if list.split(',').any(|one| allowed(one.trim())) {
                let seen =
                    format!("{origin} was allowed, in a header that stands twice, which browsers refuse");
                Seen::Allowed(Check::warn(FOREIGN, &seen, HINT))
            } else {
                Seen::Kept
            };
        }
        one if allowed(one) => one,
        _ => return Seen::Kept,
    };
    Seen::Allowed(match (one, credentials) {
        ("*", true) => Check::fail(FOREIGN, "Access-Control-Allow-Origin: * with credentials", HINT),
        ("*", false) => {
            Check::warn(FOREIGN, "Access-Control-Allow-Origin: *, for any website without cookies", HINT)
        }
        (_, true) => Check::fail(
            FOREIGN,
            &format!(
                "{origin} was allowed with credentials: {} can read this user's token",
                if origin == ATTACKER { "any website" } else { "its pages" }
            ),
            HINT,
        ),
        (_, false) => Check::warn(FOREIGN, &format!("{origin} was allowed, though without cookies"), HINT),
    })
}

/// The origins to ask as, without one twice.
fn origins(options: &Options) -> Vec<String> {
    let own = cors::own_origin(options);
    let mut origins = vec![ATTACKER.to_owned(), "null".to_owned()];
    let first = options.origin.as_deref().or(own.as_deref());
    origins.extend(first.and_then(like).into_iter().flatten());
    // A list may be compared as it should, and the server's own host not.
    origins.extend(own.as_deref().and_then(|own| begins(&Url::parse(own).ok()?)));
    let mut seen = Vec::new();
    origins.retain(|origin| {
        let new =
            !seen.contains(origin) && options.origin.as_ref() != Some(origin) && own.as_ref() != Some(origin);
        seen.push(origin.clone());
        new
    });
    origins
}

/// Origins that are like this one, for whoever compares by ends, by a pattern, or not all of it.
fn like(origin: &str) -> Option<Vec<String>> {
    let url = Url::parse(origin).ok()?;
    let mut like = Vec::new();
    like.extend(begins(&url));
    if let Some(host) = name(&url) {
        let with = |host: &str| with(&url, |url| url.set_host(Some(host)).is_ok());
        // That which ends like it.
        like.extend(with(&format!("attacker{host}")));
        // A dot that is not escaped is any letter.
        let dots = host.match_indices('.').take(DOTS);
        like.extend(dots.filter_map(|(at, _)| {
            let (before, after) = host.split_at_checked(at)?;
            with(&format!("{before}x{}", after.strip_prefix('.')?))
        }));
    }
    if url.scheme() == "https" {
        // Whoever sits on the way to it may write its pages.
        like.extend(with(&url, |url| url.set_scheme("http").is_ok()));
    }
    like.extend(with(&url, |url| url.set_port(Some(PORT)).is_ok()));
    Some(like)
}

/// The origin of an attacker's host that begins as this one's.
fn begins(url: &Url) -> Option<String> {
    let host = url.host().filter(|host| !matches!(host, Host::Ipv6(_)))?;
    Some(format!("{}://{host}.attacker.invalid", url.scheme()))
}

/// The host, where it is a name.
fn name(url: &Url) -> Option<&str> {
    url.host_str().filter(|host| host.trim_matches(['[', ']']).parse::<IpAddr>().is_err())
}

fn with(url: &Url, change: impl FnOnce(&mut Url) -> bool) -> Option<String> {
    let mut url = url.clone();
    change(&mut url).then(|| url.origin().ascii_serialization())
}
