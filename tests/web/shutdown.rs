//! The end of a session: none of its data is left on the page.

use intercom_messenger_loader::{Code, Messenger, Phase};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    SHUTDOWN, begin_boot, cookie_names, fresh, fresh_with_messenger, page_code, settings_are_gone, settled,
    told, user_boot,
};
use crate::tokens::{Later, config_of, token_of, user};

const COOKIES: [&str; 8] = [
    "a-session",
    "intercom-device-id-abc12345",
    "intercom-device-id-other",
    "intercom-id-abc12345",
    "intercom-id-abc123456",
    "intercom-id-xabc12345",
    "intercom-session-abc12345",
    "my-intercom-id-abc12345",
];

const OF_OTHERS: [&str; 5] = [
    "a-session",
    "intercom-device-id-other",
    "intercom-id-abc123456",
    "intercom-id-xabc12345",
    "my-intercom-id-abc12345",
];

fn set_cookies() {
    for name in COOKIES {
        page_code(&format!("document.cookie = '{name}=1; Path=/; Max-Age=600'"));
    }
    assert_eq!(cookie_names(), COOKIES);
}

#[wasm_bindgen_test]
async fn it_tells_the_messenger_and_forgets_the_settings() {
    fresh_with_messenger().await;
    page_code("window.intercomSettings = { app_id: 'abc12345', name: 'Ada' }");
    let messenger = Messenger::new(config_of("ada"));
    settled(messenger.boot()).await.unwrap();
    settled(messenger.shutdown()).await;
    assert_eq!(told(), [&user_boot(&token_of("ada")), SHUTDOWN]);
    assert!(settings_are_gone());
    let state = messenger.state().unwrap();
    assert_eq!((state.phase, state.session, state.app_id), (Phase::Idle, None, None));
    assert_eq!(state.token_expires_at, None);
}

#[wasm_bindgen_test]
async fn the_messengers_cookies_go_and_no_others() {
    fresh_with_messenger().await;
    let messenger = Messenger::new(config_of("ada"));
    settled(messenger.boot()).await.unwrap();
    page_code("document.cookie = 'intercom-messenger-loader-abc12345=; Path=/; Max-Age=0'");
    set_cookies();
    settled(messenger.shutdown()).await;
    assert_eq!(cookie_names(), OF_OTHERS);
}

#[wasm_bindgen_test]
async fn cookies_and_settings_go_where_the_widget_never_came() {
    fresh().await;
    page_code("window.intercomSettings = { name: 'Ada' }");
    set_cookies();
    let (config, token) = Later::config();
    let messenger = Messenger::new(config);
    let boot = begin_boot(&messenger);
    settled(messenger.shutdown()).await;
    assert_eq!(cookie_names(), OF_OTHERS);
    assert!(settings_are_gone());
    assert_eq!(boot.await.unwrap_err().code(), Code::BootSuperseded);
    token.give("ada");
}

#[wasm_bindgen_test]
async fn calls_of_it_side_by_side_all_settle() {
    fresh_with_messenger().await;
    let messenger = Messenger::new(config_of("ada"));
    settled(messenger.boot()).await.unwrap();
    let many: Vec<_> = (0..3).map(|_| crate::page::begin_shutdown(&messenger)).collect();
    for one in many {
        one.await;
    }
    assert_eq!(messenger.state().unwrap().phase, Phase::Idle);
    assert_eq!(settled(messenger.boot()).await, Ok(user("ada")));
}
