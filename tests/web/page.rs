//! The page of the tests, and functions that reset it for each of them.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use intercom_messenger_loader::{Attributes, Config, Error, Identity, Messenger};

/// The workspace of every test.
pub(crate) const APP: &str = "abc12345";

/// An address that refuses connections.
pub(crate) const REFUSES: &str = "http://127.0.0.1:1/";

#[wasm_bindgen(module = "/tests/web/page.js")]
extern "C" {
    pub(crate) fn live_messenger();
    pub(crate) fn told() -> Vec<String>;
    pub(crate) fn found_settings() -> Vec<String>;
    fn forget_calls();
    #[wasm_bindgen(catch)]
    fn run(source: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(catch)]
    fn value_of(source: &str) -> Result<String, JsValue>;
    pub(crate) fn queued() -> Vec<String>;
    pub(crate) fn wrap_fetch(source: &str);
    pub(crate) fn seen_requests() -> Vec<String>;
    pub(crate) fn jitter(share: f64);
    pub(crate) fn uptime() -> f64;
    pub(crate) fn scripts_of(path: &str) -> usize;
    pub(crate) fn inserted_scripts() -> usize;
    pub(crate) fn widget_arrives();
    pub(crate) fn silence_scripts();
    pub(crate) fn fail_scripts(path: &str);
    fn script_failure() -> Promise;
    pub(crate) fn listen_to_console();
    pub(crate) fn console_text() -> String;
    pub(crate) fn token(user_id: &str, expires_at: f64) -> String;
    pub(crate) fn cookie_names() -> Vec<String>;
    pub(crate) fn settings_are_gone() -> bool;
    pub(crate) fn this_file() -> String;
    fn turn() -> Promise;
    fn limit(time: f64) -> Promise;
    fn clean(path: &str);
}

/// A visitor's configuration, whose widget cannot be loaded.
pub(crate) fn config() -> Config {
    let mut config = Config::new(APP).unwrap();
    config.widget_url = Some(REFUSES.to_owned());
    // Frames of other tests are other tabs, and their messages arrive after they are gone.
    config.sync_tabs = false;
    config
}

/// Starts a test: no session, no Messenger, no state of an earlier test. The loader knows only that it has shut down
/// the Messenger of this page.
pub(crate) async fn fresh() {
    live_messenger();
    settled(Messenger::new(config()).shutdown()).await;
    clean(REFUSES);
    until("scripts of an earlier test have ended", || scripts_of(REFUSES) == 0).await;
    assert!(cookie_names().is_empty(), "cookies of an earlier test are left");
}

/// A fresh page with a Messenger on it.
pub(crate) async fn fresh_with_messenger() {
    fresh().await;
    live_messenger();
}

/// Runs page code.
pub(crate) fn page_code(source: &str) {
    run(source).unwrap();
}

/// The value of an expression in page code, as JSON.
pub(crate) fn value(source: &str) -> String {
    value_of(source).unwrap()
}

/// Calls of the Messenger since the last check.
pub(crate) fn told_now() -> Vec<String> {
    let told = told();
    forget_calls();
    told
}

/// JSON of a call with one object.
pub(crate) fn call(method: &str, fields: &str) -> String {
    format!("[\"{method}\",{{{fields}}}]")
}

/// The call that boots a visitor.
pub(crate) fn visitor_boot() -> String {
    call("boot", &format!("\"app_id\":\"{APP}\""))
}

/// The call that boots the token's user.
pub(crate) fn user_boot(token: &str) -> String {
    call("boot", &format!("\"app_id\":\"{APP}\",\"intercom_user_jwt\":\"{token}\""))
}

/// The call that ends a session.
pub(crate) const SHUTDOWN: &str = "[\"shutdown\"]";

/// Starts a call of the loader at once, and waits for its end when the result is awaited.
pub(crate) fn begin<T: 'static>(call: impl Future<Output = T> + 'static) -> impl Future<Output = T> {
    let mut call: Pin<Box<dyn Future<Output = T>>> = Box::pin(call);
    let first = call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    async move {
        match first {
            Poll::Ready(value) => value,
            Poll::Pending => settled(call).await,
        }
    }
}

/// Calls `boot` at once.
pub(crate) fn begin_boot(messenger: &Messenger) -> impl Future<Output = Result<Identity, Error>> + use<> {
    let messenger = messenger.clone();
    begin(async move { messenger.boot().await })
}

/// Calls `update` at once.
pub(crate) fn begin_update(
    messenger: &Messenger,
    settings: Attributes,
) -> impl Future<Output = Result<(), Error>> + use<> {
    let messenger = messenger.clone();
    begin(async move { messenger.update(settings).await })
}

/// Calls `shutdown` at once.
pub(crate) fn begin_shutdown(messenger: &Messenger) -> impl Future<Output = ()> + use<> {
    let messenger = messenger.clone();
    begin(async move { messenger.shutdown().await })
}

/// Boots and waits for the result; fails if there is none.
pub(crate) async fn boot(config: Config) -> Result<Identity, Error> {
    settled(Messenger::new(config).boot()).await
}

/// Time that a test waits for one thing, in milliseconds.
pub(crate) const LIMIT: f64 = 12_000.0;

/// Waits for a future; fails if it does not complete.
pub(crate) async fn settled<T>(future: impl Future<Output = T>) -> T {
    settled_within(LIMIT, future).await
}

/// Waits for a future; fails if it does not complete in this time, in milliseconds.
pub(crate) async fn settled_within<T>(time: f64, future: impl Future<Output = T>) -> T {
    let (mut future, mut limit) = (pin!(future), pin!(JsFuture::from(limit(time))));
    let ended = poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => limit.as_mut().poll(context).map(|_| None),
    });
    ended.await.expect("a call never settles")
}

/// Waits for a condition; fails if it does not become true.
pub(crate) async fn until(what: &str, is: impl Fn() -> bool) {
    let (mut late, mut limit) = (false, pin!(JsFuture::from(limit(LIMIT))));
    while !is() {
        assert!(!late, "never happens: {what}");
        turns(1).await;
        late = poll_fn(|context| Poll::Ready(limit.as_mut().poll(context).is_ready())).await;
    }
}

/// Runs everything that is ready, and its consequences.
pub(crate) async fn turns(count: usize) {
    for _ in 0..count {
        JsFuture::from(turn()).await.unwrap();
    }
}

/// Waits for a script on the page to fail.
pub(crate) async fn a_script_fails() {
    settled(JsFuture::from(script_failure())).await.unwrap();
}
