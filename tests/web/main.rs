//! Behaviour of the loader that only a browser can show: real promises, scripts, cookies, `fetch` and
//! `window.Intercom`.
//!
//! The tests share one page, and the loader's one session on it; each begins with [`page::fresh`]. There is no
//! server: a Messenger is a function that records calls, an endpoint is a `window.fetch` that page code has wrapped,
//! and a script fails at an address that refuses connections.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod boot;
mod clobbered;
mod deferred;
mod diagnose;
mod early;
mod endpoint;
mod exports;
mod frame;
mod hostile;
mod listeners;
mod methods;
mod options;
mod page;
mod routes;
mod script;
mod settings;
mod shutdown;
mod stub;
mod tables;
mod tabs;
mod throwing;
mod together;
mod token;
mod tokens;
#[cfg(feature = "js-lowered")]
mod without_wasm;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
