//! Gathers the facts of an installation that the page shows. Every read may run page code; a value that throws is
//! absent.

use crate::core::attributes::IDENTIFYING;
use crate::core::diagnosis::facts::{IntercomGlobal, Page};
use crate::web::object::{self, Arg::Text};
use crate::web::{cookies, global, intercom_global, widget_tags};

/// State of the page. The widget's script is at `widget`, which is empty if none was requested.
pub(super) fn page(widget: &str, violations: String) -> Page {
    let settings = intercom_global::settings();
    Page {
        intercom: intercom(),
        is_widget: intercom_global::is_widget(),
        api_reached: None,
        online: is_online(),
        widget_tags: widget_tags::addresses(widget),
        violations,
        cookie_workspaces: cookies::workspaces(),
        merged_api_base: object::text(&object::own(&settings, "api_base")),
        merged_identity: IDENTIFYING.into_iter().find(|name| !object::own(&settings, name).is_undefined()),
        without_wasm: cfg!(feature = "js-lowered"),
    }
}

fn intercom() -> IntercomGlobal {
    // The value that page code sees, including an element with that name.
    match object::try_get(&global::window(), "Intercom") {
        Ok(value) if value.is_function() && intercom_global::is_usable() => IntercomGlobal::Function,
        Ok(value) if value.is_function() => IntercomGlobal::Double,
        Ok(value) if value.is_undefined() => IntercomGlobal::Nothing,
        Ok(value) if global::is_a(&value, "Element") => IntercomGlobal::Element,
        _ => IntercomGlobal::Other,
    }
}

/// Whether the browser does not report itself offline.
fn is_online() -> bool {
    object::get(&global::get("navigator"), "onLine").as_bool().unwrap_or(true)
}

/// Whether an address, relative to the page or absolute, is cross-origin.
pub(super) fn is_cross_origin(url: &str) -> bool {
    let here = global::address("href");
    let origin =
        |url: &str| object::text_of(&global::construct("URL", &[Text(url), Text(&here)]).ok()?, "origin");
    match (origin(url), origin(&here)) {
        (Some(other), Some(own)) => other != own,
        _ => false,
    }
}
