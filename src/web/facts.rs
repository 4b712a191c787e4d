//! Gathers what the page shows of an installation. Every read may run the page's code, and what throws is not there.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::core::diagnosis::facts::{IntercomGlobal, Page};
use crate::core::settings::IDENTIFYING;
use crate::web::object::{get, text, try_own};
use crate::web::sys;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = window)]
    type Window;
    #[wasm_bindgen(static_method_of = Window, getter, js_class = "window")]
    fn window() -> JsValue;

    /// For `instanceof` alone.
    type Element;

    #[wasm_bindgen(js_name = URL)]
    type Url;
    #[wasm_bindgen(constructor, js_class = "URL", catch)]
    fn new(url: &str, base: &str) -> Result<Url, JsValue>;
}

/// State of the page, on which the widget's script is at `widget`, or was not asked for where that is empty.
pub(super) fn page(widget: &str) -> Page {
    let settings = sys::settings();
    Page {
        intercom: intercom(),
        is_widget: sys::is_live(),
        online: is_online(),
        widget_tags: texts(&sys::widget_tags(widget)),
        violations: sys::seen_violations(),
        cookie_workspaces: texts(&sys::cookie_workspaces()),
        merged_api_base: own(&settings, "api_base").and_then(|base| text(&base)),
        merged_identity: IDENTIFYING.iter().copied().find(|name| own(&settings, name).is_some()),
    }
}

fn intercom() -> IntercomGlobal {
    match of_window("Intercom") {
        Some(value) if value.is_function() => IntercomGlobal::Function,
        Some(value) if value.is_undefined() => IntercomGlobal::Nothing,
        Some(value) if value.has_type::<Element>() => IntercomGlobal::Element,
        _ => IntercomGlobal::Other,
    }
}

/// False for a browser that knows itself to be offline.
fn is_online() -> bool {
    let online = of_window("navigator").and_then(|navigator| get(&navigator, "onLine"));
    online.and_then(|online| online.as_bool()).unwrap_or(true)
}

/// Whether an address, relative to the page or absolute, is on another origin than the page.
pub(super) fn is_cross_origin(url: &str) -> bool {
    let here = sys::here();
    let origin = |url: &str| text(&get(Url::new(url, &here).ok()?.as_ref(), "origin")?);
    match (origin(url), origin(&here)) {
        (Some(other), Some(own)) => other != own,
        _ => false,
    }
}

/// The value of an own property; what is inherited is nobody's.
fn own(object: &JsValue, name: &str) -> Option<JsValue> {
    try_own(object, &name.into()).filter(|value| !value.is_undefined())
}

/// The value of a global as page code sees it, an element with that name among them.
fn of_window(name: &str) -> Option<JsValue> {
    get(&Window::window(), name)
}

fn texts(list: &Array) -> Vec<String> {
    let mut texts = Vec::new();
    for item in list.iter() {
        texts.extend(text(&item));
    }
    texts
}
