//! Listeners that call back, unsubscribe, or are added during a notification.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use intercom_messenger_loader::{Identity, Messenger, Phase, SessionEvent, Subscription};
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    SHUTDOWN, begin_boot, begin_shutdown, config, fresh_with_messenger, settled, told, until, visitor_boot,
};

/// A place for a subscription that the listener manages itself.
type Slot = Rc<RefCell<Option<Subscription>>>;

fn counter() -> (Rc<Cell<u32>>, impl Fn() + Clone) {
    let count = Rc::new(Cell::new(0));
    let counter = Rc::clone(&count);
    (count, move || counter.set(counter.get() + 1))
}

#[wasm_bindgen_test]
async fn one_may_shut_down_as_soon_as_the_session_is_ready() {
    fresh_with_messenger().await;
    let messenger = Messenger::new(config());
    let handle = messenger.clone();
    let _subscription = messenger.subscribe(move |notice| {
        if matches!(notice, SessionEvent::Ready(_)) {
            spawn_local(begin_shutdown(&handle));
        }
    });
    assert_eq!(settled(messenger.boot()).await, Ok(Identity::Visitor));
    until("the session has ended", || messenger.state().unwrap().phase == Phase::Idle).await;
    assert_eq!(told(), [&visitor_boot(), SHUTDOWN]);
}

#[wasm_bindgen_test]
async fn one_may_boot_while_the_session_is_being_ended() {
    fresh_with_messenger().await;
    let messenger = Messenger::new(config());
    settled(messenger.boot()).await.unwrap();
    let (handle, second, once) = (messenger.clone(), Rc::new(RefCell::new(None)), Cell::new(true));
    let place = Rc::clone(&second);
    let _subscription = messenger.subscribe(move |_| {
        if handle.state().is_ok_and(|state| state.phase == Phase::ShuttingDown) && once.take() {
            *place.borrow_mut() = Some(begin_boot(&handle));
        }
    });
    settled(messenger.shutdown()).await;
    let second = second.borrow_mut().take().expect("the listener booted");
    assert_eq!(second.await, Ok(Identity::Visitor));
    assert_eq!(told(), [&visitor_boot(), SHUTDOWN, &visitor_boot()]);
    assert_eq!(messenger.state().unwrap().phase, Phase::Active);
}

#[wasm_bindgen_test]
async fn one_may_stop_listening_from_inside_its_own_call() {
    fresh_with_messenger().await;
    let messenger = Messenger::new(config());
    let ((calls, count), slot) = (counter(), Slot::default());
    let place = Rc::clone(&slot);
    let subscription = messenger.subscribe(move |_| {
        count();
        drop(place.borrow_mut().take());
    });
    *slot.borrow_mut() = subscription.ok();
    settled(messenger.boot()).await.unwrap();
    settled(messenger.shutdown()).await;
    assert_eq!(calls.get(), 1);
}

#[wasm_bindgen_test]
async fn one_may_stop_another_from_listening() {
    fresh_with_messenger().await;
    let messenger = Messenger::new(config());
    let ((calls, count), slot) = (counter(), Slot::default());
    let place = Rc::clone(&slot);
    let _first = messenger.subscribe(move |_| drop(place.borrow_mut().take()));
    *slot.borrow_mut() = messenger.subscribe(move |_| count()).ok();
    settled(messenger.boot()).await.unwrap();
    assert_eq!(calls.get(), 0);
}

#[wasm_bindgen_test]
async fn one_that_comes_while_something_is_told_hears_what_follows() {
    fresh_with_messenger().await;
    let messenger = Messenger::new(config());
    let (heard, slot) = (Rc::new(RefCell::new(Vec::new())), Slot::default());
    let (handle, ears, place) = (messenger.clone(), Rc::clone(&heard), Rc::clone(&slot));
    let _first = messenger.subscribe(move |notice| {
        if matches!(notice, SessionEvent::Ready(_)) {
            let ears = Rc::clone(&ears);
            *place.borrow_mut() = handle.subscribe(move |notice| ears.borrow_mut().push(notice.clone())).ok();
        }
    });
    settled(messenger.boot()).await.unwrap();
    assert!(!heard.borrow().contains(&SessionEvent::Ready(Identity::Visitor)), "{heard:?}");
    settled(messenger.shutdown()).await;
    assert!(heard.borrow().contains(&SessionEvent::StateChange), "{heard:?}");
}

#[wasm_bindgen_test]
async fn they_hear_of_every_boot_until_they_are_dropped() {
    fresh_with_messenger().await;
    let messenger = Messenger::new(config());
    let (calls, count) = counter();
    let subscription = messenger.subscribe(move |notice| {
        if matches!(notice, SessionEvent::Ready(_)) {
            count();
        }
    });
    for boots in 1..=3 {
        settled(messenger.boot()).await.unwrap();
        assert_eq!(calls.get(), boots);
        settled(messenger.shutdown()).await;
    }
    drop(subscription);
    settled(messenger.boot()).await.unwrap();
    assert_eq!(calls.get(), 3);
}
