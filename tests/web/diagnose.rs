//! A diagnosis on a real page: its results, its requests, and the state that it leaves unchanged.

use intercom_messenger_loader::config::{ApiBase, JwtRequest, TokenSource};
use intercom_messenger_loader::core::diagnosis::{Check, Status};
use intercom_messenger_loader::core::token::RawToken;
use intercom_messenger_loader::{Attributes, Code, Config, Diagnosis, Messenger, Phase};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::exports::{expose, json_of, outcome};
use crate::page::{
    APP, boot, config, fresh, fresh_with_messenger, jitter, page_code, seen_requests, settled, this_file,
    token, told, until, value, wrap_fetch,
};
use crate::tokens::{config_of, giving, token_of, user};

fn endpoint() -> Config {
    config().jwt_url("/api/messenger-token")
}

/// A `window.fetch` of an endpoint that signs this user in, and rejects requests without credentials.
fn private(token: &str) -> String {
    format!(
        "async (request) => new Response('{{\"token\":\"{token}\"}}',
            {{ status: request.credentials === 'omit' ? 401 : 200, headers: {{ Date: new Date().toUTCString() }} }})"
    )
}

async fn diagnose() -> Diagnosis {
    settled(Messenger::new(config()).diagnose()).await.unwrap()
}

fn check(diagnosis: &Diagnosis, name: &str) -> Check {
    diagnosis.checks.iter().find(|check| check.name == name).unwrap().clone()
}

#[track_caller]
fn holds(diagnosis: &Diagnosis, name: &str, status: Status, seen: &str) {
    let check = check(diagnosis, name);
    assert!(check.status == status && check.seen.contains(seen), "{check:?}");
}

#[wasm_bindgen_test]
async fn a_session_is_looked_at_and_left_alone() {
    fresh_with_messenger().await;
    let ada = token_of("ada");
    wrap_fetch(&private(&ada));
    assert_eq!(boot(endpoint()).await, Ok(user("ada")));
    let messenger = Messenger::new(endpoint());
    let (before, told_before) = (messenger.state().unwrap(), told());
    let diagnosis = diagnose().await;
    assert!(diagnosis.ok(), "{diagnosis:#?}");
    for (name, seen) in [
        ("window_intercom", "a function"),
        ("widget", "arrived"),
        ("session", "a user's"),
        ("answer", "a token"),
        ("no_session", "refused"),
        ("server_clock", "agrees"),
        ("token_algorithm", "HS256"),
        ("token_user_id", "present"),
        ("csp", "no violation"),
    ] {
        holds(&diagnosis, name, Status::Pass, seen);
    }
    holds(&diagnosis, "token_life", Status::Warn, "long");
    // The tests share one page and its quota, which earlier ones may have used up.
    assert!(check(&diagnosis, "updates").seen.ends_with(&before.updates_left.to_string()), "{diagnosis:#?}");
    holds(&diagnosis, "script_tag", Status::Skip, "none");
    holds(&diagnosis, "cors_origin", Status::Skip, "no other origin");
    assert_eq!((messenger.state().unwrap(), told()), (before, told_before));
    let credentials = r#""credentials":""#;
    let asked: Vec<_> = seen_requests()
        .iter()
        .map(|request| request.split(credentials).nth(1).unwrap().split('"').next().unwrap().to_owned())
        .collect();
    assert_eq!(asked, ["include", "include", "omit"]);
    let said = format!("{diagnosis:?}");
    assert!(ada.split('.').all(|part| !said.contains(part)), "{said}");
}

