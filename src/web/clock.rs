//! The browser's clocks and its random numbers.

use wasm_bindgen::prelude::*;

use crate::core::schedule::Millis;
use crate::core::session::{Now, Page};
use crate::web::caught::Caught as _;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Date, js_name = now)]
    fn date_now() -> Result<f64, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Date)]
    fn parse(text: &str) -> Result<f64, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Math, js_name = random)]
    fn math_random() -> Result<f64, JsValue>;
    #[wasm_bindgen(catch, js_namespace = performance, js_name = now)]
    fn performance_now() -> Result<f64, JsValue>;
}

/// Time and randomness at this moment, for an event of this run of script, and `page` beside them.
pub(super) fn now(turn: u32, page: Page) -> Now {
    let uptime = millis(performance_now().caught().unwrap_or_default());
    Now { unix: unix(), uptime, random: random(), turn, page }
}

/// The device's clock, in milliseconds since 1970.
pub(super) fn unix() -> Millis {
    millis(date_now().caught().unwrap_or_default())
}

/// The time of an HTTP date; `None` for text that is no date.
pub(super) fn parse_date(text: &str) -> Option<Millis> {
    parse(text).caught().filter(|time| time.is_finite()).map(millis)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "parts of a millisecond do not matter, and `as` saturates"
)]
pub(super) const fn millis(time: f64) -> Millis {
    time as Millis
}

fn random() -> u32 {
    whole(math_random().caught().unwrap_or_default() * 4_294_967_296.0)
}

/// A whole number as JavaScript has it: exact up to 2⁵³.
#[expect(clippy::cast_precision_loss, reason = "JavaScript has no other numbers")]
pub(crate) const fn as_js(number: i64) -> f64 {
    number as f64
}

/// The whole part of a number, as near as a `u32` comes to it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates")]
pub(super) const fn whole(number: f64) -> u32 {
    number as u32
}
