//! The browser's clocks and dice.

use crate::core::schedule::Millis;
use crate::core::session::{Now, Page};
use crate::web::sys;

/// Time and chance at this moment, for what happens in this run of script, and `page` beside them.
pub(super) fn now(turn: u32, page: Page) -> Now {
    Now { unix: unix(), uptime: millis(sys::uptime()), random: random(), turn, page }
}

/// The device's clock, in milliseconds since 1970.
pub(super) fn unix() -> Millis {
    millis(js_sys::Date::now())
}

/// When an HTTP date is; `None` for text that is no date.
pub(super) fn parse_date(text: &str) -> Option<Millis> {
    let time = js_sys::Date::parse(text);
    time.is_finite().then(|| millis(time))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "parts of a millisecond do not matter, and `as` saturates"
)]
pub(super) const fn millis(time: f64) -> Millis {
    time as Millis
}

fn random() -> u32 {
    whole(js_sys::Math::random() * 4_294_967_296.0)
}

/// A whole number as JavaScript has it: exact up to 2⁵³.
#[expect(clippy::cast_precision_loss, reason = "JavaScript has no other numbers")]
pub(super) const fn as_js(number: i64) -> f64 {
    number as f64
}

/// The whole part of a number, as near as a `u32` comes to it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates")]
pub(super) const fn whole(number: f64) -> u32 {
    number as u32
}
