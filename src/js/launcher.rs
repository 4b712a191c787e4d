//! The launchers of a deferred Messenger, for the session of another module.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::web::{self, launcher::Launchers};

/// Shows launchers that look as `attributes` say, and calls `clicked` at each click on one; `url` is the widget's. The
/// returned function removes them.
#[wasm_bindgen(js_name = showLaunchers, unchecked_return_type = "() => void")]
pub fn show_launchers(
    url: String,
    #[wasm_bindgen(unchecked_param_type = "object")] attributes: &JsValue,
    clicked: &Function,
) -> JsValue {
    let launchers = Launchers::default();
    launchers.show(url, attributes, clicked, || ());
    web::function(move |_| launchers.remove()).into()
}
