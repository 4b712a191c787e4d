//! Listeners in JavaScript.

use std::cell::Cell;

use js_sys::Function;
use wasm_bindgen::JsValue;

use crate::client;
use crate::core::config::invalid;
use crate::core::error::Error;
use crate::core::session::{MessengerEvent, SessionEvent};
use crate::core::text::part;
use crate::js::{error, state};
use crate::web::{
    self,
    object::{self, Arg::Js},
};

/// Error text for any other event. The loader's own begin after four words; the Messenger's are [`MessengerEvent`].
const MUST: &str = "must be one of statechange ready live tokenrefresh signedout error show hide unreadcountchange \
                    useremailsupplied";

/// Positions of the loader's own events in it.
const OWN: std::ops::Range<usize> = 4..10;

/// Calls `listener` for each `event`; returns a function that ends that.
///
/// # Errors
/// [`Code::InvalidOption`](crate::Code::InvalidOption) for an event that does not exist;
/// [`Code::UnsupportedEnvironment`](crate::Code::UnsupportedEnvironment) outside of a page.
pub(super) fn on(event: String, listener: Function) -> Result<JsValue, Error> {
    let news = MessengerEvent::KINDS.iter().find(|news| news.event() == event);
    if news.is_none() && OWN.into_iter().all(|nth| part(MUST, b' ', nth) != event) {
        return Err(invalid("event", MUST));
    }
    let subscription = client::subscribe(move |notice| {
        if name(notice) == event {
            // An exception of a listener is reported for its developer, and stops nothing.
            if let Err(thrown) = object::try_apply(&listener, &JsValue::UNDEFINED, &[Js(&detail(notice))]) {
                web::report(&thrown, false);
            }
        }
    })?;
    let subscription = Cell::new(Some(subscription));
    let end = web::function(move |_| drop(subscription.take()));
    // Last: a loaded Messenger calls back at once with the number of unread conversations.
    if let Some(news) = news {
        client::listen(news.clone())?;
    }
    Ok(end.into())
}

/// Name of an event; an empty text for one that is only logged.
const fn name(notice: &SessionEvent) -> &'static str {
    match notice {
        SessionEvent::StateChange => "statechange",
        SessionEvent::Ready(_) => "ready",
        SessionEvent::Live => "live",
        SessionEvent::TokenRefreshed => "tokenrefresh",
        SessionEvent::SignedOut => "signedout",
        SessionEvent::Error(_) => "error",
        SessionEvent::MessengerEvent(news) => news.event(),
        SessionEvent::UpdateWaits(_) => "",
    }
}

fn detail(notice: &SessionEvent) -> JsValue {
    match notice {
        SessionEvent::StateChange | SessionEvent::TokenRefreshed => {
            client::state().map_or(JsValue::UNDEFINED, |snapshot| state::snapshot(&snapshot))
        }
        SessionEvent::Ready(identity) => state::session(identity),
        SessionEvent::Error(error) => error::to_js(error.clone()),
        SessionEvent::MessengerEvent(MessengerEvent::Unread(count)) => (*count).into(),
        SessionEvent::MessengerEvent(_)
        | SessionEvent::Live
        | SessionEvent::SignedOut
        | SessionEvent::UpdateWaits(_) => JsValue::UNDEFINED,
    }
}
