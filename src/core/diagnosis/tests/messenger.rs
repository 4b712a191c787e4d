//! `window.Intercom`, the widget's script, and the session.

use super::facts::{answering, before, being, changed, failed, failing, healthy, table, token, untouched};
use crate::core::diagnosis::Status::{Fail, Pass, Skip, Warn};
use crate::core::diagnosis::facts::{Facts, IntercomGlobal, TokenReply};
use crate::core::error::Code;
use crate::core::session::{Identity, Phase};

#[test]
fn a_function_stands_at_window_intercom() {
    let standing = |intercom| {
        being(|facts| {
            facts.page.intercom = intercom;
            facts.page.is_widget = false;
        })
    };
    let unbooted = |intercom| before(|facts| facts.page.intercom = intercom);
    let name = "window_intercom";
    table([
        (standing(IntercomGlobal::Function), name, Pass, "a function"),
        (standing(IntercomGlobal::Nothing), name, Fail, "nothing"),
        (standing(IntercomGlobal::Element), name, Fail, r#"id="Intercom""#),
        (standing(IntercomGlobal::Double), name, Fail, "neither the Messenger"),
        (standing(IntercomGlobal::Other), name, Fail, "no function"),
        (unbooted(IntercomGlobal::Function), name, Pass, "a function"),
        (unbooted(IntercomGlobal::Nothing), name, Skip, "boot() was not called"),
        (unbooted(IntercomGlobal::Element), name, Warn, r#"id="Intercom""#),
        (unbooted(IntercomGlobal::Double), name, Warn, "neither the Messenger"),
        (unbooted(IntercomGlobal::Other), name, Fail, "no function"),
    ]);
}

#[test]
fn one_tag_of_this_workspace_is_on_the_page() {
    const OWN: &str = "https://widget.intercom.io/widget/abc12345";
    let tagged = |tags: &[&str]| {
        let tags = tags.iter().map(|&tag| tag.to_owned()).collect();
        being(|facts| facts.page.widget_tags = tags)
    };
    let name = "script_tag";
    table([
        (tagged(&[]), name, Skip, "none"),
        (tagged(&[OWN]), name, Pass, "one"),
        (tagged(&[OWN, OWN]), name, Fail, "more than one"),
        (tagged(&[OWN, OWN, OWN]), name, Fail, "more than one"),
        (tagged(&["https://proxy.example/widget/abc12345.js"]), name, Pass, "one"),
        (
            tagged(&[OWN, "https://widget.intercom.io/widget/other999?again"]),
            name,
            Fail,
            r#"another workspace: "other999""#,
        ),
        (tagged(&["https://widget.intercom.io/widget/abc1234/x"]), name, Fail, r#""abc1234""#),
        (tagged(&["https://widget.intercom.io/widget/"]), name, Pass, "one"),
        (before(|facts| facts.page.widget_tags = vec![OWN.to_owned()]), name, Pass, "one"),
        (before(|facts| facts.page.widget_tags = vec![format!("{OWN}6")]), name, Pass, "one"),
        (untouched(), name, Skip, "there is none"),
    ]);
}

#[test]
fn the_messenger_says_itself_that_its_session_runs() {
    let silent =
        |reached| being(|facts| (facts.session.live, facts.page.api_reached) = (Some(false), reached));
    let name = "session";
    table([
        (silent(Some(false)), name, Fail, "API cannot be reached"),
        (silent(Some(true)), name, Warn, "does not say"),
        (silent(None), name, Warn, "does not say"),
        (being(|facts| facts.session.live = None), name, Pass, "a user's"),
    ]);
}

#[test]
fn the_widget_arrives() {
    let offline = |facts| changed(facts, |facts: &mut Facts| facts.page.online = false);
    let arrived = |facts| changed(facts, |facts: &mut Facts| facts.page.is_widget = true);
    let blocked = || failing(Code::WidgetBlocked);
    let name = "widget";
    table([
        (healthy(), name, Pass, "arrived"),
        (being(|facts| facts.page.is_widget = false), name, Skip, "not arrived"),
        (untouched(), name, Skip, "boot() was not called"),
        (arrived(untouched()), name, Pass, "it has arrived"),
        (blocked(), name, Fail, Code::WidgetBlocked.message()),
        (failing(Code::WidgetBlockedByCsp), name, Fail, Code::WidgetBlockedByCsp.message()),
        (failing(Code::WidgetTimeout), name, Fail, Code::WidgetTimeout.message()),
        (failing(Code::WidgetInvalid), name, Fail, Code::WidgetInvalid.message()),
        (failing(Code::EndpointHtml), name, Skip, "not arrived"),
        (offline(blocked()), name, Fail, "offline"),
        (arrived(blocked()), name, Pass, "arrived"),
        (offline(arrived(blocked())), name, Pass, "arrived"),
        (offline(failing(Code::EndpointHtml)), name, Skip, "not arrived"),
    ]);
}

#[test]
fn there_is_a_session() {
    let phase = |phase| {
        being(|facts| {
            facts.session.phase = phase;
            facts.session.session = None;
        })
    };
    let visitor = |facts| changed(facts, |facts: &mut Facts| facts.session.session = Some(Identity::Visitor));
    let failing_in = |phase| changed(failing(Code::EndpointHtml), |facts| facts.session.phase = phase);
    let renewal = being(|facts| facts.session.last_error = Some(Code::EndpointServerError.into()));
    let name = "session";
    table([
        (healthy(), name, Pass, "a user's"),
        (visitor(healthy()), name, Warn, "though somebody is signed in"),
        (visitor(answering(token("{}"))), name, Warn, "though somebody is signed in"),
        (visitor(being(|facts| facts.probe = None)), name, Pass, "a visitor's"),
        (visitor(answering(TokenReply::SignedOut)), name, Pass, "a visitor's"),
        (visitor(answering(failed(Code::EndpointHtml))), name, Pass, "a visitor's"),
        (phase(Phase::Deferred), name, Pass, "load"),
        (phase(Phase::Booting), name, Skip, "begins"),
        (phase(Phase::ShuttingDown), name, Skip, "ends"),
        (phase(Phase::Idle), name, Skip, "none"),
        (failing(Code::EndpointHtml), name, Fail, Code::EndpointHtml.message()),
        (failing_in(Phase::Booting), name, Skip, "begins"),
        (renewal, name, Warn, Code::EndpointServerError.message()),
    ]);
}
