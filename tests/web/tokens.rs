//! Users, their tokens, and functions that return them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;

use intercom_messenger_loader::core::token::RawToken;
use intercom_messenger_loader::{Config, Error, Identity};

use crate::page::{config, token};

/// Expiry of the tokens of these tests, in Unix seconds: in the year 2100.
pub(crate) const END: u32 = 4_102_444_800;

/// Result of a function of the application.
pub(crate) type CallValue = Result<Option<RawToken>, Error>;

/// A user's identity.
pub(crate) fn user(user_id: &str) -> Identity {
    Identity::User { user_id: user_id.to_owned() }
}

/// A token of this user that does not expire while the tests run.
pub(crate) fn token_of(user_id: &str) -> String {
    token(user_id, END.into())
}

/// A configuration for this user, with a function that returns the token at once.
pub(crate) fn config_of(user_id: &str) -> Config {
    let token = token_of(user_id);
    config().get_jwt(move || {
        let token = RawToken::new(token.clone());
        async move { Ok(Some(token)) }
    })
}

/// A configuration for this user, with a function that signs another token each time.
pub(crate) fn renewing_config_of(user_id: &'static str) -> Config {
    let end = Cell::new(END);
    config().get_jwt(move || {
        end.set(end.get() + 1);
        let token = RawToken::new(token(user_id, end.get().into()));
        async move { Ok(Some(token)) }
    })
}

/// A configuration with a function that always returns the same, and the number of its calls.
pub(crate) fn giving(given: impl Fn() -> CallValue + 'static) -> (Config, Rc<Cell<u32>>) {
    let calls = Rc::new(Cell::new(0));
    let counter = Rc::clone(&calls);
    let config = config().get_jwt(move || {
        counter.set(counter.get() + 1);
        let given = given();
        async move { given }
    });
    (config, calls)
}

/// A token that arrives when the test provides it.
pub(crate) struct Later {
    sender: oneshot::Sender<CallValue>,
    /// Number of requests for it.
    pub(crate) asked: Rc<Cell<u32>>,
}

impl Later {
    /// A function that waits for the test; later calls return no user.
    pub(crate) fn config() -> (Config, Self) {
        let (sender, receiver) = oneshot::channel::<CallValue>();
        let (receiver, asked) = (RefCell::new(Some(receiver)), Rc::new(Cell::new(0)));
        let counter = Rc::clone(&asked);
        let config = config().get_jwt(move || {
            counter.set(counter.get() + 1);
            let receiver = receiver.borrow_mut().take();
            async move {
                match receiver {
                    Some(receiver) => receiver.await.unwrap_or(Ok(None)),
                    None => Ok(None),
                }
            }
        });
        (config, Self { sender, asked })
    }

    /// Provides this user's token.
    pub(crate) fn give(self, user_id: &str) {
        self.sender.send(Ok(Some(RawToken::new(token_of(user_id))))).unwrap();
    }
}
