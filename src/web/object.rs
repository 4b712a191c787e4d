//! Properties of objects. Reading one that page code made may run page code, a getter or a proxy, which may throw; and
//! what stands on a prototype belongs to no object.

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

    #[wasm_bindgen(catch, js_namespace = Object, js_name = getOwnPropertyDescriptors)]
    fn descriptors(object: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Object, js_name = defineProperties)]
    fn define_properties(object: &JsValue, descriptors: &JsValue) -> Result<JsValue, JsValue>;
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
    let read = || {
        let descriptor = Reflect::get_own_property_descriptor(object.unchecked_ref::<Object>(), name)?;
        if descriptor.is_undefined() { Ok(descriptor) } else { Reflect::get(object, name) }
    };
    read().unwrap_or_else(|_: JsValue| f64::NAN.into())
}

/// A new object with these fields, whatever the page has on `Object.prototype`.
pub(crate) fn with_fields(fields: &[(&str, JsValue)]) -> JsValue {
    let entries = Array::new();
    for (name, value) in fields {
        entries.push(&Array::of2(&(*name).into(), value));
    }
    Object::from_entries(&entries).map_or(JsValue::UNDEFINED, Into::into)
}

/// Gives an object these fields, whatever its prototypes have of the names.
pub(crate) fn define(object: &JsValue, fields: &[(&str, JsValue)]) {
    // It fails for no object of the loader's own.
    let _ = descriptors(&with_fields(fields)).and_then(|fields| define_properties(object, &fields));
}
