//! Plain data out of JavaScript, through typed getters.

use js_sys::{Array, Date, Reflect};
use wasm_bindgen::prelude::*;

use crate::settings::Value;

/// How deep data may nest. Deeper ones are a cycle, or nothing that Intercom would take.
const MAX_DEPTH: u8 = 8;

/// The largest whole number that a JavaScript number holds exactly: 2⁵³ − 1.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

#[wasm_bindgen]
extern "C" {
    /// A getter of the application's may throw, and what is no object does.
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    fn get_property(object: &JsValue, name: &str) -> Result<JsValue, JsValue>;

    /// A proxy may throw.
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    fn keys(object: &JsValue) -> Result<Array, JsValue>;
}

/// A property. One that cannot be read is not a number, which nobody takes for anything.
pub(crate) fn property(object: &JsValue, name: &str) -> JsValue {
    get_property(object, name).unwrap_or_else(|_| f64::NAN.into())
}

/// Gives `take` each of an object's own fields, those that are `undefined` left out, until it answers `None`. That is
/// the answer too where there is no object.
pub(crate) fn each(object: &JsValue, take: &mut dyn FnMut(String, JsValue) -> Option<()>) -> Option<()> {
    if !object.is_object() || Array::is_array(object) {
        return None;
    }
    let names = keys(object).ok()?;
    for at in 0..names.length() {
        let name = names.get(at).as_string()?;
        let value = property(object, &name);
        if !value.is_undefined() {
            take(name, value)?;
        }
    }
    Some(())
}

/// What JSON could say of it, dates in Unix seconds as Intercom has them; `None` for anything else.
pub(crate) fn read(value: &JsValue) -> Option<Value> {
    read_to(value, MAX_DEPTH)
}

fn read_to(value: &JsValue, depth: u8) -> Option<Value> {
    let deeper = depth.checked_sub(1)?;
    if value.is_null() {
        Some(Value::Null)
    } else if let Some(flag) = value.as_bool() {
        Some(Value::Bool(flag))
    } else if let Some(number) = value.as_f64() {
        read_number(number)
    } else if let Some(text) = value.as_string() {
        Some(Value::Text(text))
    } else if let Some(list) = value.dyn_ref::<Array>() {
        let mut values = Vec::new();
        for at in 0..list.length() {
            values.push(read_to(&Reflect::get_u32(list, at).ok()?, deeper)?);
        }
        Some(Value::List(values))
    } else if let Some(date) = value.dyn_ref::<Date>() {
        read_number((date.get_time() / 1_000.0).floor())
    } else {
        let mut fields = Vec::new();
        each(value, &mut |name, field| {
            fields.push((name, read_to(&field, deeper)?));
            Some(())
        })?;
        Some(Value::Object(fields))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "checked to be whole and within 2⁵³")]
fn read_number(number: f64) -> Option<Value> {
    if !number.is_finite() {
        None
    } else if number.fract() == 0.0 && number.abs() <= MAX_SAFE {
        Some(Value::Integer(number as i64))
    } else {
        Some(Value::Number(number))
    }
}
