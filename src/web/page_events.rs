//! What the page says of itself, as the session understands it.

use wasm_bindgen::JsValue;

use crate::core::session::{Event, Generation, News, Timer, Wake, WidgetOutcome};
use crate::core::tabs::TabMessage;
use crate::web::clock::whole;
use crate::web::driver::Driver;
use crate::web::object::text;
use crate::web::{fetch, promise, token_request};

/// The timers, by their places: in the order of their declaration.
pub(super) const TIMERS: [Timer; 5] =
    [Timer::TokenRetry, Timer::WidgetRetry, Timer::WidgetTimeout, Timer::Update, Timer::Refresh];

/// A timer's place.
pub(super) const fn place(timer: Timer) -> u32 {
    timer as u32
}

/// Brings before the session what `page.js` has told. Detail from elsewhere is checked.
pub(super) fn hear(what: u32, number: u32, detail: JsValue, more: JsValue) {
    let Some(driver) = Driver::get() else { return };
    let generation = Generation::of(number);
    driver.dispatch(match what {
        0 => Event::PageHidden,
        1 => Event::Wake(Wake::Looked),
        2 => Event::Wake(Wake::Online),
        3 => {
            driver.dispatch(Event::PageShown);
            Event::Wake(Wake::Restored)
        }
        4 => Event::Route { ticket: None, url: driver.url() },
        5 => Event::Due { generation, open: detail == true },
        6 => Event::Widget { generation, outcome: outcome(count(&detail)) },
        7 => match news(number, &detail) {
            Some(news) => Event::News(news),
            None => return,
        },
        8 => match text(&detail).as_deref().and_then(TabMessage::parse) {
            Some(message) => Event::Tab(message),
            None => return,
        },
        10 => return token_request::end(number, fetch::reply(detail, more)),
        11 => return promise::settled(number, detail == true, more),
        _ => match TIMERS.get(count(&detail) as usize).copied() {
            Some(timer) => Event::Timer { generation, timer },
            None => return,
        },
    });
}

fn count(detail: &JsValue) -> u32 {
    whole(detail.as_f64().unwrap_or_default())
}

const fn outcome(number: u32) -> WidgetOutcome {
    match number {
        0 => WidgetOutcome::Ready,
        1 => WidgetOutcome::Errored,
        2 => WidgetOutcome::BlockedByCsp,
        _ => WidgetOutcome::Invalid,
    }
}

/// What was called back for, with the number that came along.
fn news(kind: u32, detail: &JsValue) -> Option<News> {
    let news = News::KINDS.get(kind as usize)?;
    Some(if let News::Unread(_) = news { News::Unread(count(detail)) } else { news.clone() })
}
