//! What JavaScript calls. Each export translates its arguments and its result, and leaves the rest to the handle.

mod error;
mod options;
mod provider;
mod state;
mod value;

use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::*;

use crate::messenger;
use crate::session::Notice;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = include_str!("types.d.ts");

/// Loads the Messenger and signs in.
#[wasm_bindgen(unchecked_return_type = "Session")]
pub async fn boot(
    #[wasm_bindgen(unchecked_param_type = "BootOptions")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let config = options::read(&options).map_err(error::to_js)?;
    let identity = messenger::boot(Rc::new(config)).await.map_err(error::to_js)?;
    Ok(state::session(&identity))
}

/// Ends the session. It can be called at any time, and never rejects.
#[wasm_bindgen]
pub async fn shutdown() {
    messenger::shutdown().await;
}

/// Tells the Messenger that the route changed, to `url` or to the page's address.
#[wasm_bindgen(js_name = routeUpdate)]
pub async fn route_update(url: Option<String>) -> Result<(), JsValue> {
    messenger::route_update(url).await.map_err(error::to_js)
}

/// Fetches a new token now and goes on with it.
#[wasm_bindgen(js_name = refreshToken, unchecked_return_type = "Session")]
pub async fn refresh_token() -> Result<JsValue, JsValue> {
    let identity = messenger::refresh_token().await.map_err(error::to_js)?;
    Ok(state::session(&identity))
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
    let tell = move |notice: &Notice| {
        let Some(detail) = detail(&event, notice) else { return };
        // What a listener of the application's throws is for its developer to see, and stops nothing.
        if let Err(thrown) = listener.call1(&JsValue::UNDEFINED, &detail) {
            web_sys::console::error_1(&thrown);
        }
    };
    let subscription = messenger::subscribe(tell).map_err(error::to_js)?;
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
        _ => None,
    }
}
