//! Pages whose markup has elements with the names of members of `document` and `window` that a script uses.

crate::frame::trials! {
    clobbered:
    a_session_begins_and_ends
    the_messenger_s_script_is_loaded
    a_launcher_is_drawn_and_heard
}

mod trials {
    use intercom_messenger_loader::config::Load;
    use intercom_messenger_loader::{Attributes, Code, Identity, Messenger, Phase};

    use crate::page::{
        SHUTDOWN, boot, config, fresh, fresh_with_messenger, inserted_scripts, jitter, live_messenger,
        page_code, settled, told, until, user_boot, value, visitor_boot, widget_arrives,
    };
    use crate::tokens::{config_of, token_of, user};

    /// Adds an element under each name that the loader uses; the test itself reads the originals with `own`.
    const CLOBBER: &str = "
        window.own = (name) => Reflect.get(Document.prototype, name, document);
        const names = ['addEventListener', 'body', 'cookie', 'createElement', 'createElementNS', 'currentScript',
          'documentElement', 'head', 'prerendering', 'querySelector', 'querySelectorAll', 'readyState',
          'removeEventListener', 'scripts', 'visibilityState'];
        const ids = ['BroadcastChannel', 'Intercom', 'IntercomMessenger', 'intercomSettings', 'navigation',
          'requestIdleCallback', 'trustedTypes'];
        document.body.insertAdjacentHTML('beforeend', [
          ...names.map((name) => `<form name=\"${name}\"><input name=\"${name}\"></form><img name=\"${name}\">`),
          ...ids.map((id) => `<a id=\"${id}\"></a><a id=\"${id}\" name=\"q\"></a>`)].join(''))";

    fn clobber() {
        // If the browser has them itself, no element is visible there.
        page_code("delete window.navigation; delete window.trustedTypes; delete window.requestIdleCallback");
        page_code(CLOBBER);
        assert_eq!(value("document.cookie === own('cookie') || document.head === own('head')"), "false");
    }

    pub(super) async fn a_session_begins_and_ends() {
        fresh_with_messenger().await;
        page_code(
            "document.cookie = 'intercom-id-abc12345=1; Path=/'; document.cookie = 'a-session=1; Path=/'",
        );
        clobber();
        let messenger = Messenger::new(config_of("ada"));
        assert_eq!(settled(messenger.boot()).await, Ok(user("ada")));
        settled(messenger.shutdown()).await;
        assert_eq!(told(), [&user_boot(&token_of("ada")), SHUTDOWN]);
        assert_eq!(value("own('cookie')"), "\"a-session=1\"");
    }

    pub(super) async fn the_messenger_s_script_is_loaded() {
        fresh().await;
        jitter(0.0);
        clobber();
        assert_eq!(boot(config()).await.unwrap_err().code(), Code::WidgetUrlFailed);
        assert_eq!(inserted_scripts(), 3);
        widget_arrives();
        assert_eq!(boot(config()).await, Ok(Identity::Visitor));
        assert_eq!(told().last(), Some(&visitor_boot()));
    }

    pub(super) async fn a_launcher_is_drawn_and_heard() {
        fresh().await;
        clobber();
        page_code(
            "own('body').insertAdjacentHTML('beforeend', '<form class=chat><input name=closest></form>')",
        );
        let mut config = config().settings(Attributes::new().with("custom_launcher_selector", ".chat"));
        config.load = Load::Interaction;
        for launcher in ["#intercom-messenger-loader-launcher", ".chat"] {
            let messenger = Messenger::new(config.clone());
            settled(messenger.boot()).await.unwrap();
            live_messenger();
            page_code(&format!("own('body').querySelector('{launcher}').click()"));
            until("it is wanted", || messenger.state().unwrap().phase == Phase::Active).await;
            settled(messenger.shutdown()).await;
            page_code("delete window.Intercom");
        }
    }
}
