//! Boots with a Messenger that is already on the page.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use intercom_messenger_loader::config::Region;
use intercom_messenger_loader::{Attributes, Code, Identity, Messenger, Phase, Value, attributes_of};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    SHUTDOWN, boot, call, config, console_text, fresh, fresh_with_messenger, listen_to_console, page_code,
    settled, token, told, told_now, user_boot, value, visitor_boot,
};
use crate::tokens::{END, config_of, renewing_config_of, token_of, user};

#[wasm_bindgen_test]
async fn a_visitor_boots_with_the_workspace_and_nothing_else() {
    fresh_with_messenger().await;
    assert_eq!(boot(config()).await, Ok(Identity::Visitor));
    assert_eq!(told(), [visitor_boot()]);
    let state = Messenger::new(config()).state().unwrap();
    assert_eq!(
        (state.phase, state.session, state.last_error),
        (Phase::Active, Some(Identity::Visitor), None)
    );
    assert_eq!((state.region, state.token_expires_at), (Some(Region::Us), None));
}

#[wasm_bindgen_test]
async fn a_region_is_an_api_base() {
    for (region, host) in [(Region::Us, ""), (Region::Eu, "eu."), (Region::Au, "au.")] {
        fresh_with_messenger().await;
        boot(config().region(region)).await.unwrap();
        let fields = format!(r#""api_base":"https://api-iam.{host}intercom.io","app_id":"abc12345""#);
        assert_eq!(told(), [call("boot", &fields)]);
        assert_eq!(Messenger::new(config()).state().unwrap().region, Some(region));
    }
}

#[wasm_bindgen_test]
async fn attributes_arrive_as_the_javascript_values_that_they_are() {
    let company = vec![
        ("company_id".to_owned(), Value::from("c1")),
        ("name".to_owned(), "Ümläut \"GmbH\" 🦀".into()),
        ("created_at".to_owned(), 1_760_000_000_123_i64.into()),
        ("monthly_spend".to_owned(), 12.5.into()),
        ("plan".to_owned(), Value::null()),
    ];
    let settings = Attributes::new()
        .with("created_at", 1_760_000_000)
        .with("big", 9_007_199_254_740_991_i64)
        .with("below", -7)
        .with("share", 0.25)
        .with("newsletter", false)
        .with("plan", Value::null())
        .with("empty", "")
        .with("tags", vec![Value::from("a"), Value::null(), Value::from(Vec::<Value>::new())])
        .with("company", company);
    fresh_with_messenger().await;
    boot(config().settings(settings)).await.unwrap();
    let company = r#""company":{"company_id":"c1","created_at":1760000000,"monthly_spend":12.5,"name":"Ümläut \"GmbH\" 🦀","plan":null}"#;
    let fields = format!(
        r#""app_id":"abc12345","below":-7,"big":9007199254740991,{company},"created_at":1760000000,"empty":"","newsletter":false,"plan":null,"share":0.25,"tags":["a",null,[]]"#
    );
    assert_eq!(told(), [call("boot", &fields)]);
}

#[wasm_bindgen_test]
async fn attributes_may_come_from_a_type_of_the_applications() {
    let profile =
        BTreeMap::from([("seats", Some(12.0)), ("left_at", None), ("created_at", Some(1_760_000_000_123.0))]);
    fresh_with_messenger().await;
    boot(config().settings(attributes_of(&profile).unwrap())).await.unwrap();
    assert_eq!(
        told(),
        [call("boot", r#""app_id":"abc12345","created_at":1760000000,"left_at":null,"seats":12"#)]
    );
    for none in [
        attributes_of(&["seats"]),
        attributes_of("seats"),
        attributes_of(&BTreeMap::from([("seats", u64::MAX)])),
    ] {
        assert_eq!(none.unwrap_err().code(), Code::InvalidSettings);
    }
}

#[wasm_bindgen_test]
async fn a_company_s_times_become_seconds_too() {
    let one = |time: f64| BTreeMap::from([("created_at", time)]);
    let two = BTreeMap::from([("companies", vec![one(1_760_000_000_123.0), one(1.0)])]);
    let times = BTreeMap::from([("company", one(1_760_000_000_123.0)), ("custom", one(1_760_000_000_123.0))]);
    let company =
        r#""app_id":"abc12345","company":{"created_at":1760000000},"custom":{"created_at":1760000000123}"#;
    let companies = r#""app_id":"abc12345","companies":[{"created_at":1760000000},{"created_at":1}]"#;
    for (settings, fields) in [(attributes_of(&times), company), (attributes_of(&two), companies)] {
        fresh_with_messenger().await;
        boot(config().settings(settings.unwrap())).await.unwrap();
        assert_eq!(told(), [call("boot", fields)]);
    }
}

#[wasm_bindgen_test]
async fn a_users_token_goes_to_the_messenger_and_shows_nowhere_else() {
    fresh_with_messenger().await;
    listen_to_console();
    let mut config = config_of("ada");
    config.debug = true;
    let messenger = Messenger::new(config.clone());
    let heard = Rc::new(RefCell::new(String::new()));
    let ears = Rc::clone(&heard);
    let _subscription =
        messenger.subscribe(move |notice| ears.borrow_mut().push_str(&format!("{notice:?}"))).unwrap();
    assert_eq!(settled(messenger.boot()).await, Ok(user("ada")));
    let token = token_of("ada");
    assert_eq!(told(), [user_boot(&token)]);
    let state = messenger.state().unwrap();
    assert_eq!((state.session.clone(), state.phase), (Some(user("ada")), Phase::Active));
    assert_eq!(state.token_expires_at.map(|end| end / 1_000), Some(i64::from(END)));
    let said = format!("{state:?} {messenger:?} {config:?} {} {}", heard.borrow(), console_text());
    assert!(said.contains("booted as user ada"), "{said}");
    for part in token.split('.') {
        assert!(!said.contains(part), "{said}");
    }
    settled(messenger.shutdown()).await;
}

#[wasm_bindgen_test]
async fn a_user_is_not_booted_twice() {
    fresh_with_messenger().await;
    let messenger = Messenger::new(config_of("ada"));
    assert_eq!(settled(messenger.boot()).await, Ok(user("ada")));
    assert_eq!(settled(messenger.boot()).await, Ok(user("ada")));
    assert_eq!(told().len(), 1);
}

#[wasm_bindgen_test]
async fn another_user_comes_after_a_shutdown() {
    fresh_with_messenger().await;
    assert_eq!(boot(config_of("ada")).await, Ok(user("ada")));
    assert_eq!(boot(config_of("grace")).await, Ok(user("grace")));
    assert_eq!(told(), [user_boot(&token_of("ada")), SHUTDOWN.to_owned(), user_boot(&token_of("grace"))]);
}

#[wasm_bindgen_test]
async fn a_refresh_boots_again_and_shuts_nothing_down() {
    fresh_with_messenger().await;
    let messenger = Messenger::new(renewing_config_of("ada"));
    settled(messenger.boot()).await.unwrap();
    assert_eq!(settled(messenger.refresh_token()).await, Ok(user("ada")));
    let boots = [1, 2].map(|more| user_boot(&token("ada", (END + more).into())));
    assert_eq!(told(), boots);
}

#[wasm_bindgen_test]
async fn a_messenger_that_came_after_our_shutdown_is_shut_down_before_its_boot() {
    fresh().await;
    settled(Messenger::new(config()).shutdown()).await;
    // A tag manager loads a Messenger, and boots it with another identity.
    page_code(
        "window.theirs = []; window.Intercom = (...call) => { theirs.push(call[0]) }; Intercom.booted = true",
    );
    page_code("Intercom('boot', { app_id: 'abc12345', user_id: 'someone' })");
    assert_eq!(boot(config_of("ada")).await, Ok(user("ada")));
    assert_eq!(value("theirs"), r#"["boot","shutdown","ready","boot"]"#);
}

#[wasm_bindgen_test]
async fn a_messenger_that_we_shut_down_is_not_shut_down_twice() {
    fresh_with_messenger().await;
    let messenger = Messenger::new(config_of("ada"));
    settled(messenger.boot()).await.unwrap();
    settled(messenger.shutdown()).await;
    settled(messenger.boot()).await.unwrap();
    let boot = user_boot(&token_of("ada"));
    assert_eq!(told_now(), [&boot, SHUTDOWN, &boot]);
}
