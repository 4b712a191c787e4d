//! The example, and the promises of the guide on Segment about the destination.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod demo;
mod example;
mod identity;
mod safety;

/// The ids of demo users.
const ADA: &str = "user-ada-1815";
const GRACE: &str = "user-grace-1906";

/// Placeholder of a token.
fn token_of(user: &str) -> String {
    format!("<jwt for user_id {user}>")
}
