//! State that the package's first file has begun before this module was loaded, and passes with the boot.

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

/// Object of the first file. Its members never throw.
#[cfg(feature = "js-session")]
#[derive(Debug)]
pub(crate) struct Early(pub(crate) JsValue);

#[cfg(feature = "js-session")]
impl Early {
    /// The run of script in which `boot` was called.
    pub(crate) fn turn(&self) -> u32 {
        object::number(&object::get(&self.0, "turn"))
    }

    /// Whether a shutdown has been done without this module since the call.
    pub(crate) fn superseded(&self) -> bool {
        object::is_set(&self.0, "superseded")
    }

    /// Whether a shutdown has ever been done without this module: caches may hold answers to the earlier user.
    pub(crate) fn past_caches(&self) -> bool {
        object::is_set(&self.0, "pastCaches")
    }

    /// State at the time of the call.
    pub(crate) fn called(&self) -> Called {
        let noted = object::text_of(&self.0, "noted").unwrap_or_default();
        Called { last_user: LastUser::parse(&noted) }
    }

    /// A channel to the other tabs that is already open.
    pub(crate) fn channel(&self) -> Option<JsValue> {
        Some(object::get(&self.0, "channel")).filter(JsValue::is_object)
    }

    /// A request to the token endpoint that is under way, `{url, response, abort()}`: a GET with cookies, and nothing
    /// else. Undefined where there is none.
    fn request(&self) -> JsValue {
        let request = object::get(&self.0, "request");
        if request.is_object() { request } else { JsValue::UNDEFINED }
    }
}

/// Reports an event from the time before this module was loaded: another tab's message, or the page's return from the
/// back-forward cache.
#[cfg(feature = "js-session")]
pub(crate) fn catch_up(message: &JsValue) {
    if message.is_undefined() {
        page_events::report_restored();
    } else {
        tabs::receive(message);
    }
}

/// An early request that the session may use while the boot that it came with is dispatched.
#[derive(Default)]
pub(super) struct Offer(Cell<JsValue>);

/// An early request in use.
pub(super) struct Taken {
    /// Return value of `fetch`.
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

    /// Aborts the request if it was not used: its answer is never needed.
    #[cfg(feature = "js-session")]
    pub(super) fn withdraw(&self) {
        abort(&self.0.take());
    }

    /// Takes the request if it equals the one that `wanted` would send.
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

/// Aborts a request by its own method, or by its `AbortController`; nothing for an undefined one.
pub(super) fn abort(request: &JsValue) {
    object::run(request, "abort", &[]);
}
