//! Listeners in JavaScript: who they are is kept there, and what they are told is made here.

use std::cell::Cell;

use js_sys::Function;
use wasm_bindgen::JsValue;

use crate::config::invalid;
use crate::error::Error;
use crate::js::{error, state, sys};
use crate::messenger;
use crate::session::{News, Notice};

/// The loader's own events; the Messenger's are [`News`].
const EVENTS: [&str; 5] = ["statechange", "ready", "tokenrefresh", "signedout", "error"];

thread_local! {
    /// Whether what happens is told already.
    static TELLING: Cell<bool> = const { Cell::new(false) };
}

/// Calls `listener` whenever `event` happens; gives a function that ends that.
///
/// # Errors
/// [`Code::InvalidOption`](crate::Code::InvalidOption) for an event that never happens;
/// [`Code::UnsupportedEnvironment`](crate::Code::UnsupportedEnvironment) outside of a page.
pub(super) fn on(event: &str, listener: &Function) -> Result<JsValue, Error> {
    check(event)?;
    if !TELLING.get() {
        messenger::subscribe(tell)?.forever();
        TELLING.set(true);
    }
    let end = sys::add_listener(event, listener);
    // Last: a Messenger that is there says at once how many conversations are unread.
    if let Some(news) = News::KINDS.into_iter().find(|news| news.event() == event) {
        messenger::listen(news)?;
    }
    Ok(end)
}

fn check(event: &str) -> Result<(), Error> {
    let known = || EVENTS.into_iter().chain(News::KINDS.iter().map(News::event));
    if known().any(|known| known == event) {
        return Ok(());
    }
    let mut must = String::from("must be one of");
    for event in known() {
        must.push(' ');
        must.push_str(event);
    }
    Err(invalid("event", &must))
}

fn tell(notice: &Notice) {
    let now = || messenger::state().map_or(JsValue::UNDEFINED, |snapshot| state::snapshot(&snapshot));
    let (event, detail) = match notice {
        Notice::StateChange => ("statechange", now()),
        Notice::Ready(identity) => ("ready", state::session(identity)),
        Notice::TokenRefreshed => ("tokenrefresh", now()),
        Notice::SignedOut => ("signedout", JsValue::UNDEFINED),
        Notice::Error(error) => ("error", error::to_js(error.clone())),
        Notice::News(news) => (
            news.event(),
            match news {
                News::Unread(count) => (*count).into(),
                News::Show | News::Hide | News::EmailSupplied => JsValue::UNDEFINED,
            },
        ),
        Notice::UpdateWaits(_) => return,
    };
    sys::emit(event, &detail);
}
