//! Checks at the end of many journeys.

use e2e::{APP, JWT_URL, MessengerError, Page, Result, Site};
use serde_json::{Value, json};

pub(crate) const ADA: &str = "user-ada-1815";
pub(crate) const GRACE: &str = "user-grace-1906";
pub(crate) const LINUS: &str = "user-linus-1969";

/// The options of most boots.
pub(crate) fn options() -> Value {
    json!({ "appId": APP, "jwtUrl": JWT_URL })
}

/// The same, with these options added or replaced.
pub(crate) fn options_with(others: &Value) -> Value {
    let mut options = options();
    options.as_object_mut().unwrap().extend(others.as_object().unwrap().clone());
    options
}

/// Delays the wasm until the page calls `go()`.
pub(crate) const HELD_WASM: &str = "const held = new Promise((resolve) => { window.go = resolve; });
  const { compile, compileStreaming } = WebAssembly;
  WebAssembly.compile = (...given) => held.then(() => compile.apply(WebAssembly, given));
  WebAssembly.compileStreaming = (...given) => held.then(() => compileStreaming.apply(WebAssembly, given));";

/// Waits until this many token requests have arrived.
pub(crate) async fn asked(site: &Site, page: &Page, times: u64) -> Result {
    for _ in 0..500 {
        if site.log().token_count >= times {
            return Ok(());
        }
        page.run::<()>("await later(10)").await?;
    }
    panic!("{} requests for the token, not {times}", site.log().token_count);
}

/// Checks that the Messenger is this user's, the API has accepted it, and there were no errors.
pub(crate) async fn is_messenger_of(page: &Page, user_id: &str) -> Result {
    assert_eq!(page.widget().user().await?.as_deref(), Some(user_id));
    is_clean(page).await
}

/// The same for a visitor.
pub(crate) async fn is_messenger_of_a_visitor(page: &Page) -> Result {
    let session = page.widget().session().await?.expect("there is no session");
    assert_eq!((session.kind.as_str(), session.user_id, session.accepted), ("visitor", None, Some(true)));
    is_clean(page).await
}

/// The attributes of the newest boot call.
pub(crate) async fn booted_with(page: &Page) -> Result<Value> {
    let boots = page.widget().calls_of("boot").await?;
    Ok(boots.last().map_or(Value::Null, |boot| boot.args[0].clone()))
}

/// Checks for one Messenger, no broken contract, and no uncaught error.
pub(crate) async fn is_clean(page: &Page) -> Result {
    assert_eq!(page.widget().mistakes().await?, [""; 0]);
    assert_eq!(page.widget().loads().await?, 1);
    assert!(page.widget().calls().await?.iter().all(|call| !call.own), "the Messenger booted by itself");
    assert_eq!(page.uncaught().await?, [""; 0]);
    Ok(())
}

/// The starts and ends of sessions that the Messenger was called with; repetitions are left out.
pub(crate) async fn phases(page: &Page) -> Result<Vec<String>> {
    let mut methods = page.widget().methods().await?;
    methods.retain(|method| method == "boot" || method == "shutdown");
    methods.dedup();
    Ok(methods)
}

/// Checks a failure: this code, and a text with a hint.
pub(crate) fn has_code(error: &MessengerError, code: &str) {
    assert_eq!(error.code, code, "{error}");
    assert!(error.hint.len() > 10 && error.message.len() > error.hint.len(), "{error:?}");
}

/// Checks that the page is unchanged after a failure: no session, nothing uncaught, and the failure in `state()`.
pub(crate) async fn is_idle_after(page: &Page, code: &str) -> Result {
    let state = page.state().await?;
    assert_eq!((state.phase.as_str(), &state.session), ("idle", &None), "{code}");
    assert_eq!(state.last_error.map(|error| error.code).as_deref(), Some(code));
    assert_eq!(page.uncaught().await?, [""; 0], "{code}");
    Ok(())
}
