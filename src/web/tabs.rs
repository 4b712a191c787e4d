//! The other tabs of this origin, through a `BroadcastChannel`. Any script of the origin can send messages, so they are
//! parsed and never trusted.

use std::cell::Cell;

use wasm_bindgen::JsValue;

use crate::core::session::Event;
use crate::core::tabs::{CHANNEL, TabMessage};
use crate::web::cells;
use crate::web::object::{self, Arg::Text};
use crate::web::page_events::report;
use crate::web::{dom, global};

/// The channel to the other tabs, opened once.
#[derive(Default)]
pub(super) struct Tabs(Cell<State>);

#[derive(Clone, Default)]
enum State {
    #[default]
    Closed,
    Open(JsValue),
    /// The browser denies this page a channel.
    Denied,
}

impl Tabs {
    /// Listens to the other tabs from now on.
    pub(super) fn open(&self) {
        if matches!(self.state(), State::Closed) {
            let state =
                global::construct("BroadcastChannel", &[Text(CHANNEL)]).map_or(State::Denied, State::Open);
            self.start(state);
        }
    }

    /// Takes over an open channel; closes it if there is one already.
    #[cfg(feature = "js-session")]
    pub(super) fn adopt(&self, channel: JsValue) {
        if let State::Open(own) = self.state() {
            if own != channel {
                object::run(&channel, "close", &[]);
            }
            return;
        }
        self.start(State::Open(channel));
    }

    /// The current state: nothing is borrowed while page code runs.
    fn state(&self) -> State {
        cells::copy(&self.0)
    }

    fn start(&self, state: State) {
        if let State::Open(channel) = &state {
            let listener = dom::function(|event| receive(&object::get(&event, "data")));
            object::set(channel, "onmessage", &listener);
        }
        self.0.set(state);
    }

    /// Sends a message to every other tab.
    pub(super) fn send(&self, message: &TabMessage) {
        self.open();
        if let State::Open(channel) = self.state() {
            object::run(&channel, "postMessage", &[Text(&message.to_text())]);
        }
    }
}

/// Reports another tab's message, if this loader would have sent it.
pub(super) fn receive(data: &JsValue) {
    if let Some(message) = object::text(data).as_deref().and_then(TabMessage::parse) {
        report(Event::Tab(message));
    }
}
