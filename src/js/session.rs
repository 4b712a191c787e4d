//! Exports of the session. Each converts its arguments and its result, and leaves the rest to the handle.

use std::cell::Cell;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use crate::client;
use crate::core::error::{Code, Error};
use crate::core::session::{CallResult, CallValue, Event, Method, MethodCall, Settle, Ticket};
use crate::js::{listen, options, settle, state};
#[cfg(not(feature = "js-launcher"))]
use crate::web::launcher;
use crate::web::{Deferred, Early, Runtime, conversion, csp, early, error, object, turns};

thread_local! {
    /// The newest boot's options that were valid.
    static OPTIONS: Cell<JsValue> = const { Cell::new(JsValue::UNDEFINED) };
}

/// Uses `turn` for the number of the current run of script: calls of the same run have the same number. Code that
/// accepts calls before this module is loaded attaches its own counter, whose numbers then come with those calls.
#[wasm_bindgen]
pub fn attach(#[wasm_bindgen(unchecked_param_type = "() => number")] turn: Function) {
    turns::attach(turn);
}

/// Loads the module of the launchers with `import`, on demand.
#[cfg(not(feature = "js-launcher"))]
#[wasm_bindgen(js_name = attachLauncher)]
pub fn attach_launcher(
    #[wasm_bindgen(unchecked_param_type = "() => Promise<{ showLaunchers: Function }>")] import: Function,
) {
    launcher::attach(import);
}

/// Loads the Messenger and signs in. `early` is the state that was begun before this module was loaded.
#[wasm_bindgen(unchecked_return_type = "Promise<Session>")]
pub fn boot(
    #[wasm_bindgen(unchecked_param_type = "BootOptions")] options: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "object")] early: JsValue,
) -> Promise {
    let (promise, settle) = deferred();
    let early = early.is_object().then(|| Early(early));
    let superseded = early.as_ref().is_some_and(Early::superseded);
    let config = if superseded { Err(Code::BootSuperseded.into()) } else { options::read(&options) };
    if config.is_ok() {
        OPTIONS.with(|kept| kept.set(options));
    }
    match Runtime::of_page() {
        Ok(runtime) => runtime.boot(config, settle, early.as_ref()),
        Err(unsupported) => settle(Err(config.err().unwrap_or(unsupported))),
    }
    promise
}

/// Handles an event from the time before this module was loaded: another tab's message, or with none the page's return
/// from the back-forward cache.
#[wasm_bindgen(js_name = catchUp)]
pub fn catch_up(message: &JsValue) {
    early::catch_up(message);
}

/// Ends the session; with `leaves` on this page alone, where the user stays signed in. It can be called at any time,
/// and never rejects.
#[wasm_bindgen(unchecked_return_type = "Promise<void>")]
pub fn shutdown(#[wasm_bindgen(unchecked_optional_param_type = "boolean")] leaves: &JsValue) -> Promise {
    let (promise, settle) = deferred();
    let event =
        |ticket| if leaves.is_truthy() { Event::Leave { ticket } } else { Event::Shutdown { ticket } };
    // Without a page there is no session either.
    client::ask(Box::new(|_| settle(Ok(CallValue::Nothing))), event);
    promise
}

/// Notifies the Messenger of a route change, to `url` or to the page's address.
#[wasm_bindgen(js_name = routeUpdate, unchecked_return_type = "Promise<void>")]
pub fn route_update(#[wasm_bindgen(unchecked_optional_param_type = "string")] url: &JsValue) -> Promise {
    let (promise, settle) = deferred();
    client::ask(settle, client::route(object::text(url)));
    promise
}

/// Sends changed attributes, with the token attached for a user.
#[wasm_bindgen(unchecked_return_type = "Promise<void>")]
pub fn update(#[wasm_bindgen(unchecked_param_type = "Settings")] settings: JsValue) -> Promise {
    ask(conversion::settings(&settings), |settings, ticket| Event::Update { ticket, settings })
}

/// Calls one of the Messenger's own methods. Surplus arguments are ignored.
#[wasm_bindgen(unchecked_return_type = "Promise<any>")]
pub fn call(
    #[wasm_bindgen(unchecked_param_type = "string")] method: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "any[]")] arguments: &JsValue,
) -> Promise {
    ask(method_call(method, arguments), |call, ticket| Event::Call { ticket, call })
}

fn method_call(method: &JsValue, arguments: &JsValue) -> Result<MethodCall, Error> {
    let method = Method::named(&object::text(method).unwrap_or_default())?;
    MethodCall::of(method, conversion::arguments(method, arguments)?)
}

/// Fetches a new token now and continues with it. `turn` is the run of script of the call, where that was earlier.
#[wasm_bindgen(js_name = refreshToken, unchecked_return_type = "Promise<Session>")]
pub fn refresh_token(#[wasm_bindgen(unchecked_optional_param_type = "number")] turn: &JsValue) -> Promise {
    let (promise, settle) = deferred();
    let turn = (!turn.is_undefined()).then(|| object::number(turn));
    client::ask_in(turn, settle, |ticket| Event::Refresh { ticket });
    promise
}

/// A promise for a call that the session settles, and its settle function.
#[inline(never)]
fn deferred() -> (Promise, Settle) {
    let deferred = Deferred::new();
    let promise = deferred.promise();
    (
        promise,
        Box::new(move |outcome: CallResult| settle(&deferred, outcome.map(|given| state::given(&given)))),
    )
}

/// Dispatches a call with valid arguments to the session; invalid ones are an error without it.
fn ask<T>(read: Result<T, Error>, event: impl FnOnce(T, Ticket) -> Event) -> Promise {
    let (promise, settle) = deferred();
    match read {
        Ok(read) => client::ask(settle, |ticket| event(read, ticket)),
        Err(error) => settle(Err(error)),
    }
    promise
}

/// The session's state, never with a token. Undefined outside of a page.
#[wasm_bindgen(js_name = state, unchecked_return_type = "MessengerState")]
pub fn current_state() -> JsValue {
    client::state().map(|snapshot| state::snapshot(&snapshot)).unwrap_or_default()
}

/// Calls `listener` for each `event`, through shutdowns and boots. The returned function ends that.
#[wasm_bindgen(unchecked_return_type = "() => void")]
pub fn on(
    #[wasm_bindgen(unchecked_param_type = "keyof MessengerEvents")] event: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "(detail: any) => void")] listener: Function,
) -> Result<JsValue, JsValue> {
    listen::on(object::text(event).unwrap_or_default(), listener).map_err(error::to_js)
}

/// Facts for a diagnosis: `{options, state, violations}`, the options of the newest boot, the session, and the
/// violations of the page's Content-Security-Policy since it began.
#[wasm_bindgen(unchecked_return_type = "object")]
pub fn observed() -> JsValue {
    let observed = object::of_json("{}");
    let options = OPTIONS.take();
    object::set(&observed, "options", &options);
    OPTIONS.with(|kept| kept.set(options));
    object::set(&observed, "state", &current_state());
    object::set(&observed, "violations", &csp::violations().into());
    observed
}
