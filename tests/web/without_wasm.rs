//! Where these tests are JavaScript.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen(module = "/tests/web/without_wasm.js")]
extern "C" {
    #[wasm_bindgen(js_name = isMissing)]
    fn is_missing() -> bool;
}

#[wasm_bindgen_test]
fn the_page_has_no_web_assembly() {
    assert!(is_missing());
}
