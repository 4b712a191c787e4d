//! Gathers what the page shows of an installation. Every read may run the page's code, and what throws is not there.

use crate::core::attributes::IDENTIFYING;
use crate::core::diagnosis::facts::{IntercomGlobal, Page};
use crate::web::object::{self, Arg::Text};
use crate::web::{cookies, global, intercom_global, widget_tags};

/// State of the page, on which the widget's script is at `widget`, or was not asked for where that is empty.
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
    // As page code sees it, an element with that name among them.
    match object::try_get(&global::window(), "Intercom") {
        Ok(value) if value.is_function() && intercom_global::is_usable() => IntercomGlobal::Function,
        Ok(value) if value.is_function() => IntercomGlobal::Double,
        Ok(value) if value.is_undefined() => IntercomGlobal::Nothing,
        Ok(value) if global::is_a(&value, "Element") => IntercomGlobal::Element,
        _ => IntercomGlobal::Other,
    }
}

/// False for a browser that knows itself to be offline.
fn is_online() -> bool {
    object::get(&global::get("navigator"), "onLine").as_bool().unwrap_or(true)
}

/// Whether an address, relative to the page or absolute, is on another origin than the page.
pub(super) fn is_cross_origin(url: &str) -> bool {
    let here = global::address("href");
    let origin =
        |url: &str| object::text_of(&global::construct("URL", &[Text(url), Text(&here)]).ok()?, "origin");
    match (origin(url), origin(&here)) {
        (Some(other), Some(own)) => other != own,
        _ => false,
    }
}
