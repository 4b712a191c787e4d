//! Stub of the browser layer for non-wasm targets; every call returns `UnsupportedEnvironment`.

pub mod read;

use crate::core::attributes::Attributes;
use crate::core::diagnosis::Diagnosis;
use crate::core::error::{Code, Error};
use crate::core::session::{Event, SessionEvent, Settle, Snapshot, Ticket};

/// It cannot be created.
pub(crate) struct Runtime(std::convert::Infallible);

/// Subscription of a listener, which dropping ends. It cannot be created outside of a page.
#[derive(Debug)]
pub struct Subscription(std::convert::Infallible);

impl Runtime {
    pub(crate) fn of_page() -> Result<&'static Self, Error> {
        Err(Code::UnsupportedEnvironment.into())
    }

    pub(crate) fn open(&self, _: Settle) -> Ticket {
        match self.0 {}
    }

    pub(crate) fn dispatch(&self, _: Event) {
        match self.0 {}
    }

    pub(crate) fn turn() -> u32 {
        0
    }

    pub(crate) fn dispatch_in(&self, _: u32, _: Event) {
        match self.0 {}
    }

    pub(crate) fn url() -> String {
        String::new()
    }

    pub(crate) fn absolute(url: String) -> String {
        url
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        match self.0 {}
    }

    pub(crate) fn diagnose(&self, _: impl FnOnce(Diagnosis)) {
        match self.0 {}
    }

    pub(crate) fn subscribe(&self, _: impl Fn(&SessionEvent) + 'static) -> Subscription {
        match self.0 {}
    }
}

/// Runs nothing: no token is ever requested.
pub(crate) fn spawn<F>(_: F) {}

/// Fails, as attributes are serialized as JavaScript values.
pub(crate) fn serialized<T: ?Sized>(_: &T) -> Result<Attributes, Error> {
    Err(Code::UnsupportedEnvironment.into())
}
