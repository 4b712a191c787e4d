//! The core journeys: they run in every engine. `E2E_ENGINE` chooses it, and `cross_browser::` as a filter chooses them.

mod adoption;
mod boot;
mod clobbered;
mod csp;
mod deferred;
mod head;
mod history;
mod identity;
mod methods;
mod navigation;
mod order;
mod refresh;
mod script_tag;
mod shutdown;
mod tabs;
mod widget;
