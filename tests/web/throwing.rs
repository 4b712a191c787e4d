//! Pages on which functions that the loader calls throw: every call settles, and a later one works when the page is
//! restored.

crate::frame::trials! {
    throwing:
    cookies_that_cannot_be_set
    cookies_that_are_an_element
    a_messenger_whose_state_cannot_be_read
    a_messenger_whose_queue_cannot_be_read
    a_queue_that_cannot_be_emptied
    a_channel_that_is_closed
    a_clock_that_throws
    a_history_that_cannot_be_read
    a_document_that_makes_no_elements
    a_connection_that_cannot_be_read
    a_storage_that_throws
    timers_that_throw
    a_console_that_throws
    errors_are_logged_without_tokens
}

mod trials {
    use intercom_messenger_loader::config::Load;
    use intercom_messenger_loader::{Config, Identity, Messenger};

    use crate::page::{
        boot, config, console_text, fresh_with_messenger, jitter, listen_to_console, live_messenger,
        page_code, settled, told, value, visitor_boot,
    };
    use crate::tokens::{config_of, renewing_config_of};

    /// Breaks the page and calls everything twice, since a hang shows at the next call; restores it, and boots.
    async fn goes_on(config: Config, breaks: &str, mends: &str) {
        fresh_with_messenger().await;
        jitter(0.0);
        page_code("window.broken = () => { throw new Error('broken') }");
        page_code(breaks);
        for _ in 0..2 {
            let messenger = Messenger::new(config.clone());
            let _ = settled(messenger.boot()).await;
            let _ = settled(messenger.refresh_token()).await;
            let _ = settled(messenger.route_update(Some("/next".to_owned()))).await;
            messenger.state().unwrap();
            settled(messenger.shutdown()).await;
        }
        page_code(mends);
        live_messenger();
        assert_eq!(boot(self::config()).await, Ok(Identity::Visitor));
        assert_eq!(told().last(), Some(&visitor_boot()));
    }

    fn ada() -> Config {
        let mut config = renewing_config_of("ada");
        config.sync_tabs = true;
        config.timeout = 50;
        config
    }

    /// Replaces a property with one whose getter and setter throw.
    fn throws(object: &str, name: &str) -> String {
        format!(
            "Object.defineProperty({object}, '{name}', {{ configurable: true, get: broken, set: broken }});"
        )
    }

    pub(super) async fn cookies_that_cannot_be_set() {
        let breaks = "document.cookie = 'intercom-id-abc12345=1; Path=/';
            window.kept = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
            Object.defineProperty(Document.prototype, 'cookie', { ...kept, set: broken })";
        goes_on(ada(), breaks, "Object.defineProperty(Document.prototype, 'cookie', kept)").await;
    }

    pub(super) async fn cookies_that_are_an_element() {
        let breaks = "document.body.innerHTML = '<form name=cookie></form>'";
        goes_on(ada(), breaks, "document.body.innerHTML = ''").await;
    }

    pub(super) async fn a_messenger_whose_state_cannot_be_read() {
        let breaks = format!("window.Intercom = () => {{}}; {}", throws("Intercom", "booted"));
        goes_on(ada(), &breaks, "delete window.Intercom").await;
    }

    pub(super) async fn a_messenger_whose_queue_cannot_be_read() {
        let breaks = format!("window.Intercom = () => {{}}; {}", throws("Intercom", "q"));
        goes_on(ada(), &breaks, "delete window.Intercom").await;
    }

    pub(super) async fn a_queue_that_cannot_be_emptied() {
        let breaks = format!(
            "window.call = {{}}; {} window.Intercom = () => {{}}; Intercom.q = Object.freeze([call])",
            throws("call", "0")
        );
        goes_on(ada(), &breaks, "delete window.Intercom").await;
    }

    pub(super) async fn a_channel_that_is_closed() {
        let breaks = "window.kept = BroadcastChannel.prototype.postMessage; BroadcastChannel.prototype.postMessage = broken";
        goes_on(ada(), breaks, "BroadcastChannel.prototype.postMessage = kept").await;
    }

    pub(super) async fn a_clock_that_throws() {
        goes_on(ada(), "performance.now = broken", "delete performance.now").await;
    }

    pub(super) async fn a_history_that_cannot_be_read() {
        let breaks = format!("delete window.navigation; {}", throws("history", "pushState"));
        goes_on(ada(), &breaks, "delete history.pushState").await;
    }

    pub(super) async fn a_document_that_makes_no_elements() {
        for load in [Load::Now, Load::Interaction] {
            let mut config = ada();
            config.load = load;
            let breaks = "delete window.Intercom; document.createElement = document.createElementNS = broken";
            goes_on(config, breaks, "delete document.createElement; delete document.createElementNS").await;
        }
    }

    pub(super) async fn a_connection_that_cannot_be_read() {
        for load in [Load::Load, Load::Idle] {
            let mut config = ada();
            config.load = load;
            let breaks = format!("delete window.Intercom; {}", throws("navigator", "connection"));
            goes_on(config, &breaks, "delete navigator.connection").await;
        }
    }

    pub(super) async fn a_storage_that_throws() {
        goes_on(ada(), &throws("window", "localStorage"), "delete window.localStorage").await;
    }

    pub(super) async fn timers_that_throw() {
        let breaks = "window.kept = clearTimeout; window.clearTimeout = broken";
        goes_on(ada(), breaks, "window.clearTimeout = kept").await;
    }

    pub(super) async fn a_console_that_throws() {
        let breaks = "window.kept = console.error; console.error = broken; window.Intercom = broken";
        goes_on(ada(), breaks, "console.error = kept").await;
    }

    pub(super) async fn errors_are_logged_without_tokens() {
        fresh_with_messenger().await;
        listen_to_console();
        page_code(
            "const pretty = 'ewogICAgImFsZyI6ICJIUzI1NiIKfQ.ewogICAgInVzZXJfaWQiOiAiYWRhIgp9.c2ln';
             window.Intercom = (...given) => { throw new Error(`cannot ${JSON.stringify(given)} ${pretty}`) };
             Intercom.booted = true;
             Object.defineProperty(Document.prototype, 'cookie',
               { get: () => { throw new Error('eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjoiYWRhIn0.c2ln') } })",
        );
        let messenger = Messenger::new(config_of("ada"));
        let _ = settled(messenger.boot()).await;
        settled(messenger.shutdown()).await;
        let text = console_text();
        assert!(text.contains("cannot [\"boot\",{\"app_id\":\"abc12345\""), "{text}");
        // The second token has JSON with line breaks, as some libraries write it.
        assert!(!text.contains("eyJ") && !text.contains("ewog"), "{text}");
        assert_eq!(value("typeof Intercom"), "\"function\"");
    }
}
