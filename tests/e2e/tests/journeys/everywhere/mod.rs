//! The core journeys: they run in every engine. `E2E_ENGINE` chooses it, and `everywhere::` as a filter chooses them.

mod adoption;
mod boot;
mod csp;
mod history;
mod identity;
mod order;
mod script_tag;
mod shutdown;
mod widget;
