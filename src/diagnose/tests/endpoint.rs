//! The endpoint's answers, the clocks, and the token.

use super::*;

#[test]
fn the_endpoints_answer() {
    let nobody = |answer| with(|facts| facts.nobody = answer);
    let own = |code: Code| Facts { foreign: false, ..answering(code) };
    let signed_out = with(|facts| facts.user = Some((Answer::SignedOut, None)));
    hold(vec![
        (healthy(), "answer", Pass, "a token"),
        (with(|facts| facts.foreign = false), "answer", Pass, "a token"),
        (signed_out, "answer", Warn, "nobody is signed in"),
        (answering(Code::EndpointHtml), "answer", Fail, Code::EndpointHtml.message()),
        (
            answering(Error::new(Code::EndpointStatus).with_detail("404")),
            "answer",
            Fail,
            "unexpected status: 404",
        ),
        (healthy(), "cors_origin", Pass, "may read"),
        (own(Code::EndpointUnreachable), "cors_origin", Skip, "no other origin"),
        (answering(Code::EndpointHtml), "cors_origin", Pass, "may read"),
        (answering(Code::EndpointUnreachable), "cors_origin", Fail, "cannot tell"),
        (answering(Code::EndpointTimeout), "cors_origin", Skip, "no answer"),
        (with(|facts| facts.foreign = false), "cors_origin", Skip, "no other origin"),
        (healthy(), "no_session", Pass, "refused"),
        (nobody(Some(Answer::Token(good_token()))), "no_session", Fail, "a token for anybody"),
        (nobody(Some(Answer::Fail(Code::EndpointHtml.into()))), "no_session", Fail, "a web page"),
        (nobody(Some(Answer::retry(Code::EndpointRateLimited))), "no_session", Warn, "429"),
        (nobody(None), "no_session", Skip, "nobody to ask"),
    ]);
}

#[test]
fn a_request_that_was_asked_without_its_headers_may_be_refused_in_other_words() {
    for (headers, body) in [(true, false), (false, true)] {
        let facts = configured(|config| {
            let mut request = JwtRequest::get("/jwt");
            request.headers.extend(headers.then(|| ("Authorization".to_owned(), "Bearer x".to_owned())));
            request.body = body.then(String::new);
            config.token = TokenSource::Request(request);
        });
        let nobody = Some(Answer::Fail(Code::EndpointStatus.into()));
        hold(vec![(Facts { nobody, ..facts }, "no_session", Warn, "unexpected status")]);
    }
}

#[test]
fn where_no_token_is_asked_for_nothing_is_said_of_one() {
    let visitor = |facts: &mut Facts| {
        facts.config = Some(Rc::new(Config::new("abc12345").unwrap()));
        (facts.user, facts.nobody, facts.foreign) = (None, None, false);
        facts.state.session = Some(Identity::Visitor);
    };
    let diagnosis = diagnose(&with(visitor));
    assert!(diagnosis.ok());
    for name in &NAMES[4..13] {
        let check = check(&diagnosis, name);
        assert_eq!((check.status, check.mend.contains("jwtUrl")), (Skip, true), "{check:?}");
    }
    hold(vec![(with(visitor), "session", Pass, "a visitor's")]);
}

#[test]
fn the_token() {
    let raw = |text: String| with(|facts| facts.user = Some((Answer::Token(Secret::new(text)), None)));
    let none = || raw(encode(br#"{"alg":"none"}"#, br#"{"user_id":"ada"}"#));
    let unread = answering(Code::EndpointEmpty);
    hold(vec![
        (healthy(), "token_form", Pass, "a JSON Web Token"),
        (raw("no token".to_owned()), "token_form", Fail, Code::TokenMalformed.message()),
        (raw("x".repeat(20_000)), "token_form", Fail, Code::TokenTooLarge.message()),
        (unread.clone(), "token_form", Skip, "no token"),
        (healthy(), "token_algorithm", Pass, "HS256"),
        (none(), "token_form", Pass, ""),
        (none(), "token_algorithm", Fail, Code::TokenAlgorithm.message()),
        (none(), "token_user_id", Skip, "above"),
        (none(), "token_life", Skip, "no token"),
        (healthy(), "token_user_id", Pass, "present"),
        (giving(r#"{"exp":1760007200}"#), "token_user_id", Fail, Code::TokenUserIdMissing.message()),
        (giving(r#"{"exp":1760007200}"#), "token_algorithm", Pass, ""),
        (giving(r#"{"exp":1760007200}"#), "token_times", Skip, "above"),
        (healthy(), "token_times", Pass, "seconds"),
        (giving(r#"{"user_id":"a","exp":1760007200000}"#), "token_times", Fail, ": exp"),
        (giving(r#"{"user_id":"a","iat":"now"}"#), "token_times", Fail, ": iat"),
        (unread.clone(), "token_times", Skip, "no token"),
        (healthy(), "token_life", Pass, "minutes left: 120"),
        (giving(r#"{"user_id":"a"}"#), "token_life", Warn, "no exp"),
        (giving(r#"{"user_id":"a","exp":1760000000}"#), "token_life", Fail, Code::TokenExpired.message()),
        (
            giving(r#"{"user_id":"a","exp":1760000120}"#),
            "token_life",
            Warn,
            "so short that pages ask all the time; minutes left: 2",
        ),
        (
            giving(r#"{"user_id":"a","exp":1760090000}"#),
            "token_life",
            Warn,
            "long, for one that was stolen; minutes left: 1500",
        ),
        (unread, "token_life", Skip, "no token"),
    ]);
}

#[test]
fn the_clocks() {
    let device = |ahead: i64| with(|facts| facts.now = NOW + ahead);
    let without_date = |ahead: i64| {
        with(|facts| (facts.user, facts.now) = (Some((Answer::Token(good_token()), None)), NOW + ahead))
    };
    let fixed = |facts: &mut Facts| {
        facts.config = Some(Rc::new(Config { token: TokenSource::Fixed(good_token()), ..base() }))
    };
    let mut old_and_fixed = without_date(30 * MINUTE);
    fixed(&mut old_and_fixed);
    hold(vec![
        (device(60 * SECOND), "server_clock", Pass, "agrees"),
        (device(61 * SECOND), "server_clock", Warn, "ahead of this device's: -61"),
        (device(-3_600 * SECOND), "server_clock", Warn, "ahead of this device's: 3600"),
        (device(-3_600 * SECOND), "token_life", Pass, "minutes left: 120"),
        (device(24 * 60 * MINUTE), "token_life", Pass, "minutes left: 120"),
        (without_date(61 * SECOND), "server_clock", Warn, "ahead of this device's: -61"),
        (old_and_fixed.clone(), "server_clock", Skip, "neither"),
        (old_and_fixed, "token_life", Pass, "minutes left: 90"),
        (answering(Code::EndpointEmpty), "server_clock", Skip, "neither"),
    ]);
}
