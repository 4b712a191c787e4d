//! Attributes out of JavaScript, and properties into it.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

use crate::error::{Code, Error, quote};
use crate::settings::Settings;
pub(super) use crate::web::value::{fields, read};

/// Reads attributes.
///
/// # Errors
/// [`Code::InvalidSettings`], naming the attribute.
pub(super) fn settings(object: &JsValue) -> Result<Settings, Error> {
    let fields = fields(object).ok_or_else(|| cannot_send("settings"))?;
    fields.into_iter().try_fold(Settings::new(), |settings, (name, field)| {
        let value = read(&field).ok_or_else(|| cannot_send(&name))?;
        Ok(settings.with(name, value))
    })
}

/// Says which value is none that Intercom would take.
pub(super) fn cannot_send(name: &str) -> Error {
    Error::new(Code::InvalidSettings).with_detail(quote(name))
}

/// Sets a property of an object that was made here, which cannot fail.
pub(super) fn put(object: &Object, key: &str, value: &JsValue) {
    let _ = Reflect::set(object, &key.into(), value);
}
