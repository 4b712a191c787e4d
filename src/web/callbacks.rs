//! The functions that the Messenger calls back: one of each kind for as long as the page lives.

use std::cell::OnceCell;

use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use crate::session::{Event, News};
use crate::web::clock;
use crate::web::driver::tell;

#[derive(Default)]
pub(super) struct Callbacks([OnceCell<JsValue>; 4]);

impl Callbacks {
    /// The function for `news`.
    pub(super) fn of(&self, news: &News) -> Option<&JsValue> {
        let slot = self.0.get(usize::from(news.index()))?;
        Some(slot.get_or_init(|| {
            let news = news.clone();
            Closure::<dyn Fn(JsValue)>::new(move |detail: JsValue| {
                tell(Event::News(with_detail(&news, &detail)))
            })
            .into_js_value()
        }))
    }
}

/// What was called back for, with the number that came along.
fn with_detail(news: &News, detail: &JsValue) -> News {
    match news {
        News::Unread(_) => News::Unread(clock::whole(detail.as_f64().unwrap_or_default())),
        news => news.clone(),
    }
}
