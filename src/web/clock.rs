//! The browser's clocks and its random numbers.

use crate::core::schedule::Millis;
use crate::core::session::{Env, Page};
use crate::web::global;
use crate::web::object::{self, Arg, Arg::Text};

/// Current time and randomness, for an event of this run of script, together with `page`.
pub(super) fn now(turn: u32, page: Page) -> Env {
    let uptime = millis(number("performance", "now", &[]));
    Env { unix: unix(), uptime, random: random(), turn, page }
}

/// The device's clock, in milliseconds since 1970.
pub(super) fn unix() -> Millis {
    millis(number("Date", "now", &[]))
}

/// The time of an HTTP date; `None` for text that is no date.
pub(super) fn parse_date(text: &str) -> Option<Millis> {
    let time = number("Date", "parse", &[Text(text)]);
    time.is_finite().then(|| millis(time))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "parts of a millisecond do not matter, and `as` saturates"
)]
pub(super) const fn millis(time: f64) -> Millis {
    time as Millis
}

/// Number returned by a function of a global; 0 where it throws.
#[inline(never)]
fn number(global: &str, method: &str, arguments: &[Arg<'_>]) -> f64 {
    object::call(&global::get(global), method, arguments).as_f64().unwrap_or_default()
}

fn random() -> u32 {
    object::whole(number("Math", "random", &[]) * 4_294_967_296.0)
}