/// The package has the diagnosis in a separate module, which reads the session through JavaScript.
#[wasm_bindgen_test]
async fn javascript_is_given_the_same_diagnosis() {
    const SAID: &str = "loader.diagnose(loader.observed).then(({ checks }) =>
        checks.map(({ name, status, seen, hint }) => [name, status, seen, hint].join()).join('\\n'))";
    fresh_with_messenger().await;
    expose().await;
    wrap_fetch(&private(&token_of("ada")));
    page_code("document.cookie = 'intercom-session-other999=1; Path=/'");
    page_code(&format!(
        "window.options = {{ appId: '{APP}', syncTabs: false, settings: {{ name: 'Ada' }} }}"
    ));
    for (boot, phase) in [
        ("loader.boot({ ...options, jwtUrl: '/api/messenger-token' })", Phase::Active),
        ("loader.boot(options)", Phase::Active),
        ("loader.boot({ ...options, getJwt: () => { throw 1 }, timeoutMs: 1000 })", Phase::Idle),
        ("loader.shutdown()", Phase::Idle),
    ] {
        // One of them fails.
        drop(outcome(boot).await);
        assert_eq!(Messenger::new(config()).state().unwrap().phase, phase, "{boot}");
        let line = |check: &Check| {
            [check.name, check.status.as_str(), check.seen.as_str(), check.hint.as_str()].join(",")
        };
        let lines: Vec<_> = diagnose().await.checks.iter().map(line).collect();
        assert_eq!(outcome(SAID).await, Ok(json_of(&lines.join("\n").into())), "{boot}");
    }
}

