//! The Messenger on the page, and what is around it.

use super::*;

#[test]
fn the_messenger_on_the_page() {
    let global = |global| with(|facts| (facts.intercom, facts.live) = (global, false));
    let tags = |count, other: Option<&str>| with(|facts| facts.tags = (count, other.map(str::to_owned)));
    hold(vec![
        (healthy(), "window_intercom", Pass, "a function"),
        (global(Global::Function), "window_intercom", Pass, "a function"),
        (global(Global::Missing), "window_intercom", Fail, "nothing"),
        (global(Global::Element), "window_intercom", Fail, "id=\"Intercom\""),
        (Facts { intercom: Global::Element, ..untouched() }, "window_intercom", Warn, "id=\"Intercom\""),
        (global(Global::Other), "window_intercom", Fail, "no function"),
        (untouched(), "window_intercom", Skip, ""),
        (tags(1, None), "script_tag", Pass, "one"),
        (tags(2, None), "script_tag", Fail, "more than one"),
        (tags(2, Some("other999")), "script_tag", Fail, "other999"),
        (tags(0, None), "script_tag", Skip, "none"),
        (Facts { tags: (1, None), ..untouched() }, "script_tag", Pass, "one"),
        (untouched(), "script_tag", Skip, ""),
        (healthy(), "widget", Pass, "arrived"),
        (with(|facts| facts.live = false), "widget", Skip, "not arrived"),
        (failed(Code::WidgetBlocked), "widget", Fail, Code::WidgetBlocked.message()),
        (failed(Code::WidgetBlockedByCsp), "widget", Fail, Code::WidgetBlockedByCsp.message()),
        (failed(Code::WidgetTimeout), "widget", Fail, Code::WidgetTimeout.message()),
        (failed(Code::WidgetInvalid), "widget", Fail, Code::WidgetInvalid.message()),
        (failed(Code::EndpointHtml), "widget", Skip, "not arrived"),
        (Facts { online: false, ..failed(Code::WidgetBlocked) }, "widget", Fail, "offline"),
    ]);
}

#[test]
fn the_session() {
    let phase = |phase| with(|facts| (facts.state.phase, facts.state.session) = (phase, None));
    let visitor = |facts: &mut Facts| facts.state.session = Some(Identity::Visitor);
    hold(vec![
        (healthy(), "session", Pass, "a user's"),
        (with(visitor), "session", Warn, "though somebody is signed in"),
        (Facts { user: None, ..with(visitor) }, "session", Pass, "a visitor's"),
        (phase(Phase::Deferred), "session", Pass, "load"),
        (phase(Phase::Booting), "session", Skip, "begins"),
        (phase(Phase::ShuttingDown), "session", Skip, "ends"),
        (phase(Phase::Idle), "session", Skip, "none"),
        (failed(Code::EndpointHtml), "session", Fail, Code::EndpointHtml.message()),
        (
            with(|facts| facts.state.last_error = Some(Code::EndpointServerError.into())),
            "session",
            Warn,
            Code::EndpointServerError.message(),
        ),
    ]);
}

#[test]
fn the_region() {
    let custom = ApiBase::parse("https://api-iam.mars.intercom.io", false).unwrap();
    let page = |api_base: &str| with(|facts| facts.api_base = Some(api_base.to_owned()));
    let unsaid = |api_base: Option<&str>| Facts {
        api_base: api_base.map(str::to_owned),
        ..configured(|config| config.api_base = None)
    };
    hold(vec![
        (healthy(), "api_base", Pass, "https://api-iam.eu.intercom.io"),
        (
            configured(|config| config.api_base = Some(custom)),
            "api_base",
            Warn,
            "of no region: https://api-iam.mars.intercom.io",
        ),
        (page("https://api-iam.eu.intercom.io"), "api_base", Pass, ""),
        (page("https://api-iam.au.intercom.io"), "api_base", Warn, "intercomSettings has another"),
        (unsaid(None), "api_base", Pass, "https://api-iam.intercom.io"),
        (unsaid(Some("https://api-iam.eu.intercom.io")), "api_base", Warn, "api-iam.eu."),
        (untouched(), "api_base", Skip, ""),
    ]);
}

#[test]
fn what_is_around_the_messenger() {
    let forbidden = |violations: &str| with(|facts| facts.violations = violations.to_owned());
    let cookie = with(|facts| facts.cookie = Some("other999".to_owned()));
    let strange = "img-src example.com, connect-src api-iam.intercom.io";
    hold(vec![
        (healthy(), "csp", Pass, "no violation"),
        (forbidden("script-src-elem inline"), "csp", Warn, "script-src-elem inline"),
        (forbidden("connect-src api.example.com"), "csp", Warn, ""),
        (forbidden(strange), "csp", Fail, strange),
        (forbidden("font-src fonts.intercomcdn.com"), "csp", Fail, ""),
        (healthy(), "cookies", Pass, "none"),
        (cookie, "cookies", Warn, "other999"),
        (untouched(), "cookies", Skip, ""),
        (healthy(), "updates", Pass, "left: 17"),
        (with(|facts| facts.state.updates_left = 0), "updates", Warn, "left: 0"),
        (healthy(), "wasm", Pass, "runs"),
    ]);
}

#[test]
fn identity_that_nobody_has_signed() {
    let settings = || Settings::new().with("email", "ada@example.com");
    let allowed = |config: &mut Config| {
        (config.token, config.settings) = (TokenSource::None, settings());
        config.allow_unsigned_identity = true;
    };
    let named = |facts: Facts| Facts { identifying: Some("user_id"), ..facts };
    let without = |config: &mut Config| config.token = TokenSource::None;
    let outside = "is not signed: window.intercomSettings.user_id";
    let unsigned = "window.intercomSettings.user_id";
    hold(vec![
        (healthy(), "unsigned_identity", Pass, "none outside"),
        (configured(allowed), "unsigned_identity", Warn, Code::UnsignedIdentity.message()),
        (named(configured(allowed)), "unsigned_identity", Warn, unsigned),
        (named(healthy()), "unsigned_identity", Fail, outside),
        (named(configured(without)), "unsigned_identity", Fail, unsigned),
        (untouched(), "unsigned_identity", Skip, ""),
    ]);
}
