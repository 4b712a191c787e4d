//! Options, attributes and arguments that no JSON table can contain: accessors that run page code, values outside
//! JSON, and properties of a prototype.

use intercom_messenger_loader::Code;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::exports::{expose, outcome};
use crate::page::{call, fresh_with_messenger, page_code, told, told_now, value, visitor_boot, wrap_fetch};

const THROWS: &str = "{ enumerable: true, get() { throw new Error('read') } }";

async fn code_of(boot: &str) -> (Code, String) {
    let failure = outcome(boot).await.unwrap_err();
    (failure.code, failure.said.unwrap_or_default())
}

#[wasm_bindgen_test]
async fn what_is_no_object_has_no_options() {
    fresh_with_messenger().await;
    expose().await;
    page_code("window.revoked = Proxy.revocable({}, {}); revoked.revoke()");
    for none in [
        "undefined",
        "null",
        "1",
        "'abc12345'",
        "true",
        "[]",
        "() => ({ appId: 'abc12345' })",
        "new Proxy({}, { ownKeys() { throw 1 } })",
        "revoked.proxy",
    ] {
        assert_eq!(code_of(&format!("loader.boot({none})")).await.0, Code::InvalidOptions, "{none}");
    }
    assert!(told().is_empty());
}

#[wasm_bindgen_test]
async fn an_option_that_throws_is_unusable() {
    fresh_with_messenger().await;
    expose().await;
    for (options, said) in [
        (format!("Object.defineProperty({{}}, 'appId', {THROWS})"), "appId must be a string"),
        (
            format!("{{ appId: 'a', jwtUrl: Object.defineProperty({{}}, 'href', {THROWS}) }}"),
            "jwtUrl must be a string or a URL",
        ),
        (
            format!("Object.defineProperty({{ appId: 'a' }}, 'debug', {THROWS})"),
            "debug must be true or false",
        ),
        ("new Proxy({ appId: 'a' }, { get() { throw 1 } })".to_owned(), "appId must be a string"),
        (
            format!(
                "{{ appId: 'a', jwtRequest: {{ url: '/jwt', headers: Object.defineProperty({{}}, 'a', {THROWS}) }} }}"
            ),
            "headers must be an object of strings",
        ),
        (
            "{ appId: 'a', timeoutMs: NaN }".to_owned(),
            "timeoutMs must be a number of milliseconds from 1 to 86400000",
        ),
        ("{ appId: 'a', jwtUrl: Symbol('x') }".to_owned(), "jwtUrl must be a string or a URL"),
    ] {
        let expected = (Code::InvalidOption, said.to_owned());
        assert_eq!(code_of(&format!("loader.boot({options})")).await, expected, "{options}");
    }
}

