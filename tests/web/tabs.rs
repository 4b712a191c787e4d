//! Other tabs, simulated by page code on the same channel.

crate::frame::trials! {
    tabs:
    another_tab_s_shutdown_ends_this_session_and_nonsense_does_not
    a_shutdown_and_a_switch_are_told
}

mod trials {
    use intercom_messenger_loader::{Config, Messenger, Phase};

    use crate::page::{SHUTDOWN, fresh_with_messenger, page_code, settled, told, until, user_boot, value};
    use crate::tokens::{config_of, token_of};

    const CHANNEL: &str = "window.tab = new BroadcastChannel('intercom-messenger-loader'); window.heard = []; \
                           tab.onmessage = (event) => heard.push(event.data)";

    /// A session that follows the other tabs.
    fn in_step(user_id: &str) -> Config {
        let mut config = config_of(user_id);
        config.sync_tabs = true;
        config
    }

    pub(super) async fn another_tab_s_shutdown_ends_this_session_and_nonsense_does_not() {
        fresh_with_messenger().await;
        page_code(CHANNEL);
        let messenger = Messenger::new(in_step("ada"));
        settled(messenger.boot()).await.unwrap();
        page_code(
            "for (const nonsense of [1, null, {}, [], 'shutdown', 'boot:abc12345', 'shutdown:other123', {news: 'shutdown'}]) \
             tab.postMessage(nonsense)",
        );
        // Messages keep their order. Another tab has noted that no user is signed in.
        page_code(
            "localStorage.clear(); \
             document.cookie = 'intercom-messenger-loader-abc12345=; Path=/; Max-Age=0'; \
             tab.postMessage('switch:abc12345')",
        );
        until("the other tab's switch is heard", || told().len() == 3).await;
        let boot = user_boot(&token_of("ada"));
        assert_eq!(told(), [boot.clone(), SHUTDOWN.to_owned(), boot]);
        page_code("tab.postMessage('shutdown:abc12345')");
        until("the session ends", || messenger.state().unwrap().phase == Phase::Idle).await;
        assert_eq!(told().last().unwrap(), SHUTDOWN);
    }

    pub(super) async fn a_shutdown_and_a_switch_are_told() {
        fresh_with_messenger().await;
        page_code(CHANNEL);
        settled(Messenger::new(in_step("ada")).boot()).await.unwrap();
        settled(Messenger::new(in_step("grace")).boot()).await.unwrap();
        assert_eq!(value("Object.keys(localStorage)"), r#"["intercom-messenger-loader:abc12345"]"#);
        assert!(!value("Object.values(localStorage)").contains("grace"));
        settled(Messenger::new(in_step("grace")).shutdown()).await;
        assert_eq!(value("localStorage.length"), "0");
        until("all is heard", || value("heard.length") == "3").await;
        assert_eq!(value("heard"), r#"["switch:abc12345","switch:abc12345","shutdown:abc12345"]"#);
    }
}