#[wasm_bindgen_test]
async fn nobody_is_asked_for_without_headers_body_and_caches() {
    fresh_with_messenger().await;
    let ada = token_of("ada");
    page_code("window.caches_of = []");
    wrap_fetch(&format!(
        "async (request) => {{ caches_of.push(request.cache); return new Response('{{\"token\":\"{ada}\"}}') }}"
    ));
    let mut request = JwtRequest::get("https://api.example/jwt");
    request.method = "POST".to_owned();
    request.headers = vec![("X-Page".to_owned(), "1".to_owned())];
    request.body = Some("{}".to_owned());
    let mut config = config();
    config.token = TokenSource::Request(request);
    assert_eq!(boot(config).await, Ok(user("ada")));
    let diagnosis = diagnose().await;
    holds(&diagnosis, "no_session", Status::Fail, "anybody");
    holds(&diagnosis, "cors_origin", Status::Pass, "may read");
    assert!(!diagnosis.ok());
    let asked = seen_requests();
    assert!(asked[1].contains("x-page") && asked[1].contains("POST"), "{asked:?}");
    assert!(!asked[2].contains("x-page") && asked[2].contains("\"credentials\":\"omit\""), "{asked:?}");
    // Only the first request of a page may use a cached response.
    assert_eq!(value("caches_of.slice(1)"), r#"["no-store","no-store"]"#);
}

#[wasm_bindgen_test]
async fn a_function_is_called_once_and_a_fixed_token_is_read() {
    fresh_with_messenger().await;
    let (config, calls) = giving(|| Ok(Some(RawToken::new(token_of("ada")))));
    boot(config).await.unwrap();
    let before = calls.get();
    let diagnosis = diagnose().await;
    assert_eq!(calls.get(), before + 1);
    holds(&diagnosis, "answer", Status::Pass, "a token");
    holds(&diagnosis, "no_session", Status::Skip, "nobody to ask");
    let mut fixed = config_of("ada");
    fixed.token = TokenSource::Fixed(RawToken::new(token_of("ada")));
    boot(fixed).await.unwrap();
    holds(&diagnose().await, "token_form", Status::Pass, "");
}

#[wasm_bindgen_test]
async fn after_a_failure_it_says_what_failed() {
    fresh_with_messenger().await;
    let expired = token("ada", 1.0);
    for (wrapper, code, name) in [
        ("async () => new Response('<!doctype html>')".to_owned(), Code::EndpointHtml, "answer"),
        ("() => Promise.reject('no network')".to_owned(), Code::EndpointUnreachable, "answer"),
        ("() => { throw 7 }".to_owned(), Code::EndpointUnreachable, "answer"),
        (private("nonsense"), Code::TokenMalformed, "token_form"),
        (private(&expired), Code::TokenExpired, "token_life"),
    ] {
        jitter(0.0);
        wrap_fetch(&wrapper);
        assert_eq!(boot(endpoint()).await.unwrap_err().code(), code);
        let diagnosis = diagnose().await;
        holds(&diagnosis, name, Status::Fail, code.message());
        holds(&diagnosis, "session", Status::Fail, code.message());
        let said = format!("{diagnosis:?}");
        assert!(!said.contains("nonsense") && expired.split('.').all(|part| !said.contains(part)), "{said}");
        assert_eq!(Messenger::new(config()).state().unwrap().last_error.unwrap().code(), code);
    }
}

#[wasm_bindgen_test]
async fn what_hangs_ends_and_is_not_asked_again() {
    fresh_with_messenger().await;
    jitter(0.0);
    wrap_fetch("() => new Promise(() => {})");
    let mut config = endpoint();
    config.timeout = 20;
    boot(config).await.unwrap_err();
    let before = seen_requests().len();
    let diagnosis = diagnose().await;
    holds(&diagnosis, "answer", Status::Fail, Code::EndpointTimeout.message());
    holds(&diagnosis, "no_session", Status::Skip, "");
    assert_eq!(seen_requests().len(), before + 1);
}

#[wasm_bindgen_test]
async fn a_shutdown_meanwhile_does_not_stop_it() {
    fresh_with_messenger().await;
    wrap_fetch(&private(&token_of("ada")));
    boot(endpoint()).await.unwrap();
    page_code("window.answers = []");
    wrap_fetch("() => new Promise((resolve) => answers.push(resolve))");
    let messenger = Messenger::new(endpoint());
    let diagnosis = crate::page::begin(async move { messenger.diagnose().await });
    until("the endpoint is asked", || value("answers.length") == "1").await;
    settled(Messenger::new(endpoint()).shutdown()).await;
    page_code("answers[0](new Response(null, { status: 401 }))");
    until("it is asked again", || value("answers.length") == "2").await;
    page_code("answers[1](new Response(null, { status: 401 }))");
    let diagnosis = settled(diagnosis).await.unwrap();
    holds(&diagnosis, "session", Status::Skip, "");
    holds(&diagnosis, "answer", Status::Warn, "nobody is signed in");
}

#[wasm_bindgen_test]
async fn a_widget_that_is_blocked_or_no_widget() {
    fresh().await;
    jitter(0.0);
    boot(config()).await.unwrap_err();
    let diagnosis = diagnose().await;
    holds(&diagnosis, "widget", Status::Fail, Code::WidgetUrlFailed.message());
    holds(&diagnosis, "window_intercom", Status::Pass, "a function");
    page_code("Object.defineProperty(navigator, 'onLine', { value: false, configurable: true })");
    holds(&diagnose().await, "widget", Status::Fail, "offline");
    page_code("delete navigator.onLine");
    let mut other = config();
    other.widget_url = Some(this_file());
    boot(other).await.unwrap_err();
    holds(&diagnose().await, "widget", Status::Fail, Code::WidgetInvalid.message());
}

#[wasm_bindgen_test]
async fn what_stands_in_the_messengers_place() {
    fresh_with_messenger().await;
    boot(config()).await.unwrap();
    page_code("delete window.Intercom");
    holds(&diagnose().await, "window_intercom", Status::Fail, "nothing");
    page_code("document.body.append(Object.assign(document.createElement('div'), { id: 'Intercom' }))");
    holds(&diagnose().await, "window_intercom", Status::Fail, "id=\"Intercom\"");
    page_code(
        "Object.defineProperty(window, 'Intercom', { get: () => { throw 'blocked' }, configurable: true })",
    );
    holds(&diagnose().await, "window_intercom", Status::Fail, "no function");
    page_code("delete window.Intercom");
}

#[wasm_bindgen_test]
async fn tags_of_the_widget() {
    fresh_with_messenger().await;
    boot(config()).await.unwrap();
    // A script with a type that no browser runs still counts as a tag.
    let add = |app: &str| {
        page_code(&format!(
            "document.head.append(Object.assign(document.createElement('script'),
                {{ type: 'text/plain', className: 'tag', src: 'https://widget.intercom.io/widget/{app}?x' }}))"
        ));
    };
    add(APP);
    holds(&diagnose().await, "script_tag", Status::Pass, "one");
    add(APP);
    holds(&diagnose().await, "script_tag", Status::Fail, "more than one");
    add("other999");
    holds(&diagnose().await, "script_tag", Status::Fail, "\"other999\"");
    page_code("document.querySelectorAll('.tag').forEach((tag) => tag.remove())");
}

