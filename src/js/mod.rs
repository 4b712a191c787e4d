//! What JavaScript calls. Each export translates its arguments and its result, and leaves the rest to the handle.

mod error;
mod options;
mod provider;
mod state;
mod value;

use std::rc::Rc;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::messenger;
use crate::session::{Event, Given, MethodCall, News, Notice, Outcome, Settle, Ticket};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = include_str!("types.d.ts");

/// Loads the Messenger and signs in.
#[wasm_bindgen(unchecked_return_type = "Promise<Session>")]
pub fn boot(#[wasm_bindgen(unchecked_param_type = "BootOptions")] options: JsValue) -> Promise {
    ask(options::read(&options), |config, ticket| Event::Boot { ticket, config: Rc::new(config) })
}

/// Ends the session. It can be called at any time, and never rejects.
#[wasm_bindgen(unchecked_return_type = "Promise<void>")]
pub fn shutdown() -> Promise {
    let (promise, settle) = deferred();
    // Where there is no page there is no session either.
    messenger::ask(Box::new(|_| settle(Ok(Given::Nothing))), |ticket| Event::Shutdown { ticket });
    promise
}

/// Tells the Messenger that the route changed, to `url` or to the page's address.
#[wasm_bindgen(js_name = routeUpdate, unchecked_return_type = "Promise<void>")]
pub fn route_update(url: Option<String>) -> Promise {
    let (promise, settle) = deferred();
    messenger::ask(settle, messenger::route(url));
    promise
}

/// Sends changed attributes, with the token attached for a user.
#[wasm_bindgen(unchecked_return_type = "Promise<void>")]
pub fn update(#[wasm_bindgen(unchecked_param_type = "Settings")] settings: JsValue) -> Promise {
    ask(value::settings(&settings), |settings, ticket| Event::Update { ticket, settings })
}

/// Calls one of the Messenger's own methods.
#[wasm_bindgen(unchecked_return_type = "Promise<any>")]
pub fn call(method: &str, arguments: &Array) -> Promise {
    ask(method_call(method, arguments), |call, ticket| Event::Call { ticket, call })
}

fn method_call(method: &str, arguments: &Array) -> Result<MethodCall, Error> {
    let arguments = arguments.iter().map(|argument| value::read(&argument)).collect::<Option<_>>();
    MethodCall::new(method, arguments.ok_or_else(|| value::cannot_send(method))?)
}

/// Fetches a new token now and goes on with it.
#[wasm_bindgen(js_name = refreshToken, unchecked_return_type = "Promise<Session>")]
pub fn refresh_token() -> Promise {
    let (promise, settle) = deferred();
    messenger::ask(settle, |ticket| Event::Refresh { ticket });
    promise
}

/// Checks the installation on this page.
#[wasm_bindgen(unchecked_return_type = "Promise<Diagnosis>")]
pub fn diagnose() -> Promise {
    let (promise, settle) = promise();
    messenger::diagnose(|found| settle(found.map(|diagnosis| state::diagnosis(&diagnosis))));
    promise
}

/// A promise for a call that the session answers, and what settles it.
fn deferred() -> (Promise, Settle) {
    let (promise, settle) = promise();
    (promise, Box::new(|outcome: Outcome| settle(outcome.map(|given| state::given(&given)))))
}

/// Brings what was read before the session; what cannot be read is an error without it.
fn ask<T>(read: Result<T, Error>, event: impl FnOnce(T, Ticket) -> Event) -> Promise {
    let (promise, settle) = deferred();
    match read {
        Ok(read) => messenger::ask(settle, |ticket| event(read, ticket)),
        Err(error) => settle(Err(error)),
    }
    promise
}

/// A promise, and what settles it. Promises are made by hand because each `async fn` that is exported brings an
/// executor's worth of code.
fn promise() -> (Promise, impl FnOnce(Result<JsValue, Error>)) {
    let mut functions = None;
    let promise = Promise::new(&mut |resolve, reject| functions = Some((resolve, reject)));
    let settle = move |outcome: Result<JsValue, Error>| {
        let Some((resolve, reject)) = functions else { return };
        let (function, value) = match outcome {
            Ok(value) => (resolve, value),
            Err(error) => (reject, error::to_js(error)),
        };
        // A promise's own functions do not throw.
        let _ = function.call1(&JsValue::UNDEFINED, &value);
    };
    (promise, settle)
}

/// The session's state, never with a token.
#[wasm_bindgen(js_name = state, unchecked_return_type = "MessengerState")]
pub fn current_state() -> Result<JsValue, JsValue> {
    messenger::state().map(|snapshot| state::snapshot(&snapshot)).map_err(error::to_js)
}

/// Calls `listener` whenever `event` happens, through shutdowns and boots. The function that it returns ends that.
#[wasm_bindgen(unchecked_return_type = "() => void")]
pub fn on(
    #[wasm_bindgen(unchecked_param_type = "keyof MessengerEvents")] event: String,
    #[wasm_bindgen(unchecked_param_type = "(detail: any) => void")] listener: Function,
) -> Result<JsValue, JsValue> {
    options::check_event(&event).map_err(error::to_js)?;
    let news = News::KINDS.into_iter().find(|news| news.event() == event);
    let tell = move |notice: &Notice| {
        let Some(detail) = detail(&event, notice) else { return };
        // What a listener of the application's throws is for its developer to see, and stops nothing.
        if let Err(thrown) = listener.call1(&JsValue::UNDEFINED, &detail) {
            web_sys::console::error_1(&thrown);
        }
    };
    let subscription = messenger::subscribe(tell).map_err(error::to_js)?;
    // Last: a Messenger that is there says at once how many conversations are unread.
    if let Some(news) = news {
        messenger::listen(news).map_err(error::to_js)?;
    }
    Ok(Closure::once_into_js(move || drop(subscription)))
}

/// What the listeners of `event` are told of `notice`; `None` when it is not theirs.
fn detail(event: &str, notice: &Notice) -> Option<JsValue> {
    match (event, notice) {
        ("statechange", Notice::StateChange) => {
            messenger::state().ok().map(|snapshot| state::snapshot(&snapshot))
        }
        ("ready", Notice::Ready(identity)) => Some(state::session(identity)),
        ("tokenrefresh", Notice::TokenRefreshed) => {
            messenger::state().ok().map(|snapshot| state::snapshot(&snapshot))
        }
        ("signedout", Notice::SignedOut) => Some(JsValue::UNDEFINED),
        ("error", Notice::Error(error)) => Some(error::to_js(error.clone())),
        (event, Notice::News(news)) if event == news.event() => Some(match news {
            News::Unread(count) => (*count).into(),
            News::Show | News::Hide | News::EmailSupplied => JsValue::UNDEFINED,
        }),
        _ => None,
    }
}

/// The loader's own module holds little memory; the standard allocator would be a tenth of its code.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
