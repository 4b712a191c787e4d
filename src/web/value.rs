//! Plain data out of JavaScript, through typed getters.

use js_sys::{Array, Date, Object};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::settings::Value;

/// How deep data may nest. Deeper ones are a cycle, or nothing that Intercom would take.
const MAX_DEPTH: u8 = 8;

/// The largest whole number that a JavaScript number holds exactly: 2⁵³ − 1.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

/// An object's own fields, those that are `undefined` left out.
pub(crate) fn fields(object: &JsValue) -> Option<Vec<(String, JsValue)>> {
    let plain = object.is_object() && !Array::is_array(object) && !object.is_function();
    plain.then_some(())?;
    let fields = Object::entries(object.unchecked_ref()).into_iter().filter_map(|entry| {
        let entry: Array = entry.unchecked_into();
        Some((entry.get(0).as_string()?, entry.get(1))).filter(|(_, value)| !value.is_undefined())
    });
    Some(fields.collect())
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
        list.iter().map(|item| read_to(&item, deeper)).collect::<Option<_>>().map(Value::List)
    } else if let Some(date) = value.dyn_ref::<Date>() {
        read_number((date.get_time() / 1_000.0).floor())
    } else {
        let fields = fields(value)?.into_iter().map(|(name, field)| Some((name, read_to(&field, deeper)?)));
        fields.collect::<Option<_>>().map(Value::Object)
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
