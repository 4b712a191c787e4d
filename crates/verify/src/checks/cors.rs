//! Pages of other origins: the one that should get the token, and those that must not.

use intercom_messenger_loader::core::diagnosis::Check;
use intercom_messenger_loader::core::diagnosis::endpoint::CORS_ORIGIN;
use ureq::http::Method;
use ureq::http::header::CONTENT_TYPE;

use super::unanswered;
use crate::cli::Options;
use crate::request::{Answer, Client, Who};

/// The checks for the origin that was given, in their order.
const NAMES: [&str; 4] = [CORS_ORIGIN, "cors_credentials", "cors_vary", "cors_preflight"];
const FOREIGN: &str = "cors_foreign";

/// An origin that nobody has.
const ATTACKER: &str = "https://attacker.invalid";

/// The checks of all origins; asks for each.
pub(super) fn check(client: &Client<'_>, options: &Options) -> Vec<Check> {
    let mut checks = match options.origin.as_deref() {
        None => NAMES
            .map(|name| {
                Check::skip(name, "no --origin was given; a page on the endpoint's own host needs no CORS")
            })
            .to_vec(),
        Some(origin) if is_own(options, origin) => {
            NAMES.map(|name| Check::skip(name, "--origin is the endpoint's own: no CORS is needed")).to_vec()
        }
        Some(origin) => allowed(client, options, origin),
    };
    checks.push(foreign(client, options.origin.as_deref()));
    checks
}

fn is_own(options: &Options, origin: &str) -> bool {
    let scheme = options.url.scheme_str().unwrap_or_default();
    options.url.authority().is_some_and(|authority| format!("{scheme}://{authority}") == origin)
}

fn allowed(client: &Client<'_>, options: &Options, origin: &str) -> Vec<Check> {
    let [name, credentials, vary_name, preflight_name] = NAMES;
    let answer = match client.ask(Who::User, Some(origin)) {
        Ok(answer) => answer,
        Err(failure) => {
            let mut checks = vec![unanswered(name, &failure)];
            checks.extend(
                [credentials, vary_name, preflight_name].map(|name| Check::skip(name, "there is no answer")),
            );
            return checks;
        }
    };
    vec![
        allow_origin(name, &answer, origin),
        allow_credentials(credentials, &answer),
        vary(vary_name, &answer),
        preflight(preflight_name, client, options, origin),
    ]
}

fn allow_origin(name: &'static str, answer: &Answer, origin: &str) -> Check {
    let hint = &format!("Send Access-Control-Allow-Origin: {origin}, once and exactly so.");
    let what = "Access-Control-Allow-Origin";
    match answer.list("access-control-allow-origin").as_str() {
        value if value == origin => Check::pass(name, &format!("{what}: {origin}")),
        "" => Check::fail(name, &format!("there is no {what}: the page cannot read the answer"), hint),
        "*" => Check::fail(name, &format!("{what}: *, which browsers refuse where cookies are sent"), hint),
        value => {
            Check::fail(name, &format!("{what}: {}, which is another origin", answer.outside(value)), hint)
        }
    }
}

