//! The Messenger's own methods, its callbacks and changed attributes.

crate::frame::trials! {
    methods:
    a_method_reaches_the_messenger_and_gives_what_it_returns
    a_method_that_throws_stops_nothing
    callbacks_survive_a_shutdown
    attributes_are_sent_with_the_token
}

mod trials {
    use std::cell::RefCell;
    use std::rc::Rc;

    use intercom_messenger_loader::{Attributes, Code, Messenger, MessengerEvent, SessionEvent, Value};

    use crate::page::{
        begin_update, call, fresh, fresh_with_messenger, page_code, settled, told, told_now, value,
    };
    use crate::tokens::{config_of, token_of};

    async fn ada() -> Messenger {
        let messenger = Messenger::new(config_of("ada"));
        settled(messenger.boot()).await.unwrap();
        messenger
    }

    pub(super) async fn a_method_reaches_the_messenger_and_gives_what_it_returns() {
        fresh().await;
        page_code(
            "window.Intercom = (...call) => ({ got: call, of: [1, 2.5, null, true] }); Intercom.booted = true",
        );
        let messenger = ada().await;
        let facts = Value::from(vec![("plan".to_owned(), "pro".into())]);
        let given = settled(messenger.call("trackEvent", vec!["paid".into(), facts])).await.unwrap();
        let expected = r#"{"got":["trackEvent","paid",{"plan":"pro"}],"of":[1,2.5,null,true]}"#;
        assert_eq!(given.as_ref().map(Value::as_json), Some(expected));
        settled(messenger.shutdown()).await;
        assert_eq!(settled(messenger.call("show", vec![])).await.unwrap_err().code(), Code::NotBooted);
    }

    pub(super) async fn a_method_that_throws_stops_nothing() {
        fresh().await;
        page_code(
            "window.Intercom = (method) => { if (method === 'show') throw new Error('broken') }; Intercom.booted = true",
        );
        let messenger = ada().await;
        assert_eq!(settled(messenger.call("show", vec![])).await, Ok(None));
        assert_eq!(settled(messenger.call("hide", vec![])).await, Ok(None));
    }

    pub(super) async fn callbacks_survive_a_shutdown() {
        fresh().await;
        // A Messenger that drops its callbacks as the real one does.
        page_code(
            "window.heard = {}; window.Intercom = (method, given) => { \
             if (method === 'shutdown') heard = {}; \
             if (typeof given === 'function') { heard[method] = given; \
             if (method === 'onUnreadCountChange') given(3); } }; Intercom.booted = true",
        );
        let messenger = Messenger::new(config_of("ada"));
        let news = Rc::new(RefCell::new(Vec::new()));
        let _subscription = {
            let news = Rc::clone(&news);
            let hear = move |notice: &SessionEvent| {
                if let SessionEvent::MessengerEvent(heard) = notice {
                    news.borrow_mut().push(heard.clone());
                }
            };
            messenger.subscribe(hear).unwrap()
        };
        messenger.listen(MessengerEvent::Show).unwrap();
        messenger.listen(MessengerEvent::Unread(0)).unwrap();
        for _ in 0..2 {
            settled(messenger.boot()).await.unwrap();
            assert_eq!(value("Object.keys(heard).sort()"), r#"["onShow","onUnreadCountChange","ready"]"#);
            page_code("heard.onShow(); window.late = heard.onShow");
            assert_eq!(news.take(), [MessengerEvent::Unread(3), MessengerEvent::Show]);
            settled(messenger.shutdown()).await;
            page_code("late()");
            assert_eq!(news.take(), [], "of a session that has ended");
        }
    }

    pub(super) async fn attributes_are_sent_with_the_token() {
        fresh_with_messenger().await;
        let messenger = ada().await;
        told_now();
        let first = begin_update(&messenger, Attributes::new().with("plan", "free"));
        settled(messenger.update(Attributes::new().with("plan", "pro"))).await.unwrap();
        first.await.unwrap();
        let token = token_of("ada");
        assert_eq!(told(), [call("update", &format!(r#""intercom_user_jwt":"{token}","plan":"pro""#))]);
    }
}
