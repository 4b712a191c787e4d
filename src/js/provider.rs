//! `getJwt`, the application's own function for a token.

use std::cell::Cell;

use wasm_bindgen::JsValue;

use crate::core::config::{JwtDone, JwtProvider};
use crate::core::error::{Code, Error};
use crate::core::token::RawToken;
use crate::web::object;
use crate::web::when_settled;

thread_local! {
    /// The function that was given last and what was made of it, so that the same function is the same source.
    static LAST: Cell<Option<(JsValue, JwtProvider)>> = const { Cell::new(None) };
}

/// Makes a source of tokens of `getJwt`.
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

/// What it answered, or what it threw or rejected with.
fn read(failed: bool, answer: JsValue) -> Result<Option<RawToken>, Error> {
    let error = Error::new(Code::GetJwtFailed);
    match object::text(&answer) {
        _ if failed => Err(error.with_cause(answer)),
        Some(token) => Ok(Some(RawToken::new(token))),
        None if object::is_null(&answer) => Ok(None),
        None => Err(error.with_detail("it returned neither a string nor null")),
    }
}
