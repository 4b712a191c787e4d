//! The page that the tests run in, and how it is made clean for each of them.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use intercom_messenger_loader::{Attributes, Config, Error, Identity, Messenger};

/// The workspace of every test.
pub(crate) const APP: &str = "abc12345";

/// An address that refuses.
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
    fn limit() -> Promise;
    fn clean(path: &str);
}

/// A visitor's configuration, whose widget cannot be loaded.
pub(crate) fn config() -> Config {
    let mut config = Config::new(APP).unwrap();
    config.widget_url = Some(REFUSES.to_owned());
    // Frames of other tests are other tabs, and what they say arrives when they are gone.
    config.sync_tabs = false;
    config
}

/// Begins a test: no session, no Messenger, nothing of an earlier test. What the loader knows is that it shut the
/// Messenger of this page down.
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

/// Runs code of the page's own.
pub(crate) fn page_code(source: &str) {
    run(source).unwrap();
}

/// The value of an expression of the page's own, as JSON.
pub(crate) fn value(source: &str) -> String {
    value_of(source).unwrap()
}

/// What the Messenger has been told since the last look.
pub(crate) fn told_now() -> Vec<String> {
    let told = told();
    forget_calls();
    told
}

/// How JSON has a call with one object.
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

/// Makes a call of the loader's at once, and waits for its end when that is asked for.
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

/// Boots and waits for the end, which must come.
pub(crate) async fn boot(config: Config) -> Result<Identity, Error> {
    settled(Messenger::new(config).boot()).await
}

/// Waits for what must come to an end.
pub(crate) async fn settled<T>(future: impl Future<Output = T>) -> T {
    let (mut future, mut limit) = (pin!(future), pin!(JsFuture::from(limit())));
    let ended = poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => limit.as_mut().poll(context).map(|_| None),
    });
    ended.await.expect("a call never settles")
}

/// Waits for what must become true.
pub(crate) async fn until(what: &str, is: impl Fn() -> bool) {
    let (mut late, mut limit) = (false, pin!(JsFuture::from(limit())));
    while !is() {
        assert!(!late, "never happens: {what}");
        turns(1).await;
        late = poll_fn(|context| Poll::Ready(limit.as_mut().poll(context).is_ready())).await;
    }
}

/// Lets everything run that is ready to, and what that leads to.
pub(crate) async fn turns(count: usize) {
    for _ in 0..count {
        JsFuture::from(turn()).await.unwrap();
    }
}

/// Waits for a script on the page to fail.
pub(crate) async fn a_script_fails() {
    settled(JsFuture::from(script_failure())).await.unwrap();
}
