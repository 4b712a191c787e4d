//! The token endpoint: its answers and its clock.

use super::facts::{
    NOW, answering, being, booted, changed, check, config, diagnosed, failed, fixed, healthy, probe,
    provider, table, token, undated,
};
use crate::core::config::{JwtRequest, TokenSource};
use crate::core::diagnosis::Status::{Fail, Pass, Skip, Warn};
use crate::core::diagnosis::endpoint::NAMES;
use crate::core::diagnosis::facts::{Facts, TokenReply};
use crate::core::error::{Code, Error};
use crate::core::schedule::{MINUTE, Millis, SECOND};
use crate::core::session::Identity;

fn same_origin(facts: Facts) -> Facts {
    changed(facts, |facts| probe(facts).is_cross_origin = false)
}

#[test]
fn it_answers() {
    let status = TokenReply::Failed(Error::new(Code::EndpointStatus).with_detail("404"));
    let name = "answer";
    table([
        (healthy(), name, Pass, "a token"),
        (answering(token("{}")), name, Pass, "a token"),
        (answering(TokenReply::SignedOut), name, Warn, "nobody is signed in"),
        (answering(failed(Code::EndpointHtml)), name, Fail, Code::EndpointHtml.message()),
        (answering(status), name, Fail, "unexpected status: 404"),
    ]);
}

#[test]
fn a_page_of_another_origin_may_read_the_answer() {
    let name = "cors_origin";
    table([
        (healthy(), name, Pass, "may read"),
        (answering(failed(Code::EndpointHtml)), name, Pass, "may read"),
        (answering(TokenReply::SignedOut), name, Pass, "may read"),
        (answering(failed(Code::EndpointUnreachable)), name, Fail, "cannot tell"),
        (answering(failed(Code::EndpointTimeout)), name, Skip, "no answer"),
        (same_origin(answering(failed(Code::EndpointUnreachable))), name, Skip, "no other origin"),
        (same_origin(healthy()), name, Skip, "no other origin"),
    ]);
}

#[test]
fn nobody_gets_a_token() {
    let nobody = |reply| being(|facts| probe(facts).nobody = Some(reply));
    let name = "no_session";
    table([
        (healthy(), name, Pass, "refused"),
        (nobody(super::facts::good_token()), name, Fail, "a token for anybody"),
        (nobody(token("{}")), name, Fail, "a token for anybody"),
        (nobody(failed(Code::EndpointHtml)), name, Fail, Code::EndpointHtml.message()),
        (nobody(failed(Code::EndpointServerError)), name, Fail, Code::EndpointServerError.message()),
        (nobody(failed(Code::EndpointRateLimited)), name, Warn, "429"),
        (nobody(failed(Code::EndpointTimeout)), name, Warn, Code::EndpointTimeout.message()),
        (nobody(failed(Code::EndpointUnreachable)), name, Warn, Code::EndpointUnreachable.message()),
        (being(|facts| probe(facts).nobody = None), name, Skip, "nobody to ask"),
    ]);
}

#[test]
fn a_request_without_its_headers_or_its_body_may_be_refused_in_other_words() {
    let refused = |change: fn(&mut JwtRequest)| {
        being(|facts| {
            let mut request = JwtRequest::get("https://api.example/jwt");
            change(&mut request);
            config(facts).token = TokenSource::Request(request);
            probe(facts).nobody = Some(failed(Code::EndpointStatus));
        })
    };
    let header = |request: &mut JwtRequest| request.headers.push(("X-Page".to_owned(), "1".to_owned()));
    let body = |request: &mut JwtRequest| request.body = Some("{}".to_owned());
    let said = Code::EndpointStatus.message();
    table([
        (refused(|_| {}), "no_session", Fail, said),
        (refused(header), "no_session", Warn, said),
        (refused(body), "no_session", Warn, said),
    ]);
}

#[test]
fn is_not_spoken_of_where_no_token_is_asked_for() {
    let visitor = being(|facts| {
        config(facts).token = TokenSource::None;
        facts.session.session = Some(Identity::Visitor);
        facts.probe = None;
    });
    let diagnosis = diagnosed(&visitor);
    assert!(diagnosis.ok());
    for name in NAMES {
        let check = check(&diagnosis, name);
        assert!(check.status == Skip && check.hint.contains("jwtUrl"), "{check:?}");
    }
}

#[test]
fn its_clock_is_compared() {
    let device = |ahead: Millis| being(|facts| facts.now = NOW + ahead);
    let without_date = |ahead: Millis| changed(device(ahead), |facts| probe(facts).server_time = None);
    let from = |source: TokenSource, facts| changed(facts, |facts: &mut Facts| config(facts).token = source);
    // The header is newer than a token that was made earlier.
    let older_token = || changed(device(30 * MINUTE), |facts| probe(facts).server_time = Some(facts.now));
    let name = "server_clock";
    table([
        (device(60 * SECOND), name, Pass, "agrees"),
        (device(-60 * SECOND), name, Pass, "agrees"),
        (device(61 * SECOND), name, Warn, "61 s behind"),
        (device(61 * SECOND + 999), name, Warn, "61 s behind"),
        (device(-3_600 * SECOND), name, Warn, "60 min ahead of"),
        (without_date(61 * SECOND), name, Warn, "61 s behind"),
        (from(provider(), without_date(61 * SECOND)), name, Warn, "61 s behind"),
        (older_token(), name, Pass, "agrees"),
        (from(fixed(), without_date(30 * MINUTE)), name, Skip, "neither"),
        (undated(failed(Code::EndpointEmpty)), name, Skip, "neither"),
        (undated(TokenReply::SignedOut), name, Skip, "neither"),
        (undated(token(r#"{"user_id":"a"}"#)), name, Skip, "neither"),
        (undated(token("{}")), name, Skip, "neither"),
    ]);
}

#[test]
fn the_token_is_judged_by_its_clock() {
    let device = |ahead: Millis| being(|facts| facts.now = NOW + ahead);
    let fixed = booted(|config| config.token = fixed());
    let old_and_fixed = changed(fixed, |facts| {
        probe(facts).server_time = None;
        facts.now = NOW + 30 * MINUTE;
    });
    let older = changed(device(30 * MINUTE), |facts| probe(facts).server_time = Some(facts.now));
    let name = "token_life";
    table([
        (device(-3_600 * SECOND), name, Pass, "2 h left"),
        (device(24 * 60 * MINUTE), name, Pass, "2 h left"),
        (older, name, Pass, "90 min left"),
        (old_and_fixed, name, Pass, "90 min left"),
    ]);
}