fn allow_credentials(name: &'static str, answer: &Answer) -> Check {
    let what = "Access-Control-Allow-Credentials";
    match answer.list("access-control-allow-credentials").as_str() {
        "true" => Check::pass(name, &format!("{what}: true")),
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

/// What a browser asks before it sends a header or a method that no form can.
fn preflight(name: &'static str, client: &Client<'_>, options: &Options, origin: &str) -> Check {
    let unusual = ![Method::GET, Method::HEAD, Method::POST].contains(&options.method);
    let given = options.credentials.iter().map(|(name, _)| name).filter(|name| *name != "cookie");
    let json =
        options.plain.iter().filter(|(name, value)| *name == CONTENT_TYPE && !is_of_forms(value.as_bytes()));
    let mut names: Vec<_> = given.chain(json.map(|(name, _)| name)).map(ToString::to_string).collect();
    names.sort();
    if names.is_empty() && !unusual {
        return Check::skip(name, "a plain GET with cookies is sent without a preflight");
    }
    let answer = match client.preflight(origin, &names.join(",")) {
        Ok(answer) => answer,
        Err(failure) => return unanswered(name, &failure),
    };
    let asked = if names.is_empty() { options.method.to_string() } else { names.join(", ") };
    let list = |name| answer.list(name).split(',').map(|one| one.trim().to_owned()).collect::<Vec<_>>();
    let headers = list("access-control-allow-headers");
    let allows = |name: &String| headers.iter().any(|one| one.eq_ignore_ascii_case(name));
    let method =
        !unusual || list("access-control-allow-methods").iter().any(|one| *one == options.method.as_str());
    let open = answer.list("access-control-allow-origin") == origin
        && answer.list("access-control-allow-credentials") == "true";
    if answer.status.is_success() && open && method && names.iter().all(allows) {
        return Check::pass(name, &format!("allowed for {asked}"));
    }
    let seen = format!(
        "the preflight for {asked} is not answered so that a browser goes on ({})",
        answer.status.as_u16()
    );
    let hint = format!(
        "Answer OPTIONS with 204, Access-Control-Allow-Origin: {origin}, Access-Control-Allow-Credentials: true, \
         Access-Control-Allow-Methods: {}, Access-Control-Allow-Headers: {}; and without asking for a session.",
        options.method,
        names.join(", ")
    );
    Check::fail(name, &seen, &hint)
}

/// The media types that a form of any website may send.
fn is_of_forms(value: &[u8]) -> bool {
    let value = String::from_utf8_lossy(value).to_ascii_lowercase();
    let media = value.split(';').next().unwrap_or_default().trim();
    ["text/plain", "multipart/form-data", "application/x-www-form-urlencoded"].contains(&media)
}

/// Other websites: one that is not like yours, one that begins like yours, and a frame without an origin.
fn foreign(client: &Client<'_>, origin: Option<&str>) -> Check {
    let like_ours = origin.and_then(|origin| {
        let (scheme, authority) = origin.split_once("://")?;
        let host = authority.split(':').next().filter(|host| !host.starts_with('['))?;
        Some(format!("{scheme}://{host}.attacker.invalid"))
    });
    let mut worst: Option<Check> = None;
    for origin in [ATTACKER, "null"].into_iter().chain(like_ours.as_deref()) {
        let check = match client.ask(Who::User, Some(origin)) {
            Ok(answer) => judge_foreign(&answer, origin),
            Err(failure) => unanswered(FOREIGN, &failure),
        };
        if worst.as_ref().is_none_or(|worst| worst.status < check.status) {
            worst = Some(check);
        }
    }
    worst.unwrap_or_else(|| Check::skip(FOREIGN, "there was nothing to ask"))
}

fn judge_foreign(answer: &Answer, origin: &str) -> Check {
    let allowed = answer.list("access-control-allow-origin");
    let credentials = answer.list("access-control-allow-credentials") == "true";
    let hint = "Keep a list of your own origins, compare the header Origin with whole entries of it, and send no \
                Access-Control-Allow-Origin for any other.";
    match (allowed.as_str(), credentials) {
        ("*", true) => Check::fail(FOREIGN, "Access-Control-Allow-Origin: * with credentials", hint),
        ("*", false) => {
            Check::warn(FOREIGN, "Access-Control-Allow-Origin: *, for any website without cookies", hint)
        }
        (allowed, true) if allowed == origin => Check::fail(
            FOREIGN,
            &format!("{origin} was allowed with credentials: any website can read this user's token"),
            hint,
        ),
        (allowed, false) if allowed == origin => {
            Check::warn(FOREIGN, &format!("{origin} was allowed, though without cookies"), hint)
        }
        _ => Check::pass(FOREIGN, "other websites are not allowed"),
    }
}
