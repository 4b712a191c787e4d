//! What the package's first file has begun before this module was there, and hands over with the boot.

use std::cell::Cell;

use wasm_bindgen::JsValue;

use crate::core::config::{Credentials, JwtRequest};
#[cfg(feature = "js-session")]
use crate::core::last_user::LastUser;
#[cfg(feature = "js-session")]
use crate::core::session::Called;
use crate::web::{fetch, object};
#[cfg(feature = "js-session")]
use crate::web::{page_events, tabs};

/// The object that the first file makes. Its members never throw.
#[cfg(feature = "js-session")]
#[derive(Debug)]
pub(crate) struct Early(pub(crate) JsValue);

#[cfg(feature = "js-session")]
impl Early {
    /// The run of script in which `boot` was called.
    pub(crate) fn turn(&self) -> u32 {
        object::number(&object::get(&self.0, "turn"))
    }

    /// A shutdown has been done without this module since the call.
    pub(crate) fn superseded(&self) -> bool {
        object::is_set(&self.0, "superseded")
    }

    /// A shutdown has once been done without this module: caches may have kept what was answered to the user before.
    pub(crate) fn past_caches(&self) -> bool {
        object::is_set(&self.0, "pastCaches")
    }

    /// What stood at the call.
    pub(crate) fn called(&self) -> Called {
        let noted = object::text_of(&self.0, "noted").unwrap_or_default();
        Called { last_user: LastUser::parse(&noted) }
    }

    /// A channel to the other tabs that is open already.
    pub(crate) fn channel(&self) -> Option<JsValue> {
        Some(object::get(&self.0, "channel")).filter(JsValue::is_object)
    }

    /// A request of the token endpoint that is under way, `{url, response, abort()}`: a GET with cookies, and nothing
    /// else. Undefined where there is none.
    fn request(&self) -> JsValue {
        let request = object::get(&self.0, "request");
        if request.is_object() { request } else { JsValue::UNDEFINED }
    }
}

/// Reports what has happened while this module was on its way: what another tab has sent, or that the page has come back
/// out of the back-forward cache.
#[cfg(feature = "js-session")]
pub(crate) fn catch_up(message: &JsValue) {
    if message.is_undefined() {
        page_events::report_restored();
    } else {
        tabs::receive(message);
    }
}

/// An early request that the session may take, for as long as the boot is dispatched that it came with.
#[derive(Default)]
pub(super) struct Offer(Cell<JsValue>);

/// An early request that was taken.
pub(super) struct Taken {
    /// As `fetch` returned it.
    pub(super) response: JsValue,
    /// The early request itself, which has a method `abort`.
    pub(super) request: JsValue,
}

impl Offer {
    /// Offers the request that came with a boot.
    #[cfg(feature = "js-session")]
    pub(super) fn make(&self, early: &Early) {
        self.0.set(early.request());
    }

    /// Aborts the request if it was not taken: its answer is never used.
    #[cfg(feature = "js-session")]
    pub(super) fn withdraw(&self) {
        abort(&self.0.take());
    }

    /// Takes the request if it is what would be sent for `wanted`.
    pub(super) fn take_for(&self, wanted: &JwtRequest) -> Option<Taken> {
        let request = self.0.take();
        if request.is_undefined() || !is_same(&request, wanted) {
            self.0.set(request);
            return None;
        }
        let response = object::get(&request, "response");
        Some(Taken { response, request })
    }
}

fn is_same(request: &JsValue, wanted: &JwtRequest) -> bool {
    wanted.method.eq_ignore_ascii_case("GET")
        && wanted.headers.is_empty()
        && wanted.body.is_none()
        && wanted.credentials == Credentials::Include
        && fetch::absolute(&wanted.url).is_some_and(|url| object::get(request, "url") == url.as_str())
}

/// Aborts a request by itself, or by its `AbortController`; nothing for what is undefined.
pub(super) fn abort(request: &JsValue) {
    object::run(request, "abort", &[]);
}
