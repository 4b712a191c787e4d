//! The widget's script tags, whichever code has inserted them.

use wasm_bindgen::JsValue;

use crate::core::config::WIDGET;
use crate::web::{dom, object};

/// A script that is already on the page, or undefined: the classic snippet's, a tag manager's, or an earlier attempt's.
#[inline(never)]
pub(super) fn find(url: &str) -> JsValue {
    let url = resolved(url);
    dom::scripts().iter().find(|script| is_at(&address(script), &url)).cloned().unwrap_or_default()
}

/// Whether a script of Intercom is on the page.
pub(super) fn is_one_there() -> bool {
    !dom::query_all(r#"script[src*="//widget.intercom.io/"],script[src*="//js.intercomcdn.com/"]"#).is_empty()
}

/// The `src` of a script element; an empty text where it has none.
pub(super) fn address(script: &JsValue) -> String {
    object::text_of(script, "src").unwrap_or_default()
}

/// Whether the script at `src` is Intercom's, or that of `url`, which may be the customer's own address.
#[inline(never)]
pub(super) fn serves(src: &str, url: &str) -> bool {
    is_at(src, &resolved(url))
}

/// The address that the browser makes of `url`, by the page's base.
fn resolved(url: &str) -> String {
    object::text_of(&dom::link("preload", url), "href").unwrap_or_else(|| url.to_owned())
}

fn is_at(src: &str, url: &str) -> bool {
    // A second attempt adds a query, see `script.rs`.
    let src = src.strip_suffix("?again").or_else(|| src.strip_suffix("&again")).unwrap_or(src);
    src.starts_with(WIDGET) || src == url
}

/// The addresses of the widget's tags on the page: Intercom's, and those of `url`, where it is not empty.
pub(super) fn addresses(url: &str) -> Vec<String> {
    let mut all = Vec::new();
    for script in &dom::scripts() {
        let src = address(script);
        if src.starts_with(WIDGET) || (!url.is_empty() && serves(&src, url)) {
            all.push(src);
        }
    }
    all
}
