//! `window.intercomSettings`, which the Messenger merges under every boot.

use intercom_messenger_loader::{Attributes, Identity};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{boot, config, found_settings, fresh_with_messenger, page_code, told, user_boot};
use crate::tokens::{config_of, token_of};

const SETTINGS: &str = "{ app_id: 'abc12345', user_id: '1', email: 'a@b.c', phone: '+49', user_hash: 'f00',
    intercom_user_jwt: 'old', name: 'Ada', alignment: 'left' }";

const WITHOUT_IDENTITY: &str = r#"{"alignment":"left","app_id":"abc12345","name":"Ada"}"#;

#[wasm_bindgen_test]
async fn identity_is_gone_from_the_pages_settings_before_a_visitor_boots() {
    fresh_with_messenger().await;
    page_code(&format!("window.intercomSettings = {SETTINGS}"));
    assert_eq!(boot(config()).await, Ok(Identity::Visitor));
    assert_eq!(found_settings(), [WITHOUT_IDENTITY]);
}

#[wasm_bindgen_test]
async fn identity_is_gone_from_the_pages_settings_before_a_user_boots() {
    fresh_with_messenger().await;
    page_code(&format!("window.intercomSettings = {SETTINGS}"));
    let mut config = config_of("ada");
    // Such attributes are for pages without a token.
    config.allow_unsigned_identity = true;
    boot(config).await.unwrap();
    assert_eq!(found_settings(), [WITHOUT_IDENTITY]);
    assert_eq!(told(), [user_boot(&token_of("ada"))]);
}

#[wasm_bindgen_test]
async fn identity_stays_where_it_may_be_unsigned() {
    fresh_with_messenger().await;
    page_code("window.intercomSettings = { user_id: '1', email: 'a@b.c' }");
    let mut config = config().settings(Attributes::new().with("phone", "+49"));
    config.allow_unsigned_identity = true;
    assert_eq!(boot(config).await, Ok(Identity::Visitor));
    assert_eq!(found_settings(), [r#"{"email":"a@b.c","user_id":"1"}"#]);
    assert_eq!(told(), [r#"["boot",{"app_id":"abc12345","phone":"+49"}]"#]);
}

#[wasm_bindgen_test]
async fn identity_is_gone_from_settings_that_page_code_froze() {
    fresh_with_messenger().await;
    page_code("window.intercomSettings = Object.freeze({ user_id: '1', email: 'a@b.c', name: 'Ada' })");
    assert_eq!(boot(config()).await, Ok(Identity::Visitor));
    let found = found_settings();
    assert_eq!(found.len(), 1);
    assert!(!found[0].contains("user_id") && !found[0].contains("email"), "{found:?}");
}

#[wasm_bindgen_test]
async fn settings_that_are_no_object_hinder_nothing() {
    for odd in ["null", "'text'", "7", "[1]", "() => 1"] {
        fresh_with_messenger().await;
        page_code(&format!("window.intercomSettings = {odd}"));
        assert_eq!(boot(config()).await, Ok(Identity::Visitor), "{odd}");
    }
}
