//! Properties of objects. Reading one that page code made may run page code, a getter or a proxy, which may throw; and
//! what stands on a prototype belongs to no object.

#[cfg(feature = "js")]
use js_sys::JSON;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Throws at a proxy that was revoked, for which js-sys has no `catch`.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn read_is_array(value: &JsValue) -> Result<bool, JsValue>;

    /// Throws where a proxy's `ownKeys` does, for which js-sys has no `catch`.
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    fn read_keys(object: &JsValue) -> Result<Array, JsValue>;
}

/// A value's text; `None` for what is none. Not inlined, as [`get`]: a dozen copies in the wasm would be larger.
#[inline(never)]
pub(crate) fn text(value: &JsValue) -> Option<String> {
    value.as_string()
}

/// A property, whoever's it is; `None` where reading it throws.
#[inline(never)]
pub(crate) fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}

/// Whether a value is a list.
pub(crate) fn is_array(value: &JsValue) -> bool {
    read_is_array(value).unwrap_or(false)
}

/// Whether a value is an object, and no list, no function and not null.
pub(crate) fn is_object(value: &JsValue) -> bool {
    value.is_object() && read_is_array(value).is_ok_and(|is_array| !is_array)
}

/// The names of an object's own fields, an array of strings; `None` where there is no object, or its names cannot be
/// read.
pub(crate) fn keys(object: &JsValue) -> Option<Array> {
    if is_object(object) { read_keys(object).ok() } else { None }
}

/// An object's own field, undefined where there is none. One that throws is NaN, which no option, attribute or argument
/// may be.
pub(crate) fn own(object: &JsValue, name: &JsValue) -> JsValue {
    try_own(object, name).unwrap_or_else(|| f64::NAN.into())
}

/// An object's own field, undefined where there is none; `None` for one that throws.
pub(crate) fn try_own(object: &JsValue, name: &JsValue) -> Option<JsValue> {
    let descriptor = descriptor(object, name)?;
    if descriptor.is_undefined() { Some(descriptor) } else { Reflect::get(object, name).ok() }
}

fn descriptor(object: &JsValue, name: &JsValue) -> Option<JsValue> {
    Reflect::get_own_property_descriptor(object.unchecked_ref::<Object>(), name).ok()
}

/// The value that a text says which is JSON. An object has its fields whatever the page has on `Object.prototype`.
#[cfg(feature = "js")]
pub(crate) fn of_json(json: &str) -> JsValue {
    JSON::parse(json).unwrap_or(JsValue::UNDEFINED)
}

/// Gives an object another value for a field of its own.
#[cfg(feature = "js")]
pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) {
    // It fails for no object of the loader's own.
    let _ = Reflect::set(object, &name.into(), value);
}

/// Gives an object these fields, whatever its prototypes have of the names.
#[cfg(feature = "js")]
pub(crate) fn define(object: &JsValue, fields: &JsValue) {
    for name in keys(fields).unwrap_or_default().iter() {
        let descriptor = descriptor(fields, &name).unwrap_or_default();
        // It fails for no object of the loader's own.
        let _ = Reflect::define_property(object.unchecked_ref::<Object>(), &name, descriptor.unchecked_ref());
    }
}
