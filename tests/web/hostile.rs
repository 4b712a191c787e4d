//! Pages whose own code interferes: whatever it does, every call settles and a later one works.

crate::frame::trials! {
    hostile:
    a_fetch_that_returns_no_promise
    a_fetch_whose_answer_is_being_read_by_somebody_else
    a_listener_that_holds_another_subscription
    settings_that_cannot_be_deleted
    settings_that_are_read_only
    settings_that_are_read_only_for_ever
    settings_that_may_not_be_looked_at
    a_messenger_that_may_not_be_looked_at
    a_messenger_that_may_not_be_put_there
    a_messenger_that_throws
    prototypes_that_are_frozen
    a_state_that_is_asked_for_while_a_token_is_read
    answers_whose_members_throw
}

mod trials {
    use std::cell::RefCell;

    use intercom_messenger_loader::{Code, Config, Identity, Messenger};

    use crate::exports::{expose, outcome};
    use crate::page::{
        boot, config, found_settings, fresh_with_messenger, jitter, live_messenger, page_code, seen_requests,
        settings_are_gone, settled, told, until, value, visitor_boot, wrap_fetch,
    };
    use crate::tokens::{config_of, renewing_config_of, user};

    fn endpoint() -> Config {
        config().jwt_url("/api/messenger-token")
    }

    /// Checks that a boot works when the page is restored.
    async fn a_boot_works() {
        live_messenger();
        assert_eq!(boot(config()).await, Ok(Identity::Visitor));
        assert_eq!(told().last(), Some(&visitor_boot()));
    }

    pub(super) async fn a_fetch_that_returns_no_promise() {
        for wrapper in ["() => undefined", "() => null", "() => 'text'", "() => ({})"] {
            fresh_with_messenger().await;
            jitter(0.0);
            wrap_fetch(wrapper);
            let error = boot(endpoint()).await.unwrap_err();
            assert_eq!((error.code(), seen_requests().len()), (Code::EndpointUnreachable, 3), "{wrapper}");
        }
        a_boot_works().await;
    }

    pub(super) async fn a_fetch_whose_answer_is_being_read_by_somebody_else() {
        fresh_with_messenger().await;
        jitter(0.0);
        wrap_fetch(
            "async () => { const answer = new Response('{\"token\":null}'); answer.text(); return answer }",
        );
        let error = boot(endpoint()).await.unwrap_err();
        assert!(error.code().as_str().starts_with("endpoint_"), "{error:?}");
        assert_ne!(error.code(), Code::EndpointTimeout, "it waits for nothing");
        a_boot_works().await;
    }

    pub(super) async fn a_listener_that_holds_another_subscription() {
        fresh_with_messenger().await;
        let messenger = Messenger::new(config());
        let inner = RefCell::new(messenger.subscribe(|_| ()).ok());
        let outer = messenger.subscribe(move |_| drop(inner.borrow())).unwrap();
        drop(outer);
        a_boot_works().await;
    }

