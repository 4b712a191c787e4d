//! What the package's first file has begun before this module was there, and hands over with the first boot.

use std::cell::Cell;

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::BroadcastChannel;

use crate::core::config::{Credentials, JwtRequest};
use crate::web::caught::Caught as _;
use crate::web::fetch;

#[wasm_bindgen]
extern "C" {
    /// The object that the first file makes. Its members never throw.
    #[derive(Debug)]
    pub(crate) type Early;
    /// The run of script in which `boot` was called.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn turn(this: &Early) -> u32;
    /// A shutdown has been done without this module since the call.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn superseded(this: &Early) -> bool;
    /// The page has come back out of the back-forward cache since the call.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn restored(this: &Early) -> bool;
    /// A channel to the other tabs that is open already.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn channel(this: &Early) -> Option<BroadcastChannel>;
    /// What that channel has received.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn missed(this: &Early) -> Array;
    #[wasm_bindgen(method, getter)]
    fn request(this: &Early) -> Option<EarlyRequest>;

    /// A request of the token endpoint that is under way: a GET with cookies, and nothing else.
    #[derive(Debug)]
    pub(super) type EarlyRequest;
    /// Its absolute address.
    #[wasm_bindgen(method, getter, catch)]
    fn url(this: &EarlyRequest) -> Result<String, JsValue>;
    /// The promise of its response.
    #[wasm_bindgen(method, getter, catch)]
    fn response(this: &EarlyRequest) -> Result<JsValue, JsValue>;
    /// Somebody may have signed in or out since it was sent.
    #[wasm_bindgen(method, getter, catch)]
    fn outdated(this: &EarlyRequest) -> Result<bool, JsValue>;
}

/// An early request that the session may take, for as long as the boot is dispatched that it came with.
#[derive(Default)]
pub(super) struct Offer(Cell<Option<EarlyRequest>>);

/// What there is of an early request for one that is to be sent.
pub(super) enum Taken {
    /// The request has not been sent yet.
    Nothing,
    /// It has been sent, but its answer may be of another user, and caches may have kept that answer.
    Outdated,
    /// It has been sent; this is the promise of its response, and what aborts it.
    Sent {
        /// As `fetch` returned it.
        response: JsValue,
        /// The early request itself, which has a method `abort`.
        request: EarlyRequest,
    },
}

impl Offer {
    /// Offers the request that came with a boot.
    #[cfg(feature = "js")]
    pub(super) fn make(&self, early: &Early) {
        self.0.set(early.request());
    }

    /// Aborts the request if it was not taken: its answer is never used.
    #[cfg(feature = "js")]
    pub(super) fn withdraw(&self) {
        if let Some(request) = self.0.take() {
            abort(&request);
        }
    }

    /// Takes the request if it is what would be sent for `wanted`.
    pub(super) fn take_for(&self, wanted: &JwtRequest) -> Taken {
        let Some(request) = self.0.take() else { return Taken::Nothing };
        if !is_same(&request, wanted) {
            self.0.set(Some(request));
            return Taken::Nothing;
        }
        let response = request.response().caught();
        if let Some(response) = response.filter(|_| request.outdated() == Ok(false)) {
            return Taken::Sent { response, request };
        }
        abort(&request);
        Taken::Outdated
    }
}

fn is_same(request: &EarlyRequest, wanted: &JwtRequest) -> bool {
    wanted.method.eq_ignore_ascii_case("GET")
        && wanted.headers.is_empty()
        && wanted.body.is_none()
        && wanted.credentials == Credentials::Include
        && fetch::absolute(&wanted.url).is_ok_and(|url| request.url() == Ok(url))
}

#[wasm_bindgen]
extern "C" {
    /// A request, or a controller of one.
    pub(super) type Abortable;
    #[wasm_bindgen(method, catch, js_name = abort)]
    fn try_abort(this: &Abortable) -> Result<(), JsValue>;
}

/// Aborts a request by itself, or by its `AbortController`.
pub(super) fn abort(request: &JsValue) {
    request.unchecked_ref::<Abortable>().try_abort().caught();
}
