//! What caches may do with an answer.

use intercom_messenger_loader::core::diagnosis::Check;

use super::reply;
use crate::answer::{Answer, millis};
use crate::failure::Failure;
use intercom_messenger_loader::core::diagnosis::facts::TokenReply;

/// Name of the check of a refusal.
const REFUSAL: &str = "refusal_cache";

/// Headers by which caches between the server and the browser decide, in the place of `Cache-Control`.
const OF_CDNS: [&str; 4] =
    ["cdn-cache-control", "surrogate-control", "cloudflare-cdn-cache-control", "vercel-cdn-cache-control"];

const HINT: &str = "Send Cache-Control: no-store, so that no cache gives this user's token to somebody else, or an old one \
                    to a page.";
const REFUSAL_HINT: &str = "Send Cache-Control: no-store with refusals too: a page that asks after signing in is else \
                            answered out of the cache that nobody is signed in.";

/// The directives of a list.
struct Directives(Vec<String>);

impl Directives {
    fn new(list: &str) -> Self {
        Self(list.split(',').map(|one| one.trim().to_ascii_lowercase()).collect())
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|one| one.split('=').next() == Some(name))
    }

    /// Whether a directive of this name is there with a time above zero.
    fn lasts(&self, name: &str) -> bool {
        self.0.iter().filter_map(|one| one.split_once('=')).any(|(found, time)| {
            found == name && time.trim_matches('"').parse::<u64>().is_ok_and(|time| time > 0)
        })
    }
}

/// A header for a cache on the way by which it may keep the answer, whatever `Cache-Control` says.
fn of_cdn(answer: &Answer) -> Option<String> {
    OF_CDNS.iter().find_map(|name| {
        let value = answer.list(name);
        let directives = Directives::new(&value);
        let keeps = directives.lasts("max-age") || directives.lasts("s-maxage") || directives.has("public");
        (keeps && !directives.has("no-store")).then(|| format!("{name}: {}", answer.outside(&value)))
    })
}

/// Judges the answer that holds a token.
pub(super) fn of_token(name: &'static str, answer: &Answer) -> Check {
    let value = answer.list("cache-control");
    let directives = Directives::new(&value);
    if let Some(seen) = of_cdn(answer) {
        Check::fail(name, &format!("{seen}: a cache on the way may keep the token"), HINT)
    } else if directives.has("no-store") {
        Check::pass(name, &answer.outside(&value))
    } else if directives.has("public") || directives.has("s-maxage") {
        Check::fail(
            name,
            &format!("{}: any cache on the way may keep the token", answer.outside(&value)),
            HINT,
        )
    } else if value.is_empty() {
        Check::warn(name, "there is none", HINT)
    } else {
        Check::warn(name, &format!("{} lacks no-store", answer.outside(&value)), HINT)
    }
}

/// Judges the answer to nobody.
pub(super) fn of_refusal(answer: &Result<Answer, Failure>) -> Check {
    let Ok(answer) = answer else { return Check::skip(REFUSAL, "there is no answer") };
    if !matches!(reply(answer), TokenReply::SignedOut) {
        return Check::skip(REFUSAL, "there is no refusal");
    }
    let (value, status) = (answer.list("cache-control"), answer.status.as_u16());
    let directives = Directives::new(&value);
    let until = answer.header("expires").and_then(millis);
    let shown = || format!("Cache-Control: {}", answer.outside(&value));
    let keeps = if let Some(seen) = of_cdn(answer) {
        seen
    } else if directives.has("no-store") || directives.has("no-cache") {
        return Check::pass(REFUSAL, &answer.outside(&value));
    } else if directives.lasts("max-age") || directives.lasts("s-maxage") || directives.has("public") {
        shown()
    } else if until.is_some_and(|until| until > answer.received) && !directives.has("max-age") {
        "Expires in the future".to_owned()
    } else if matches!(status, 200 | 204) && !directives.has("max-age") {
        let seen = format!("{status} without no-store, which caches may keep");
        return Check::warn(REFUSAL, &seen, REFUSAL_HINT);
    } else {
        return Check::pass(REFUSAL, &format!("{status}, which no cache keeps by itself"));
    };
    Check::fail(REFUSAL, &format!("{keeps}: a cache may keep the refusal"), REFUSAL_HINT)
}
