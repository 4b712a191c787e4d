//! The page before the widget has loaded.

use intercom_messenger_loader::{Code, Messenger};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    REFUSES, SHUTDOWN, begin_boot, begin_shutdown, call, config, fresh, inserted_scripts, page_code, queued,
    settled, turns, until, user_boot, value, visitor_boot,
};
use crate::tokens::{Later, token_of};

#[wasm_bindgen_test]
async fn calls_of_the_page_wait_in_order_with_the_boot_where_it_belongs() {
    fresh().await;
    let (config, token) = Later::config();
    let messenger = Messenger::new(config);
    let boot = begin_boot(&messenger);
    assert_eq!(value("typeof Intercom"), "\"function\"");
    page_code("Intercom('trackEvent', 'early', { items: [1, null] }); window.Intercom('hide')");
    token.give("ada");
    until("boot is queued", || queued().len() == 3).await;
    page_code("Intercom('show'); Intercom()");
    let boot_call = user_boot(&token_of("ada"));
    let early = r#"["trackEvent","early",{"items":[1,null]}]"#;
    assert_eq!(queued(), [early, r#"["hide"]"#, &boot_call, r#"["show"]"#, "[]"]);
    begin_shutdown(&messenger).await;
    assert_eq!(boot.await.unwrap_err().code(), Code::BootSuperseded);
}

#[wasm_bindgen_test]
async fn a_shutdown_takes_the_boot_out_of_the_queue() {
    fresh().await;
    let messenger = Messenger::new(config());
    let boot = begin_boot(&messenger);
    assert_eq!(queued(), [visitor_boot()]);
    begin_shutdown(&messenger).await;
    assert_eq!(queued(), [SHUTDOWN]);
    assert_eq!(boot.await.unwrap_err().code(), Code::BootSuperseded);
}

#[wasm_bindgen_test]
async fn a_reference_that_page_code_kept_goes_on_queueing() {
    fresh().await;
    let messenger = Messenger::new(config());
    let first = begin_boot(&messenger);
    page_code("window.kept = Intercom; window.keptQueue = Intercom.q");
    begin_shutdown(&messenger).await;
    let second = begin_boot(&messenger);
    page_code("kept('show'); delete window.kept");
    assert_eq!(queued(), [&visitor_boot(), r#"["show"]"#], "the shutdown is withdrawn: nobody ran it");
    assert_eq!(value("keptQueue === Intercom.q"), "true");
    begin_shutdown(&messenger).await;
    assert!(first.await.is_err() && second.await.is_err());
}

#[wasm_bindgen_test]
async fn an_element_with_the_messengers_name_is_no_messenger() {
    fresh().await;
    page_code("document.body.append(Object.assign(document.createElement('div'), { id: 'Intercom' }))");
    assert_eq!(value("Intercom instanceof HTMLElement"), "true");
    let messenger = Messenger::new(config());
    let boot = begin_boot(&messenger);
    assert_eq!(value("typeof Intercom"), "\"function\"");
    assert_eq!(queued(), [visitor_boot()]);
    begin_shutdown(&messenger).await;
    assert!(boot.await.is_err());
}

#[wasm_bindgen_test]
async fn a_boot_that_page_code_queued_is_ended_before_ours() {
    fresh().await;
    page_code(
        "window.Intercom = function () { Intercom.c(arguments) };
         Intercom.q = []; Intercom.c = (call) => Intercom.q.push(call);
         Intercom('boot', { app_id: 'abc12345', user_id: 'someone' })",
    );
    let messenger = Messenger::new(config());
    let boot = begin_boot(&messenger);
    let theirs = call("boot", r#""app_id":"abc12345","user_id":"someone""#);
    assert_eq!(queued(), [&theirs, SHUTDOWN, &visitor_boot()]);
    begin_shutdown(&messenger).await;
    assert!(boot.await.is_err());
}

#[wasm_bindgen_test]
async fn the_script_is_preloaded_and_comes_only_after_the_boot() {
    fresh().await;
    let (config, token) = Later::config();
    let messenger = Messenger::new(config);
    let boot = begin_boot(&messenger);
    turns(3).await;
    let preloads =
        "Array.from(document.querySelectorAll('link[rel=preload][as=script]'), (link) => link.href)";
    assert_eq!((value(preloads), inserted_scripts()), (format!("[\"{REFUSES}\"]"), 0));
    token.give("ada");
    until("the script is inserted", || inserted_scripts() == 1).await;
    assert_eq!(queued(), [user_boot(&token_of("ada"))]);
    settled(messenger.shutdown()).await;
    assert!(boot.await.is_err());
}
