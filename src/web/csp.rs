//! Violations of the page's Content-Security-Policy.

use std::cell::Cell;

use wasm_bindgen::JsValue;

use crate::core::text::part;
use crate::web::texts::join;
use crate::web::{cells, dom, object};

/// Maximum length of the recorded violations, in bytes: a page can have any number.
const MAX_VIOLATIONS: usize = 300;

thread_local! {
    /// Directives and hosts.
    static VIOLATIONS: Cell<String> = const { Cell::new(String::new()) };
    /// Address of the script that was inserted last.
    static EXPECTED: Cell<String> = const { Cell::new(String::new()) };
    static IS_FORBIDDEN: Cell<bool> = const { Cell::new(false) };
}

/// Records violations from now on.
pub(super) fn watch() {
    dom::listen(&dom::document(), "securitypolicyviolation", &dom::function(note));
}

fn note(event: JsValue) {
    let text = |name| object::text_of(&event, name).unwrap_or_default();
    let blocked = text("blockedURI");
    if text("disposition") != "enforce" || blocked.is_empty() {
        return;
    }
    // This violation selected the JavaScript core; it is not a fault.
    if cfg!(feature = "js-lowered") && blocked == "wasm-eval" {
        return;
    }
    // Only the host of an address; a value that is no address is a word, such as `inline`.
    let host = Some(part(&blocked, b'/', 2)).filter(|host| !host.is_empty()).unwrap_or(&blocked);
    add(&join(&[&text("effectiveDirective"), " ", host]));
    // Some browsers report the whole address, some only its origin.
    if EXPECTED.with(|expected| cells::with(expected, |expected| expected.starts_with(&blocked))) {
        IS_FORBIDDEN.set(true);
    }
}

/// Records a violation; the same one is often repeated.
fn add(violation: &str) {
    VIOLATIONS.with(|all| {
        cells::with(all, |all| {
            if all.len() < MAX_VIOLATIONS && !all.ends_with(violation) {
                if !all.is_empty() {
                    all.push_str(", ");
                }
                all.push_str(violation);
            }
        });
    });
}

/// Directives and hosts that the policy has blocked, separated by commas.
pub(crate) fn violations() -> String {
    VIOLATIONS.with(cells::copy)
}

/// Makes [`is_forbidden`] refer to the script at `url`.
pub(super) fn expect(url: &str) {
    EXPECTED.with(|expected| expected.set(url.to_owned()));
    IS_FORBIDDEN.set(false);
}

/// Whether the policy has blocked the script that was inserted last.
pub(super) fn is_forbidden() -> bool {
    IS_FORBIDDEN.get()
}
