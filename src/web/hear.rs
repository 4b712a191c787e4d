//! Events that JavaScript beside this file reports by numbers.

use wasm_bindgen::JsValue;

use crate::core::session::{Event, Generation, News, WidgetOutcome};
use crate::web::clock::whole;
use crate::web::driver::Driver;
use crate::web::{fetch, promise, token_request};

/// Brings before the session what JavaScript reports.
pub(super) fn hear(what: u32, number: u32, detail: JsValue, more: JsValue) {
    let Some(driver) = Driver::get() else { return };
    let generation = Generation::of(number);
    driver.dispatch(match what {
        5 => Event::Due { generation, open: detail.is_truthy() },
        6 => Event::Widget { generation, outcome: outcome(count(&detail)) },
        7 => match news(number, &detail) {
            Some(news) => Event::News(news),
            None => return,
        },
        10 => return token_request::end(number, fetch::reply(detail, more)),
        11 => return promise::settled(number, detail.is_truthy(), more),
        _ => return,
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
    let news = News::KINDS.into_iter().find(|news| u32::from(news.index()) == kind)?;
    Some(if let News::Unread(_) = news { News::Unread(count(detail)) } else { news })
}
