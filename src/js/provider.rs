//! `getJwt`, the application's own function for a token.

use std::cell::Cell;

use js_sys::{Function, Object};
use wasm_bindgen::JsValue;

use crate::core::config::JwtProvider;
use crate::core::error::{Code, Error};
use crate::core::token::Secret;
use crate::web::settled;

thread_local! {
    /// The function that was given last and what was made of it, so that the same function is the same source.
    static LAST: Cell<Option<(Function, JwtProvider)>> = const { Cell::new(None) };
}

/// Makes a source of tokens of `getJwt`.
pub(super) fn of_function(function: Function) -> JwtProvider {
    let known = LAST.take().filter(|(known, _)| Object::is(known, &function));
    let (function, provider) = known.unwrap_or_else(|| {
        let call = function.clone();
        let provider = JwtProvider::new(move || {
            let call = call.clone();
            async move { ask(&call).await }
        });
        (function, provider)
    });
    LAST.set(Some((function, provider.clone())));
    provider
}

async fn ask(function: &Function) -> Result<Option<Secret>, Error> {
    let answer = match function.call0(&JsValue::UNDEFINED) {
        Ok(answer) => settled(&answer).await,
        Err(cause) => Err(cause),
    };
    let answer = answer.map_err(|cause| Error::new(Code::GetJwtFailed).with_cause(cause))?;
    match answer.as_string() {
        Some(token) => Ok(Some(Secret::new(token))),
        None if answer.is_null() => Ok(None),
        None => Err(Error::new(Code::GetJwtFailed).with_detail("it returned neither a string nor null")),
    }
}
