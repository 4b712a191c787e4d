//! The exports for JavaScript, called as page code calls them.

use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use intercom_messenger_loader::Code;

use crate::page::settled;

#[wasm_bindgen(module = "/tests/web/page.js")]
extern "C" {
    fn expose_loader() -> Promise;
    #[wasm_bindgen(catch)]
    fn evaluate(source: &str) -> Result<JsValue, JsValue>;
    /// A value as JSON with its keys in order.
    pub(crate) fn json_of(value: &JsValue) -> String;
}

/// Makes the exports available to page code as `loader`.
pub(crate) async fn expose() {
    settled(JsFuture::from(expose_loader())).await.unwrap();
}

/// Result of a promise of page code: its value as JSON, or the failure that it rejects with.
pub(crate) async fn outcome(source: &str) -> Result<String, Failure> {
    let promise = evaluate(source).unwrap();
    match settled(JsFuture::from(Promise::resolve(&promise))).await {
        Ok(value) => Ok(json_of(&value)),
        Err(error) => Err(Failure::of(&error)),
    }
}

/// An error as page code sees it.
#[derive(Debug, PartialEq)]
pub(crate) struct Failure {
    pub(crate) code: Code,
    /// Detail beside the code's own text.
    pub(crate) said: Option<String>,
}

impl Failure {
    fn of(error: &JsValue) -> Self {
        let text = |name: &str| Reflect::get(error, &name.into()).unwrap().as_string();
        assert_eq!(text("name").as_deref(), Some("MessengerError"), "{error:?}");
        let name = text("code").unwrap();
        let code = *Code::ALL.iter().find(|code| code.as_str() == name).unwrap();
        assert_eq!(text("hint").as_deref(), Some(code.hint()));
        assert_eq!(Reflect::get(error, &"retryable".into()).unwrap().as_bool(), Some(code.retryable()));
        let message = text("message").unwrap();
        let rest =
            message.strip_prefix(code.message()).and_then(|rest| rest.strip_suffix(code.hint())).unwrap();
        let said = rest.strip_suffix(". ").unwrap().strip_prefix(": ").map(str::to_owned);
        Self { code, said }
    }
}
