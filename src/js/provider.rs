//! `getJwt`, the application's own function that returns a token.

use std::cell::Cell;

use wasm_bindgen::JsValue;

use crate::core::config::{JwtDone, JwtProvider};
use crate::core::error::{Code, Error};
use crate::core::token::RawToken;
use crate::web::object;
use crate::web::when_settled;

thread_local! {
    /// The last function and its provider, so that the same function is the same source.
    static LAST: Cell<Option<(JsValue, JwtProvider)>> = const { Cell::new(None) };
}

/// Creates a token source from `getJwt`.
pub(super) fn of_function(function: JsValue) -> JwtProvider {
    let last = LAST.take().filter(|(known, _)| *known == function);
    let (function, provider) = last.unwrap_or_else(|| {
        let call = function.clone();
        (function, JwtProvider::with_callback(move |done| ask(&call, done)))
    });
    LAST.with(|last| last.set(Some((function, provider.clone()))));
    provider
}

fn ask(function: &JsValue, done: JwtDone) {
    match object::try_apply(function, &JsValue::UNDEFINED, &[]) {
        Ok(answer) => {
            when_settled(&answer, Box::new(|failed, answer| done(read(failed, answer))));
        }
        Err(cause) => done(read(true, cause)),
    }
}

/// Its answer, or the value that it threw or rejected with.
fn read(failed: bool, answer: JsValue) -> Result<Option<RawToken>, Error> {
    let error = Error::new(Code::GetJwtFailed);
    match object::text(&answer) {
        _ if failed => Err(error.with_cause(answer)),
        Some(token) => Ok(Some(RawToken::new(token))),
        None if object::is_null(&answer) => Ok(None),
        None => Err(error.with_detail("it returned neither a string nor null")),
    }
}