#[wasm_bindgen_test]
async fn a_url_is_an_address_whichever_window_made_it() {
    fresh_with_messenger().await;
    expose().await;
    wrap_fetch("async () => new Response('{\"token\":null}')");
    page_code("window.frame = document.createElement('iframe'); document.body.append(frame)");
    for url in ["new URL('/jwt', location.href)", "new frame.contentWindow.URL('/jwt', location.href)"] {
        let boot = format!("loader.boot({{ appId: 'abc12345', jwtUrl: {url} }})");
        assert_eq!(outcome(&boot).await.as_deref(), Ok(r#"{"kind":"visitor"}"#), "{url}");
    }
    page_code("frame.remove()");
}

#[wasm_bindgen_test]
async fn an_option_that_is_undefined_is_not_given() {
    fresh_with_messenger().await;
    expose().await;
    let boot = "loader.boot({ appId: 'abc12345', regoin: undefined, jwtUrl: undefined, settings: { a: undefined } })";
    assert_eq!(outcome(boot).await.as_deref(), Ok(r#"{"kind":"visitor"}"#));
    assert_eq!(told(), [visitor_boot()]);
}

/// Properties that a library or an attacker has added to `Object.prototype` are ignored.
#[wasm_bindgen_test]
async fn what_is_inherited_does_not_count() {
    fresh_with_messenger().await;
    expose().await;
    page_code(
        "window.inheriting = (inherited, run) => {
           Object.assign(Object.prototype, inherited);
           try { return run() } finally { for (const name of Object.keys(inherited)) delete Object.prototype[name] }
         }",
    );
    let inherited = "{ region: 'eu', apiBase: 'https://evil.example', jwt: 'evil', getJwt: () => 'evil', nonce: 'evil',
        settings: { email: 'e@e' }, load: 'interaction', allowUnsignedIdentity: true, url: '/evil', method: 'POST',
        email: 'evil', created_at: 1e12, toJSON: () => 'evil' }";
    let boot = format!(
        "inheriting({inherited}, () => loader.boot({{ appId: 'abc12345', settings: {{ company: {{ name: 'A' }} }} }}))"
    );
    assert_eq!(outcome(&boot).await.as_deref(), Ok(r#"{"kind":"visitor"}"#));
    assert_eq!(told_now(), [call("boot", r#""app_id":"abc12345","company":{"name":"A"}"#)]);
    let track =
        format!("inheriting({inherited}, () => loader.call('trackEvent', ['paid', {{ list: ['a'] }}]))");
    outcome(&track).await.unwrap();
    assert_eq!(told_now(), [r#"["trackEvent","paid",{"list":["a"]}]"#]);
    let missing = "inheriting({ appId: 'evil1234' }, () => loader.boot({}))";
    assert_eq!(code_of(missing).await, (Code::InvalidAppId, "\"\"".to_owned()));
    let missing = "inheriting({ url: '/jwt' }, () => loader.boot({ appId: 'abc12345', jwtRequest: {} }))";
    assert_eq!(code_of(missing).await, (Code::InvalidOption, "jwtRequest.url is missing".to_owned()));
    let state = "inheriting({ phase: 'evil', userId: 'evil' }, () => loader.state())";
    assert_eq!(
        value(&format!("Object.keys({state}).join()")),
        "\"phase,session,live,appId,region,tokenExpiresAt,updatesLeft,lastError,core\""
    );
}

#[wasm_bindgen_test]
async fn an_attribute_that_cannot_be_sent_is_named() {
    fresh_with_messenger().await;
    expose().await;
    page_code("window.cycle = {}; cycle.cycle = cycle");
    for value in [
        "() => {}",
        "Symbol('x')",
        "1n",
        "NaN",
        "Infinity",
        "[undefined]",
        "[, 1]",
        "new Date('no date')",
        "Object.create(Date.prototype)",
        "cycle",
        "new Proxy([], { get() { throw 1 } })",
        "new Proxy({}, { ownKeys() { throw 1 } })",
        &format!("Object.defineProperty({{}}, 'x', {THROWS})"),
    ] {
        let boot =
            format!("loader.boot({{ appId: 'abc12345', settings: {{ name: 'Ada', plan: {value} }} }})");
        assert_eq!(code_of(&boot).await, (Code::InvalidSettings, "\"plan\"".to_owned()), "{value}");
    }
}

#[wasm_bindgen_test]
async fn dates_are_sent_in_seconds_and_names_in_order() {
    fresh_with_messenger().await;
    expose().await;
    let companies = "[{ b: 1, a: { d: [], c: {} }, created_at: 1760000000123 }]";
    let settings = format!(
        "{{ created_at: new Date(1760000000999), z: -0, half: 'a\\ud83d', companies: {companies}, none: undefined }}"
    );
    outcome(&format!("loader.boot({{ appId: 'abc12345', settings: {settings} }})")).await.unwrap();
    let expected = r#""app_id":"abc12345","companies":[{"a":{"c":{},"d":[]},"b":1,"created_at":1760000000}],"created_at":1760000000,"half":"a\ud83d","z":0"#;
    assert_eq!(told(), [call("boot", expected)]);
}

#[wasm_bindgen_test]
async fn a_method_is_given_no_more_than_it_takes() {
    fresh_with_messenger().await;
    expose().await;
    outcome("loader.boot({ appId: 'abc12345' })").await.unwrap();
    told_now();
    for (call, told) in [
        ("'show', [new Event('click')]", r#"["show"]"#),
        ("'showArticle', [7, new Event('click')]", r#"["showArticle",7]"#),
        ("'showNewMessage', [undefined]", r#"["showNewMessage"]"#),
        ("'trackEvent', ['paid', undefined, 1]", r#"["trackEvent","paid"]"#),
        (
            "'trackEvent', ['paid', { at: new Date(1760000000999) }]",
            r#"["trackEvent","paid",{"at":1760000000}]"#,
        ),
    ] {
        outcome(&format!("loader.call({call})")).await.unwrap();
        assert_eq!(told_now(), [told]);
    }
    assert_eq!(
        code_of("loader.call('trackEvent', [undefined, {}])").await,
        (Code::InvalidSettings, "\"trackEvent\"".to_owned())
    );
    assert_eq!(code_of("loader.call('sing', [])").await.0, Code::InvalidOption);
}
