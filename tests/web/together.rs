//! Concurrent calls: several handles, boots and shutdowns at the same time.

use intercom_messenger_loader::{Code, Identity, Messenger, Phase};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    SHUTDOWN, begin_boot, begin_shutdown, boot, config, fresh_with_messenger, settled, told, told_now, turns,
    until, user_boot, visitor_boot,
};
use crate::tokens::{Later, config_of, token_of, user};

#[wasm_bindgen_test]
async fn two_handles_share_the_page() {
    fresh_with_messenger().await;
    let (first, second) = (Messenger::new(config_of("ada")), Messenger::new(config()));
    settled(first.boot()).await.unwrap();
    assert_eq!(second.state().unwrap(), first.state().unwrap());
    assert_eq!(second.state().unwrap().session, Some(user("ada")));
    settled(second.shutdown()).await;
    assert_eq!(first.state().unwrap().phase, Phase::Idle);
    assert_eq!(told(), [&user_boot(&token_of("ada")), SHUTDOWN]);
}

#[wasm_bindgen_test]
async fn a_boot_while_booting_joins_it() {
    fresh_with_messenger().await;
    let (config, token) = Later::config();
    let (first, second) = (Messenger::new(config.clone()), Messenger::new(config));
    let boots = [begin_boot(&first), begin_boot(&second), begin_boot(&first)];
    until("the token is asked for", || token.asked.get() > 0).await;
    let asked = std::rc::Rc::clone(&token.asked);
    token.give("ada");
    for boot in boots {
        assert_eq!(boot.await, Ok(user("ada")));
    }
    assert_eq!((told(), asked.get()), (vec![user_boot(&token_of("ada"))], 1));
}

#[wasm_bindgen_test]
async fn a_boot_with_other_options_takes_the_place_of_one_that_waits() {
    fresh_with_messenger().await;
    let (config, token) = Later::config();
    let first = begin_boot(&Messenger::new(config));
    assert_eq!(boot(config_of("grace")).await, Ok(user("grace")));
    assert_eq!(first.await.unwrap_err().code(), Code::BootSuperseded);
    token.give("ada");
    turns(5).await;
    assert_eq!(told(), [user_boot(&token_of("grace"))]);
    assert_eq!(Messenger::new(config_of("grace")).state().unwrap().session, Some(user("grace")));
}

#[wasm_bindgen_test]
async fn a_late_token_is_not_taken_for_the_next_boots() {
    fresh_with_messenger().await;
    let ((config_of_ada, ada), (config_of_grace, grace)) = (Later::config(), Later::config());
    let first = begin_boot(&Messenger::new(config_of_ada));
    until("the first token is asked for", || ada.asked.get() > 0).await;
    let second = begin_boot(&Messenger::new(config_of_grace));
    until("the second token is asked for", || grace.asked.get() > 0).await;
    ada.give("ada");
    turns(5).await;
    assert!(told().is_empty());
    grace.give("grace");
    assert_eq!(second.await, Ok(user("grace")));
    assert_eq!(first.await.unwrap_err().code(), Code::BootSuperseded);
    assert_eq!(told(), [user_boot(&token_of("grace"))]);
}

#[wasm_bindgen_test]
async fn after_a_shutdown_a_late_token_boots_nobody() {
    fresh_with_messenger().await;
    let (config, token) = Later::config();
    let messenger = Messenger::new(config);
    let first = begin_boot(&messenger);
    until("the token is asked for", || token.asked.get() > 0).await;
    begin_shutdown(&messenger).await;
    assert_eq!(first.await.unwrap_err().code(), Code::BootSuperseded);
    token.give("ada");
    turns(5).await;
    assert_eq!((told_now(), messenger.state().unwrap().phase), (vec![SHUTDOWN.to_owned()], Phase::Idle));
    assert_eq!(boot(crate::page::config()).await, Ok(Identity::Visitor));
    assert_eq!(told(), [visitor_boot()]);
}

#[wasm_bindgen_test]
async fn a_boot_that_nobody_waits_for_goes_on() {
    fresh_with_messenger().await;
    let (config, token) = Later::config();
    let messenger = Messenger::new(config);
    drop(begin_boot(&messenger));
    until("the token is asked for", || token.asked.get() > 0).await;
    token.give("ada");
    until("the session lives", || messenger.state().unwrap().phase == Phase::Active).await;
    assert_eq!(told(), [user_boot(&token_of("ada"))]);
}

#[wasm_bindgen_test]
async fn without_a_session_there_is_nothing_to_tell() {
    fresh_with_messenger().await;
    let messenger = Messenger::new(config_of("ada"));
    assert_eq!(settled(messenger.route_update(None)).await.unwrap_err().code(), Code::NotBooted);
    assert_eq!(settled(messenger.refresh_token()).await.unwrap_err().code(), Code::NotBooted);
    assert!(told().is_empty());
}
