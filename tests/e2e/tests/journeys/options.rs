//! Invalid input: each mistake has its own code and a hint, leaves the page unchanged, and a later boot works.

use e2e::{APP, Page, Result, journey};
use serde_json::json;

use crate::checks::{ADA, has_code, is_messenger_of, options};

/// Boots with each of these options (JavaScript), and expects the code and a word of the message. Afterwards the page
/// contains nothing of the loader, and a valid boot works.
async fn all_refused(page: &Page, table: &[(&str, &str, &str)]) -> Result {
    page.sign_in("ada").await?;
    let mut wrong = Vec::new();
    for (options, code, word) in table {
        match page.boot(options).await? {
            Ok(session) => wrong.push(format!("{options} booted {session:?}")),
            Err(error) if error.code != *code || error.retryable || !error.message.contains(word) => {
                wrong.push(format!("{options}: not {code} with {word:?}, but {error:?}"));
            }
            Err(error) => has_code(&error, code),
        }
        assert_eq!(page.state().await?.phase, "idle", "{options}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let traces = "return [typeof window.Intercom, typeof window.intercomSettings, document.cookie,
                          document.querySelectorAll('script[src*=intercom], link').length]";
    let untouched = json!(["undefined", "undefined", "", 0]);
    assert_eq!(page.run::<serde_json::Value>(traces).await?, untouched);
    page.boot(options()).await??;
    is_messenger_of(page, ADA).await
}

#[test]
fn a_wrong_app_id_region_or_api_host() -> Result {
    let table = [
        ("{}", "invalid_app_id", "appId"),
        ("{ appId: '' }", "invalid_app_id", "appId"),
        ("{ appId: 'abc-123' }", "invalid_app_id", "abc-123"),
        ("{ appId: '../evil' }", "invalid_app_id", "../evil"),
        ("{ appId: 'ünits' }", "invalid_app_id", "letters"),
        ("{ appId: 12345 }", "invalid_option", "appId"),
        ("{ appId: 'abc1', region: 'mars' }", "unknown_region", "mars"),
        ("{ appId: 'abc1', region: 'EU ' }", "unknown_region", "eu"),
        (
            "{ appId: 'abc1', region: 'eu', apiBase: 'https://api-iam.eu.intercom.io' }",
            "region_and_api_base",
            "apiBase",
        ),
        ("{ appId: 'abc1', apiBase: 'http://api-iam.intercom.io' }", "invalid_api_base", "https"),
        ("{ appId: 'abc1', apiBase: 'https://evil.example' }", "invalid_api_base", "evil.example"),
        (
            "{ appId: 'abc1', apiBase: 'https://api-iam.intercom.io.evil.example' }",
            "invalid_api_base",
            "https",
        ),
        ("{ appId: 'abc1', apiBase: 'https://evil.example/.intercom.io' }", "invalid_api_base", "https"),
        ("{ appId: 'abc1', apiBase: 'https://user@api-iam.intercom.io' }", "invalid_api_base", "https"),
        (
            "{ appId: 'abc1', apiBase: 'http://mine.example', allowCustomApiBase: true }",
            "invalid_api_base",
            "https",
        ),
    ];
    journey(async |_, page| all_refused(page, &table).await)
}

#[test]
fn options_that_nobody_knows_are_named_with_the_nearest_known_one() -> Result {
    let table = [
        ("undefined", "invalid_options", "options"),
        ("null", "invalid_options", "options"),
        ("'abc12345'", "invalid_options", "options"),
        ("[]", "invalid_options", "options"),
        ("{ appID: 'abc1' }", "unknown_option", "did you mean appId"),
        ("{ app_id: 'abc1' }", "unknown_option", "did you mean appId"),
        ("{ appId: 'abc1', jwtURL: '/x' }", "unknown_option", "did you mean jwtUrl"),
        ("{ appId: 'abc1', whenSignedout: 'error' }", "unknown_option", "did you mean whenSignedOut"),
        (
            "{ appId: 'abc1', custom_launcher_selector: '#help' }",
            "unknown_option",
            "custom_launcher_selector",
        ),
        (
            "{ appId: 'abc1', jwtRequest: { url: '/x', header: {} } }",
            "unknown_option",
            "did you mean headers",
        ),
    ];
    journey(async |_, page| all_refused(page, &table).await)
}

#[test]
fn options_with_values_that_cannot_be_used() -> Result {
    let table = [
        ("{ appId: 'abc1', timeoutMs: 0 }", "invalid_option", "timeoutMs"),
        ("{ appId: 'abc1', timeoutMs: -5 }", "invalid_option", "timeoutMs"),
        ("{ appId: 'abc1', timeoutMs: NaN }", "invalid_option", "timeoutMs"),
        ("{ appId: 'abc1', timeoutMs: '15s' }", "invalid_option", "timeoutMs"),
        ("{ appId: 'abc1', whenSignedOut: 'ignore' }", "invalid_option", "whenSignedOut"),
        ("{ appId: 'abc1', whenTokenFails: true }", "invalid_option", "whenTokenFails"),
        ("{ appId: 'abc1', debug: 'yes' }", "invalid_option", "debug"),
        ("{ appId: 'abc1', nonce: 7 }", "invalid_option", "nonce"),
        ("{ appId: 'abc1', widgetUrl: 'javascript:alert(1)' }", "invalid_option", "widgetUrl"),
        ("{ appId: 'abc1', jwtUrl: 'javascript:alert(1)' }", "invalid_option", "http"),
        ("{ appId: 'abc1', jwtUrl: 'data:application/json,{}' }", "invalid_option", "http"),
        ("{ appId: 'abc1', jwtUrl: 7 }", "invalid_option", "jwtUrl"),
        ("{ appId: 'abc1', getJwt: 'a.b.c' }", "invalid_option", "getJwt"),
        ("{ appId: 'abc1', jwt: 7 }", "invalid_option", "jwt"),
        ("{ appId: 'abc1', jwtRequest: '/x' }", "invalid_option", "jwtRequest"),
        ("{ appId: 'abc1', jwtRequest: {} }", "invalid_option", "jwtRequest.url"),
        (
            "{ appId: 'abc1', jwtRequest: { url: '/x', credentials: 'always' } }",
            "invalid_option",
            "credentials",
        ),
        ("{ appId: 'abc1', jwtRequest: { url: '/x', method: 'GE T' } }", "invalid_option", "method"),
        ("{ appId: 'abc1', jwtRequest: { url: '/x', headers: { 'a b': 'c' } } }", "invalid_option", "header"),
        ("{ appId: 'abc1', jwtRequest: { url: '/x', body: '{}' } }", "invalid_option", "body"),
    ];
    journey(async |_, page| all_refused(page, &table).await)
}

#[test]
fn two_sources_of_the_token() -> Result {
    let table = [
        ("{ appId: 'abc1', jwtUrl: '/x', jwt: 'a.b.c' }", "several_token_sources", "jwtUrl and jwt"),
        ("{ appId: 'abc1', jwtUrl: '/x', getJwt: async () => null }", "several_token_sources", "getJwt"),
        ("{ appId: 'abc1', jwtRequest: { url: '/x' }, jwt: 'a.b.c' }", "several_token_sources", "jwtRequest"),
    ];
    journey(async |_, page| all_refused(page, &table).await)
}

#[test]
fn attributes_that_identify_or_cannot_be_sent() -> Result {
    let table = [
        ("{ appId: 'a1', jwtUrl: '/x', settings: { email: 'a@b.c' } }", "identity_outside_token", "email"),
        ("{ appId: 'a1', jwtUrl: '/x', settings: { user_id: 7 } }", "identity_outside_token", "user_id"),
        ("{ appId: 'a1', jwt: 'a.b.c', settings: { phone: '1' } }", "identity_outside_token", "phone"),
        (
            "{ appId: 'a1', jwtUrl: '/x', settings: { user_hash: 'x' }, allowUnsignedIdentity: true }",
            "identity_outside_token",
            "user_hash",
        ),
        ("{ appId: 'a1', settings: { email: 'a@b.c' } }", "unsigned_identity", "email"),
        ("{ appId: 'a1', settings: { user_hash: 'x' } }", "unsigned_identity", "user_hash"),
        ("{ appId: 'a1', settings: { app_id: 'a1' } }", "invalid_settings", "appId"),
        ("{ appId: 'a1', settings: { api_base: 'https://x' } }", "invalid_settings", "region"),
        ("{ appId: 'a1', settings: { intercom_user_jwt: 'a.b.c' } }", "invalid_settings", "jwtUrl"),
        ("{ appId: 'a1', settings: { plan: () => 1 } }", "invalid_settings", "plan"),
        ("{ appId: 'a1', settings: { seats: NaN } }", "invalid_settings", "seats"),
        ("{ appId: 'a1', settings: (() => { const a = {}; a.a = a; return a })() }", "invalid_settings", "a"),
        ("{ appId: 'a1', settings: 'plan=gold' }", "invalid_settings", "settings"),
    ];
    journey(async |_, page| all_refused(page, &table).await)
}

#[test]
fn options_that_throw_when_they_are_read_reject_and_harm_nothing() -> Result {
    journey(async |_, page| {
        let thrown: String = page
            .run(
                "const options = { get appId() { throw new Error('mine') } };
                 return await (await api()).boot(options).then(() => 'booted', (error) => error.message)",
            )
            .await?;
        assert_ne!(thrown, "booted");
        page.boot(json!({ "appId": APP })).await??;
        Ok(())
    })
}
