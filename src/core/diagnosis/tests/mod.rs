//! Tests of each check. Each row of a table: the facts, the check, its result, and a part of the observation.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::needless_pass_by_value)]

mod endpoint;
mod facts;
mod judgement;
mod messenger;
mod page;
mod token;
