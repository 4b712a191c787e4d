//! Raw bindings to what makes objects for callers in JavaScript. None of the functions throws.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Of what JavaScript wrote as JSON itself.
    #[wasm_bindgen(js_namespace = JSON)]
    pub(super) fn parse(json: &str) -> JsValue;
}

#[wasm_bindgen(module = "/src/web/page.js")]
extern "C" {
    /// `{kind, userId}`; a visitor's where there is no user.
    #[wasm_bindgen(js_name = makeSession)]
    pub(super) fn make_session(user_id: Option<&str>) -> JsValue;
    #[wasm_bindgen(js_name = makeState)]
    pub(super) fn make_state(
        phase: &str,
        session: &JsValue,
        app_id: Option<&str>,
        region: Option<&str>,
        token_expires_at: Option<f64>,
        updates_left: usize,
        last_error: &JsValue,
    ) -> JsValue;
}
