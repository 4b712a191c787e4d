//! The application's own function for a token.

use std::cell::RefCell;

use js_sys::{Function, Object, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::config::JwtProvider;
use crate::error::{Code, Error};
use crate::jwt::Secret;

thread_local! {
    /// The function that was given last and what was made of it, so that the same function is the same source.
    static LAST: RefCell<Option<(Function, JwtProvider)>> = const { RefCell::new(None) };
}

/// Makes a source of tokens of `getJwt`.
pub(super) fn of_function(function: Function) -> JwtProvider {
    LAST.with_borrow_mut(|last| {
        if let Some((known, provider)) = last.as_ref().filter(|(known, _)| Object::is(known, &function)) {
            let _ = known;
            return provider.clone();
        }
        let call = function.clone();
        let provider = JwtProvider::new(move || ask(call.clone()));
        *last = Some((function, provider.clone()));
        provider
    })
}

async fn ask(function: Function) -> Result<Option<Secret>, Error> {
    let failed = |cause: JsValue| Error::new(Code::GetJwtFailed).with_cause(cause);
    let answer = function.call0(&JsValue::UNDEFINED).map_err(failed)?;
    let answer = JsFuture::from(Promise::resolve(&answer)).await.map_err(failed)?;
    match answer.as_string() {
        Some(token) => Ok(Some(Secret::new(token))),
        None if answer.is_null() => Ok(None),
        None => Err(Error::new(Code::GetJwtFailed).with_detail("it returned neither a string nor null")),
    }
}
