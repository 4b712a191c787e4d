//! Surroundings of the Messenger.

use super::facts::{before, being, booted, changed, healthy, table, untouched};
use crate::core::attributes::Attributes;
use crate::core::config::{ApiBase, Config, Region, TokenSource};
use crate::core::diagnosis::Status::{Fail, Pass, Skip, Warn};
use crate::core::diagnosis::facts::Facts;
use crate::core::error::Code;

#[test]
fn the_api_base_is_a_region_s() {
    let base = |base: &str| {
        let base = ApiBase::parse(base, true).unwrap();
        booted(|config| config.api_base = Some(base))
    };
    let merged = |facts, base: &str| {
        changed(facts, |facts: &mut Facts| facts.page.merged_api_base = Some(base.to_owned()))
    };
    let unsaid = || booted(|config| config.api_base = None);
    let (eu, au) = ("https://api-iam.eu.intercom.io", "https://api-iam.au.intercom.io");
    let name = "api_base";
    table([
        (healthy(), name, Pass, eu),
        (booted(|config| config.api_base = Some(Region::Au.into())), name, Pass, au),
        (unsaid(), name, Pass, "https://api-iam.intercom.io"),
        (
            base("https://api-iam.mars.intercom.io"),
            name,
            Warn,
            "of no region: https://api-iam.mars.intercom.io",
        ),
        (base("https://api-iam.eu.intercom.io:1"), name, Warn, "of no region"),
        (merged(healthy(), eu), name, Pass, eu),
        (merged(healthy(), au), name, Warn, "intercomSettings has another"),
        (merged(unsaid(), eu), name, Warn, r#""https://api-iam.eu.intercom.io""#),
        (untouched(), name, Skip, "boot() was not called"),
    ]);
}

#[test]
fn a_policy_has_forbidden_something() {
    let forbidden = |violations: &str| being(|facts| facts.page.violations = violations.to_owned());
    let strange = "img-src example.com, connect-src api-iam.intercom.io";
    let name = "csp";
    table([
        (healthy(), name, Pass, "no violation"),
        (forbidden("script-src-elem inline"), name, Warn, "script-src-elem inline"),
        (forbidden("connect-src api.example.com"), name, Warn, "connect-src api.example.com"),
        (forbidden(strange), name, Fail, strange),
        (forbidden("font-src fonts.intercomcdn.com"), name, Fail, "fonts.intercomcdn.com"),
        (before(|facts| facts.page.violations = strange.to_owned()), name, Fail, strange),
    ]);
}

#[test]
fn cookies_of_another_workspace_quota_and_wasm() {
    let other = |facts: &mut Facts| facts.page.cookie_workspaces.push("other999".to_owned());
    table([
        (healthy(), "cookies", Pass, "none"),
        (being(other), "cookies", Warn, r#"another workspace: "other999""#),
        (untouched(), "cookies", Skip, "boot() was not called"),
        (before(other), "cookies", Skip, "boot() was not called"),
        (healthy(), "updates", Pass, "left: 17"),
        (being(|facts| facts.session.updates_left = 0), "updates", Warn, "left: 0"),
        (healthy(), "wasm", Pass, "it runs"),
        (being(|facts| facts.page.without_wasm = true), "wasm", Pass, "the core is JavaScript"),
    ]);
}

#[test]
fn identity_that_is_not_signed() {
    let identified = |config: &mut Config| config.settings = Attributes::new().with("email", "a@example.com");
    let allowed = |config: &mut Config| config.allow_unsigned_identity = true;
    let nowhere = |config: &mut Config| config.token = TokenSource::None;
    let with =
        |changes: &[&dyn Fn(&mut Config)]| booted(|config| changes.iter().for_each(|change| change(config)));
    let merged = |facts| changed(facts, |facts: &mut Facts| facts.page.merged_identity = Some("user_id"));
    let name = "unsigned_identity";
    let detail = "is not signed: window.intercomSettings.user_id";
    table([
        (healthy(), name, Pass, "none outside"),
        (with(&[&nowhere, &identified, &allowed]), name, Warn, Code::UnsignedIdentity.message()),
        (merged(with(&[&nowhere, &identified, &allowed])), name, Warn, "window.intercomSettings.user_id"),
        (merged(with(&[&allowed])), name, Warn, detail),
        (merged(healthy()), name, Fail, detail),
        (merged(with(&[&nowhere])), name, Fail, "window.intercomSettings.user_id"),
        (merged(untouched()), name, Skip, "boot() was not called"),
    ]);
}
