//! Attributes out of JavaScript.

use wasm_bindgen::JsValue;

use crate::error::{Code, Error, quote};
use crate::settings::Settings;
pub(super) use crate::web::value::{each, property, read};

/// Reads attributes.
///
/// # Errors
/// [`Code::InvalidSettings`], naming the attribute.
pub(super) fn settings(object: &JsValue) -> Result<Settings, Error> {
    let mut settings = Settings::new();
    let mut refused = String::from("settings");
    let all = each(object, &mut |name, field| {
        match read(&field) {
            Some(value) => settings.set(name, value),
            None => {
                refused = name;
                return None;
            }
        }
        Some(())
    });
    all.map(|()| settings).ok_or_else(|| cannot_send(&refused))
}

/// Says which value is none that Intercom would take.
pub(super) fn cannot_send(name: &str) -> Error {
    Error::new(Code::InvalidSettings).with_detail(quote(name))
}