    /// As a page's `var` creates them.
    pub(super) async fn settings_that_cannot_be_deleted() {
        fresh_with_messenger().await;
        page_code(
            "Object.defineProperty(window, 'intercomSettings',
                { value: { user_id: '1' }, writable: true, enumerable: true, configurable: false })",
        );
        boot(config_of("ada")).await.unwrap();
        settled(Messenger::new(config_of("ada")).shutdown()).await;
        assert!(settings_are_gone());
        assert_eq!(value("window.intercomSettings === undefined"), "true");
        a_boot_works().await;
    }

    pub(super) async fn settings_that_are_read_only() {
        fresh_with_messenger().await;
        assert_eq!(boot(config_of("ada")).await, Ok(user("ada")));
        page_code(
            "Object.defineProperty(window, 'intercomSettings',
                { value: { user_id: '1' }, writable: false, configurable: true })",
        );
        settled(Messenger::new(config_of("ada")).shutdown()).await;
        assert_eq!(value("'intercomSettings' in window"), "false");
        a_boot_works().await;
    }

    pub(super) async fn settings_that_are_read_only_for_ever() {
        fresh_with_messenger().await;
        assert_eq!(boot(config_of("ada")).await, Ok(user("ada")));
        page_code(
            "Object.defineProperty(window, 'intercomSettings',
                { value: { user_id: '1', name: 'Ada' }, writable: false, configurable: false })",
        );
        settled(Messenger::new(config_of("ada")).shutdown()).await;
        a_boot_works().await;
        let found = found_settings();
        assert!(found.last().is_some_and(|settings| !settings.contains("user_id")), "{found:?}");
    }

    pub(super) async fn settings_that_may_not_be_looked_at() {
        fresh_with_messenger().await;
        page_code(
            "Object.defineProperty(window, 'intercomSettings',
                { get: () => { throw new ReferenceError('blocked') }, configurable: true })",
        );
        settled(Messenger::new(config_of("ada")).shutdown()).await;
        page_code("delete window.intercomSettings");
        a_boot_works().await;
    }

    /// As content blockers do (`abort-on-property-read`).
    pub(super) async fn a_messenger_that_may_not_be_looked_at() {
        page_code(
            "const abort = () => { throw new ReferenceError('blocked') };
             Object.defineProperty(window, 'Intercom', { get: abort, set: abort, configurable: true })",
        );
        jitter(0.0);
        assert!(boot(config()).await.is_err());
        settled(Messenger::new(config()).shutdown()).await;
        page_code("delete window.Intercom");
        a_boot_works().await;
    }

    /// As content blockers do (`abort-on-property-write`).
    pub(super) async fn a_messenger_that_may_not_be_put_there() {
        page_code(
            "Object.defineProperty(window, 'Intercom',
                { get: () => undefined, set: () => { throw new ReferenceError('blocked') }, configurable: true })",
        );
        jitter(0.0);
        assert!(boot(config()).await.is_err());
        settled(Messenger::new(config()).shutdown()).await;
        page_code("delete window.Intercom");
        a_boot_works().await;
    }

    pub(super) async fn a_messenger_that_throws() {
        fresh_with_messenger().await;
        page_code(
            "window.thrown = 0;
             window.Intercom = (method) => { thrown += method !== 'ready'; throw new Error('broken') };
             Intercom.booted = true",
        );
        let messenger = Messenger::new(renewing_config_of("ada"));
        assert_eq!(settled(messenger.boot()).await, Ok(user("ada")));
        assert_eq!(settled(messenger.refresh_token()).await, Ok(user("ada")));
        assert_eq!(settled(messenger.route_update(Some("/next".to_owned()))).await, Ok(()));
        until("the route is told", || value("thrown") == "3").await;
        settled(messenger.shutdown()).await;
        assert_eq!(value("thrown"), "4");
        a_boot_works().await;
    }

    /// As in hardened JavaScript. An assignment to a field of those names is then lost, or throws.
    pub(super) async fn prototypes_that_are_frozen() {
        fresh_with_messenger().await;
        expose().await;
        page_code("[Object, Array, Error].forEach(({ prototype }) => Object.freeze(prototype))");
        // `outcome` checks the error's name, its hint, and whether it is retryable.
        assert_eq!(outcome("loader.boot({})").await.unwrap_err().code, Code::InvalidAppId);
        let session = outcome("loader.boot({ appId: 'abc12345', settings: { plan: ['pro'] } })").await;
        assert_eq!(session.as_deref(), Ok(r#"{"kind":"visitor"}"#));
        assert_eq!(value("loader.state().phase"), "\"active\"");
        assert_eq!(
            told().last().map(String::as_str),
            Some(r#"["boot",{"app_id":"abc12345","plan":["pro"]}]"#)
        );
        a_boot_works().await;
    }

    pub(super) async fn a_state_that_is_asked_for_while_a_token_is_read() {
        fresh_with_messenger().await;
        expose().await;
        page_code(
            "window.seen = new Set();
             for (const name of ['atob', 'decodeURIComponent']) {
               const own = window[name];
               window[name] = (text) => { seen.add(loader.state().phase); return own(text) };
             }",
        );
        assert_eq!(boot(config_of("ada")).await, Ok(user("ada")));
        assert_eq!(value("[...seen]"), "[\"idle\"]", "the session is at work");
        assert_eq!(value("loader.state().phase"), "\"active\"");
        a_boot_works().await;
    }

    pub(super) async fn answers_whose_members_throw() {
        for member in ["Headers.prototype.get", "Array.prototype.slice", "TextDecoder.prototype.decode"] {
            fresh_with_messenger().await;
            jitter(0.0);
            wrap_fetch("async () => new Response('{\"token\":null}')");
            page_code(&format!(
                "window.kept = {member}; window.left = 3;
                 {member} = function (...given) {{
                   if ((left -= 1) >= 0) throw new Error('broken');
                   return Reflect.apply(kept, this, given);
                 }}"
            ));
            let messenger = Messenger::new(endpoint());
            let _ = settled(messenger.boot()).await;
            settled(messenger.shutdown()).await;
            page_code(&format!("{member} = kept"));
            a_boot_works().await;
        }
    }
}
