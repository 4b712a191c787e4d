//! The other tabs of this site.

use std::cell::OnceCell;

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use crate::session::Event;
use crate::tabs::{CHANNEL, TabMessage};
use crate::web::driver::tell;
use crate::web::listener::Listener;

/// The channel to them, opened when it is first needed; `None` where the browser gives no page like this one a channel.
#[derive(Default)]
pub(super) struct Tabs(OnceCell<Option<(BroadcastChannel, Listener)>>);

impl Tabs {
    /// Listens from now on.
    pub(super) fn listen(&self) {
        self.0.get_or_init(open);
    }

    /// Tells every other tab.
    pub(super) fn tell(&self, message: &TabMessage) {
        if let Some((channel, _)) = self.0.get_or_init(open) {
            let _ = channel.post_message(&JsValue::from_str(&message.to_text()));
        }
    }
}

fn open() -> Option<(BroadcastChannel, Listener)> {
    let channel = BroadcastChannel::new(CHANNEL).ok()?;
    let heard = |event: web_sys::Event| {
        let event: MessageEvent = event.unchecked_into();
        // Any script of this site can send here.
        if let Some(message) = event.data().as_string().as_deref().and_then(TabMessage::parse) {
            tell(Event::Tab(message));
        }
    };
    let listener = Listener::new(&channel, "message", Box::new(heard));
    Some((channel, listener))
}
