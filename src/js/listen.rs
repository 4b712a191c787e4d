//! Listeners in JavaScript: who they are is kept there, and what they are told is made here.

use std::cell::Cell;

use js_sys::Function;
use wasm_bindgen::JsValue;

use crate::client;
use crate::core::config::invalid;
use crate::core::error::Error;
use crate::core::session::{News, Notice};
use crate::core::text::part;
use crate::js::{error, state, sys};

/// What is said of any other event. The loader's own begin behind four words; the Messenger's are [`News`].
const MUST: &str = "must be one of statechange ready tokenrefresh signedout error show hide unreadcountchange \
                    useremailsupplied";

/// The places of the loader's own in it.
const OWN: std::ops::Range<usize> = 4..9;

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
    let news = News::KINDS.iter().find(|news| news.event() == event);
    if news.is_none() && OWN.into_iter().all(|nth| part(MUST, b' ', nth) != event) {
        return Err(invalid("event", MUST));
    }
    if !TELLING.get() {
        client::subscribe(tell)?.forever();
        TELLING.set(true);
    }
    let end = sys::add_listener(event, listener);
    // Last: a Messenger that is there says at once how many conversations are unread.
    if let Some(news) = news {
        client::listen(news.clone())?;
    }
    Ok(end)
}

fn tell(notice: &Notice) {
    let now = || client::state().map_or(JsValue::UNDEFINED, |snapshot| state::snapshot(&snapshot));
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
