//! A Messenger that is loaded on demand, and the launcher that loads it.

crate::frame::trials! {
    deferred:
    a_launcher_looks_as_the_attributes_say
    a_launcher_has_no_attributes_that_objects_inherit
    a_launcher_asks_for_the_messenger_and_makes_way_for_it
    a_launcher_of_the_page_s_own_asks_too
    a_page_that_is_idle_loads_it
    a_connection_that_is_to_be_spared_waits_for_somebody
    a_shutdown_takes_the_launcher_along
    a_user_who_waits_is_booted_where_nothing_can_be_kept
}

mod trials {
    use intercom_messenger_loader::config::{Load, TokenSource};
    use intercom_messenger_loader::core::token::RawToken;
    use intercom_messenger_loader::{Attributes, Config, Messenger, Phase};

    use crate::page::{
        config, fresh, inserted_scripts, page_code, settled, told, until, value, visitor_boot, widget_arrives,
    };
    use crate::tokens::{token_of, user};

    const LAUNCHER: &str = "document.querySelector('#intercom-messenger-loader-launcher')";

    fn later(load: Load, settings: Attributes) -> Messenger {
        let mut config: Config = config().settings(settings);
        config.load = load;
        Messenger::new(config)
    }

    fn launcher(property: &str) -> String {
        value(&format!("{LAUNCHER}{property}"))
    }

    fn is_active(messenger: &Messenger) -> bool {
        messenger.state().unwrap().phase == Phase::Active
    }

    /// Position and colour of the launcher.
    fn look(side: &str) -> String {
        value(&format!(
            "(({{ position, {side}, backgroundColor }}) => [position, {side}, backgroundColor])(getComputedStyle({LAUNCHER}))"
        ))
    }

    pub(super) async fn a_launcher_looks_as_the_attributes_say() {
        let unusable = Attributes::new().with("horizontal_padding", "x").with("action_color", 7);
        for (settings, colour) in [
            (Attributes::new(), "rgb(0, 113, 178)"),
            (Attributes::new().with("action_color", "#ff0000"), "rgb(255, 0, 0)"),
            (unusable, "rgb(0, 113, 178)"),
        ] {
            fresh().await;
            let messenger = later(Load::Interaction, settings);
            settled(messenger.boot()).await.unwrap();
            assert_eq!(look("right"), format!(r#"["fixed","20px","{colour}"]"#));
            settled(messenger.shutdown()).await;
        }
    }

    pub(super) async fn a_launcher_has_no_attributes_that_objects_inherit() {
        fresh().await;
        page_code(
            "Object.assign(Object.prototype, { hide_default_launcher: true, action_color: '#ff0000', alignment: 'left' })",
        );
        settled(later(Load::Interaction, Attributes::new()).boot()).await.unwrap();
        assert_eq!(look("right"), r#"["fixed","20px","rgb(0, 113, 178)"]"#);
    }

    pub(super) async fn a_launcher_asks_for_the_messenger_and_makes_way_for_it() {
        fresh().await;
        widget_arrives();
        let settings = Attributes::new()
            .with("alignment", "left")
            .with("horizontal_padding", 33)
            .with("action_color", "red; position: static");
        let messenger = later(Load::Interaction, settings);
        settled(messenger.boot()).await.unwrap();
        assert_eq!(messenger.state().unwrap().phase, Phase::Deferred);
        assert_eq!(
            (inserted_scripts(), value("document.querySelectorAll('link').length").as_str()),
            (0, "0")
        );
        assert_eq!(launcher(".localName"), "\"button\"");
        assert_eq!(launcher(".getAttribute('aria-label')"), "\"Open Intercom Messenger\"");
        assert_eq!(launcher(".tabIndex"), "0");
        assert_eq!(look("left"), r#"["fixed","33px","rgb(0, 113, 178)"]"#, "a colour is a value and no rule");
        page_code(&format!("{LAUNCHER}.dispatchEvent(new PointerEvent('pointerenter'))"));
        assert_eq!(value("document.querySelectorAll('link[rel=preconnect]').length"), "1");
        page_code(&format!("{LAUNCHER}.click()"));
        until("the Messenger is there", || is_active(&messenger)).await;
        assert_eq!(inserted_scripts(), 1);
        assert!(told()[0].starts_with("[\"boot\""));
        assert_eq!(told()[1], "[\"show\"]");
        assert_eq!(value(LAUNCHER), "null");
    }

    pub(super) async fn a_launcher_of_the_page_s_own_asks_too() {
        fresh().await;
        widget_arrives();
        let settings =
            Attributes::new().with("hide_default_launcher", true).with("custom_launcher_selector", ".chat");
        let messenger = later(Load::Interaction, settings);
        settled(messenger.boot()).await.unwrap();
        assert_eq!(value(LAUNCHER), "null");
        page_code("document.body.innerHTML = '<a class=chat href=\"mailto:a@b.c\"><b>Chat</b></a>'");
        page_code("document.querySelector('b').click()");
        until("the Messenger is there", || is_active(&messenger)).await;
        assert_eq!(told()[1], "[\"show\"]");
    }

    pub(super) async fn a_page_that_is_idle_loads_it() {
        fresh().await;
        widget_arrives();
        let messenger = later(Load::Idle, Attributes::new());
        settled(messenger.boot()).await.unwrap();
        assert_eq!(inserted_scripts(), 0);
        until("the Messenger is there", || is_active(&messenger)).await;
        assert_eq!(told(), [visitor_boot()]);
    }

    pub(super) async fn a_connection_that_is_to_be_spared_waits_for_somebody() {
        fresh().await;
        widget_arrives();
        page_code(
            "Object.defineProperty(navigator, 'connection', \
             { configurable: true, value: { saveData: false, effectiveType: 'slow-2g' } })",
        );
        let messenger = later(Load::Idle, Attributes::new());
        settled(messenger.boot()).await.unwrap();
        assert_eq!(launcher(".localName"), "\"button\"");
        assert_eq!(settled(messenger.call("show", vec![])).await, Ok(None));
        until("the Messenger is there", || is_active(&messenger)).await;
    }

    pub(super) async fn a_shutdown_takes_the_launcher_along() {
        fresh().await;
        let messenger = later(Load::Interaction, Attributes::new());
        settled(messenger.boot()).await.unwrap();
        settled(messenger.shutdown()).await;
        assert_eq!(value(LAUNCHER), "null");
        assert_eq!(messenger.state().unwrap().phase, Phase::Idle);
    }

    pub(super) async fn a_user_who_waits_is_booted_where_nothing_can_be_kept() {
        fresh().await;
        widget_arrives();
        page_code(
            "Object.defineProperty(Document.prototype, 'cookie', { configurable: true, get: () => '', set() {} });
             Object.defineProperty(window, 'localStorage', { configurable: true, get() { throw new Error('denied') } })",
        );
        // The page's own token cannot be requested again: if another user has been noted since, no user is booted.
        let mut config = config();
        config.token = TokenSource::Fixed(RawToken::new(token_of("ada")));
        config.load = Load::Interaction;
        let messenger = Messenger::new(config);
        assert_eq!(settled(messenger.boot()).await, Ok(user("ada")));
        settled(messenger.call("show", vec![])).await.unwrap();
        assert_eq!(messenger.state().unwrap().session, Some(user("ada")));
        assert!(is_active(&messenger));
    }
}
