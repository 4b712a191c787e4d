//! Route changes. Intercom's quota of updates lasts as long as a page, so each test has a separate page.

crate::frame::trials! {
    routes:
    a_burst_of_changes_is_one_update_with_the_token
}

mod trials {
    use intercom_messenger_loader::Messenger;

    use crate::page::{call, fresh_with_messenger, settled, told, told_now, until, value};
    use crate::tokens::{config_of, token_of};

    pub(super) async fn a_burst_of_changes_is_one_update_with_the_token() {
        fresh_with_messenger().await;
        let messenger = Messenger::new(config_of("ada"));
        settled(messenger.boot()).await.unwrap();
        told_now();
        for url in ["/a", "/b", "/c"] {
            settled(messenger.route_update(Some(url.to_owned()))).await.unwrap();
        }
        let before = value("Math.floor(Date.now() / 1000)");
        until("the route is told", || !told().is_empty()).await;
        let after = value("Math.floor(Date.now() / 1000)");
        let update = |seconds: &str| {
            let token = token_of("ada");
            call("update", &format!(r#""intercom_user_jwt":"{token}","last_request_at":{seconds}"#))
        };
        let told = told();
        assert!(told == [update(&before)] || told == [update(&after)], "{told:?}");
    }
}
