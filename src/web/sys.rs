//! Raw bindings: to the JavaScript beside this file, which does on the page what a page's own language says shortest,
//! and to what `web-sys` has for a window only. None of the functions throws.

use js_sys::Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/web/bindings.js")]
extern "C" {
    /// `hear` is told of everything that happens on the page, from now on.
    #[wasm_bindgen(js_name = hearWith)]
    pub(super) fn hear_with(hear: &Closure<dyn Fn(u32, u32, JsValue, JsValue)>);
    #[wasm_bindgen(js_name = hasPage)]
    pub(super) fn has_page() -> bool;
    pub(super) fn uptime() -> f64;
    /// The run of script that is under way.
    pub(super) fn turn() -> u32;
    pub(super) fn here() -> String;
    #[wasm_bindgen(js_name = watchLife)]
    pub(super) fn watch_life();
    pub(super) fn arm(timer: u32, generation: u32, after: f64);
    pub(super) fn disarm(timer: u32);
    #[wasm_bindgen(js_name = openTabs)]
    pub(super) fn open_tabs(name: &str);
    #[wasm_bindgen(js_name = tellTabs)]
    pub(super) fn tell_tabs(name: &str, text: &str);
    #[wasm_bindgen(js_name = readNote)]
    pub(super) fn read_note(app_id: &str) -> String;
    #[wasm_bindgen(js_name = writeNote)]
    pub(super) fn write_note(app_id: &str, note: &str);
    #[wasm_bindgen(js_name = forgetNotes)]
    pub(super) fn forget_notes();
    #[wasm_bindgen(js_name = expireCookies)]
    pub(super) fn expire_cookies(app_id: &str);
    /// Workspaces of the Messenger's cookies.
    #[wasm_bindgen(js_name = cookieWorkspaces)]
    pub(super) fn cookie_workspaces() -> Array;
    #[wasm_bindgen(js_name = watchRoutes)]
    pub(super) fn watch_routes();
    #[wasm_bindgen(js_name = stopRoutes)]
    pub(super) fn stop_routes();
    /// Tells once, later, with `id`, whether a promise was rejected, and what came of it.
    #[cfg(feature = "js")]
    #[wasm_bindgen(js_name = whenSettled)]
    pub(super) fn when_settled(id: u32, value: &JsValue);
}

/// Files that those above import, for Rust would import too many: see ARCHITECTURE.md. Being named here they come along.
macro_rules! comes_along {
    ($($file:literal has $name:ident,)*) => {$(
        #[wasm_bindgen(module = $file)]
        extern "C" {
            fn $name();
        }
    )*};
}

comes_along! {
    "/src/web/cookies.js" has read_note_here,
    "/src/web/dom.js" has own_here,
    "/src/web/guard.js" has guard_here,
    "/src/web/tags.js" has serves_here,
    "/src/web/load.js" has load_script_here,
    "/src/web/messenger.js" has messenger_here,
    "/src/web/page.js" has page_here,
}

#[wasm_bindgen(module = "/src/web/bindings.js")]
extern "C" {
    #[wasm_bindgen(js_name = watchPolicy)]
    pub(super) fn watch_policy();
    /// Directives and hosts that the page's policy has forbidden.
    #[wasm_bindgen(js_name = seenViolations)]
    pub(super) fn seen_violations() -> String;
    /// Addresses of the widget's script tags on the page, this one's among them where it is not empty.
    #[wasm_bindgen(js_name = widgetTags)]
    pub(super) fn widget_tags(url: &str) -> Array;
    pub(super) fn preload(url: &str, nonce: &str);
    #[wasm_bindgen(js_name = loadScript)]
    pub(super) fn load_script(generation: u32, url: &str, nonce: &str);
    #[wasm_bindgen(js_name = removeScript)]
    pub(super) fn remove_script(url: &str);
    #[wasm_bindgen(js_name = letGo)]
    pub(super) fn let_go();
    /// Tells with `id` when `limit` milliseconds are over, unless the request has ended before.
    #[wasm_bindgen(js_name = beginRequest)]
    pub(super) fn begin_request(id: u32, limit: f64);
    #[wasm_bindgen(js_name = endRequest)]
    pub(super) fn end_request(id: u32);
    /// Tells once, later, with `id`: a response and its text (undefined where it is longer than a token's answer may be), or
    /// undefined and what went wrong.
    pub(super) fn send(
        id: u32,
        url: &str,
        method: &str,
        headers: &str,
        body: Option<&str>,
        credentials: &str,
        fresh: bool,
    );
}

#[wasm_bindgen(module = "/src/web/bindings.js")]
extern "C" {
    #[wasm_bindgen(js_name = isLive)]
    pub(super) fn is_live() -> bool;
    /// `window.intercomSettings`; undefined where there is none, or none that can be read.
    pub(super) fn settings() -> JsValue;
    #[wasm_bindgen(js_name = holdsBoot)]
    pub(super) fn holds_boot() -> bool;
    #[wasm_bindgen(js_name = installStub)]
    pub(super) fn install_stub();
    #[wasm_bindgen(js_name = callMessenger)]
    pub(super) fn call_messenger(method: &str, given: &str, exclusive: bool) -> JsValue;
    #[wasm_bindgen(js_name = callBack)]
    pub(super) fn call_back(method: &str, kind: u32);
    #[wasm_bindgen(js_name = withdrawShutdown)]
    pub(super) fn withdraw_shutdown();
    #[wasm_bindgen(js_name = emptyQueue)]
    pub(super) fn empty_queue();
    #[wasm_bindgen(js_name = forgetSettings)]
    pub(super) fn forget_settings();
    #[wasm_bindgen(js_name = awaitLoad)]
    pub(super) fn await_load(generation: u32, idle: bool);
    /// `settings` are attributes as JSON.
    #[wasm_bindgen(js_name = awaitClick)]
    pub(super) fn await_click(generation: u32, url: &str, settings: &str);
    #[wasm_bindgen(js_name = endWait)]
    pub(super) fn end_wait();
    #[wasm_bindgen(js_name = isSpared)]
    pub(super) fn is_spared() -> bool;
}
