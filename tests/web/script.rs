//! The widget's script, as far as a page without the widget's host can test it.

use intercom_messenger_loader::{Code, Identity, Messenger, Phase, SessionEvent};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    REFUSES, a_script_fails, begin_boot, boot, config, fail_scripts, fresh, inserted_scripts, jitter,
    live_messenger, page_code, scripts_of, settled, silence_scripts, this_file, told, until, uptime, value,
    visitor_boot, widget_arrives,
};

#[wasm_bindgen_test]
async fn one_that_does_not_load_is_tried_three_times_and_leaves_nothing() {
    fresh().await;
    jitter(0.0);
    let error = boot(config()).await.unwrap_err();
    assert_eq!((error.code(), error.retryable()), (Code::WidgetUrlFailed, true));
    assert_eq!((inserted_scripts(), scripts_of(REFUSES)), (3, 0));
    let state = Messenger::new(config()).state().unwrap();
    assert_eq!((state.phase, state.session, state.last_error), (Phase::Idle, None, Some(error)));
    assert_eq!(value("typeof Intercom"), "\"function\"", "page code goes on calling it");
}

#[wasm_bindgen_test]
async fn the_waits_between_tries_grow_and_end() {
    fresh().await;
    jitter(0.1);
    let start = uptime();
    assert_eq!(boot(config()).await.unwrap_err().code(), Code::WidgetUrlFailed);
    assert!(uptime() - start > 290.0, "a tenth of a second, then two");
    assert_eq!((inserted_scripts(), scripts_of(REFUSES)), (3, 0));
}

#[wasm_bindgen_test]
async fn after_a_failure_a_later_boot_tries_afresh() {
    fresh().await;
    jitter(0.0);
    for tries in [3, 6] {
        assert_eq!(boot(config()).await.unwrap_err().code(), Code::WidgetUrlFailed);
        assert_eq!((inserted_scripts(), scripts_of(REFUSES)), (tries, 0));
    }
    live_messenger();
    assert_eq!(boot(config()).await, Ok(Identity::Visitor));
    assert_eq!(told().last(), Some(&visitor_boot()));
    assert_eq!(Messenger::new(config()).state().unwrap().last_error, None);
}

#[wasm_bindgen_test]
async fn one_that_arrives_runs_the_queue_and_makes_the_boot_succeed() {
    fresh().await;
    widget_arrives();
    assert_eq!(boot(config()).await, Ok(Identity::Visitor));
    assert_eq!((told(), inserted_scripts()), (vec![visitor_boot()], 1));
}

#[wasm_bindgen_test]
async fn an_error_of_one_that_has_loaded_changes_nothing() {
    fresh().await;
    widget_arrives();
    let messenger = Messenger::new(config());
    settled(messenger.boot()).await.unwrap();
    a_script_fails().await;
    let start = uptime();
    until("a script that has failed would have been looked at", || uptime() - start > 100.0).await;
    assert_eq!((messenger.state().unwrap().phase, inserted_scripts()), (Phase::Active, 1));
    assert_eq!(told(), [visitor_boot()]);
}

#[wasm_bindgen_test]
async fn one_that_is_no_messenger_is_said_to_be_invalid() {
    fresh().await;
    let mut config = config();
    config.widget_url = Some(this_file());
    let error = boot(config).await.unwrap_err();
    assert_eq!((error.code(), error.retryable()), (Code::WidgetInvalid, false));
    assert_eq!((inserted_scripts(), scripts_of(&this_file())), (1, 0));
}

#[wasm_bindgen_test]
async fn one_that_says_nothing_has_its_time() {
    fresh().await;
    silence_scripts();
    let mut config = config();
    config.timeout = 60;
    let error = boot(config).await.unwrap_err();
    assert_eq!((error.code(), error.retryable()), (Code::WidgetTimeout, true));
    assert_eq!((inserted_scripts(), scripts_of(REFUSES)), (1, 1), "it may still come");
}

#[wasm_bindgen_test]
async fn one_that_fails_when_nobody_waits_for_it_is_not_taken_for_the_next() {
    fresh().await;
    jitter(0.0);
    let mut config = config();
    for scripts in 1..=2 {
        silence_scripts();
        config.timeout = 100 * i64::try_from(scripts).unwrap();
        assert_eq!(boot(config.clone()).await.unwrap_err().code(), Code::WidgetTimeout);
        assert_eq!(inserted_scripts(), scripts, "the second was not waited for");
        fail_scripts(REFUSES);
    }
}

#[wasm_bindgen_test]
async fn a_nonce_goes_onto_it_and_it_is_async() {
    fresh().await;
    let mut config = config();
    config.nonce = Some("n0nce".to_owned());
    let messenger = Messenger::new(config);
    let boot = begin_boot(&messenger);
    let script =
        "Array.from(document.scripts).find((script) => script.src.startsWith('http://127.0.0.1:1/'))";
    assert_eq!(value(&format!("[({script}).nonce, ({script}).async]")), r#"["n0nce",true]"#);
    settled(messenger.shutdown()).await;
    assert!(boot.await.is_err());
}

#[wasm_bindgen_test]
async fn a_shutdown_just_after_it_failed_leaves_nothing_to_wait_for() {
    fresh().await;
    jitter(0.0);
    let mut config = config();
    config.timeout = 2_000;
    let messenger = Messenger::new(config);
    let first = begin_boot(&messenger);
    a_script_fails().await;
    settled(messenger.shutdown()).await;
    assert_eq!(first.await.unwrap_err().code(), Code::BootSuperseded);
    let error = settled(messenger.boot()).await.unwrap_err();
    assert_eq!(error.code(), Code::WidgetUrlFailed, "it waits for a script that has nothing more to say");
}

#[wasm_bindgen_test]
async fn a_shutdown_leaves_no_wait_for_one_of_the_pages_that_has_failed() {
    fresh().await;
    jitter(0.0);
    page_code(
        "document.head.append(Object.assign(document.createElement('script'), { src: 'http://127.0.0.1:1/' }))",
    );
    a_script_fails().await;
    let mut config = config();
    config.timeout = 4_500;
    let messenger = Messenger::new(config);
    let first = begin_boot(&messenger);
    settled(messenger.shutdown()).await;
    assert_eq!(first.await.unwrap_err().code(), Code::BootSuperseded);
    let error = settled(messenger.boot()).await.unwrap_err();
    assert_eq!(error.code(), Code::WidgetUrlFailed, "it waits for a script that has nothing more to say");
}

#[wasm_bindgen_test]
async fn while_the_page_is_left_its_failures_are_nobodys() {
    fresh().await;
    jitter(0.0);
    let messenger = Messenger::new(config());
    let errors = std::rc::Rc::new(std::cell::Cell::new(0));
    let counter = std::rc::Rc::clone(&errors);
    let _subscription = messenger.subscribe(move |notice| {
        if matches!(notice, SessionEvent::Error(_)) {
            counter.set(counter.get() + 1);
        }
    });
    let boot = begin_boot(&messenger);
    page_code("dispatchEvent(new Event('pagehide'))");
    until("more tries than a page that stays would get", || inserted_scripts() > 3).await;
    assert_eq!((messenger.state().unwrap().phase, errors.get()), (Phase::Booting, 0));
    page_code("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
    assert_eq!(boot.await.unwrap_err().code(), Code::WidgetUrlFailed);
    assert_eq!(errors.get(), 1);
}
