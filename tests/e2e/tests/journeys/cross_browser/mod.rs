//! The core journeys, which run in every engine. `E2E_ENGINE` selects the engine, and the filter `cross_browser::`
//! the journeys.

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
