//! Tests that leave a page in a state that cannot be cleaned up: each runs in a frame, with a separate instance of
//! the loader.

use std::panic;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::page::{LIMIT, settled_within};

#[wasm_bindgen(module = "/tests/web/page.js")]
extern "C" {
    fn run_in_frame(module: &str, name: &str) -> Promise;
    fn panicked(message: &str);
}

/// Runs the trial of this name in a separate page.
pub(crate) async fn run(module: &str, name: &str) {
    // Longer than the trial's own limits, whose message says what never happened.
    if let Err(error) = settled_within(3.0 * LIMIT, JsFuture::from(run_in_frame(module, name))).await {
        panic!("{}", error.as_string().unwrap_or_default());
    }
}

/// Runs in the frame: reports a panic, which the outer page would not see.
pub(crate) fn report_panics() {
    panic::set_hook(Box::new(|info| panicked(&info.to_string())));
}

/// Makes a test of each trial, and the function with which the frame starts it.
macro_rules! trials {
    ($module:ident: $($name:ident)*) => {
        $(
            #[wasm_bindgen_test::wasm_bindgen_test]
            async fn $name() {
                crate::frame::run(stringify!($module), stringify!($name)).await;
            }
        )*

        /// Starts a trial.
        #[wasm_bindgen::prelude::wasm_bindgen(js_name = $module)]
        #[expect(unreachable_pub, reason = "what is exported to JavaScript must be pub")]
        pub async fn trial(name: String) {
            crate::frame::report_panics();
            match name.as_str() {
                $(stringify!($name) => trials::$name().await,)*
                name => panic!("no trial is named {name}"),
            }
        }
    };
}
pub(crate) use trials;