#[wasm_bindgen_test]
async fn what_else_is_on_the_page() {
    fresh_with_messenger().await;
    boot(config().region(intercom_messenger_loader::config::Region::Eu)).await.unwrap();
    page_code(
        "document.cookie = 'intercom-id-other999=1; Path=/';
         window.intercomSettings = { name: 'Ada', email: 'ada@example.com', api_base: 'https://api-iam.au.intercom.io' }",
    );
    let diagnosis = diagnose().await;
    holds(&diagnosis, "cookies", Status::Warn, "other999");
    holds(&diagnosis, "unsigned_identity", Status::Fail, "window.intercomSettings.email");
    holds(&diagnosis, "api_base", Status::Warn, "api-iam.au.intercom.io");
    assert!(!format!("{diagnosis:?}").contains("ada@example.com"));
    page_code("window.intercomSettings = {}; Object.prototype.email = 'ada@example.com'");
    holds(&diagnose().await, "unsigned_identity", Status::Pass, "");
    page_code("delete Object.prototype.email");
    page_code(
        "Object.defineProperty(window, 'intercomSettings', { get: () => { throw 1 }, configurable: true })",
    );
    holds(&diagnose().await, "unsigned_identity", Status::Pass, "");
    page_code("delete window.intercomSettings");
}

#[wasm_bindgen_test]
async fn a_page_that_throws_is_diagnosed_all_the_same() {
    fresh_with_messenger().await;
    wrap_fetch(&private(&token_of("ada")));
    boot(endpoint()).await.unwrap();
    let whole = diagnose().await.checks;
    page_code(
        "window.broken = () => { throw new Error('broken') };
         window.kept = [URL, Object.getOwnPropertyDescriptor(Document.prototype, 'scripts')];
         window.URL = broken;
         Object.defineProperty(Document.prototype, 'scripts', { configurable: true, get: broken });
         Object.defineProperty(document, 'cookie', { configurable: true, get: broken });
         Object.defineProperty(navigator, 'onLine', { configurable: true, get: broken });
         window.intercomSettings = new Proxy({}, { getOwnPropertyDescriptor: broken })",
    );
    let broken = diagnose().await.checks;
    page_code(
        "window.URL = kept[0];
         Object.defineProperty(Document.prototype, 'scripts', kept[1]);
         delete document.cookie;
         delete navigator.onLine;
         delete window.intercomSettings",
    );
    assert_eq!(broken, whole);
}

#[wasm_bindgen_test]
async fn identity_that_was_allowed_and_a_base_of_no_region() {
    fresh_with_messenger().await;
    let mut config = config();
    config.settings = Attributes::new().with("email", "ada@example.com");
    config.allow_unsigned_identity = true;
    config.api_base = ApiBase::parse("https://proxy.example", true).ok();
    boot(config).await.unwrap();
    let diagnosis = diagnose().await;
    holds(&diagnosis, "unsigned_identity", Status::Warn, Code::UnsignedIdentity.message());
    holds(&diagnosis, "api_base", Status::Warn, "https://proxy.example");
    assert!(diagnosis.ok() && !format!("{diagnosis:?}").contains("ada@example.com"), "{diagnosis:?}");
}
