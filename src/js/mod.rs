//! What JavaScript calls.
//!
//! The session, the launchers and the diagnosis are features of their own, because the npm package has each in a module of its
//! own.

#[cfg(feature = "js-diagnosis")]
mod diagnosis;
#[cfg(feature = "js-launcher")]
mod launcher;
#[cfg(feature = "js-session")]
mod listen;
#[cfg(feature = "js-calls")]
mod options;
#[cfg(feature = "js-calls")]
mod provider;
#[cfg(feature = "js-session")]
mod session;
#[cfg(feature = "js-session")]
mod state;

use lol_alloc::{FreeListAllocator, LockedAllocator};
use wasm_bindgen::prelude::*;

#[cfg(feature = "js-calls")]
use crate::core::error::Error;
#[cfg(feature = "js-calls")]
use crate::web::{Deferred, error};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = include_str!("../../npm/src/types.ts");

/// What this module runs as: it may have been made JavaScript.
#[cfg(feature = "js-session")]
const RUNS_AS: &str = if cfg!(feature = "js-lowered") { "javascript" } else { "wasm" };

/// The version of the package that this module is of.
#[wasm_bindgen(unchecked_return_type = "string")]
pub fn version() -> JsValue {
    env!("CARGO_PKG_VERSION").into()
}

#[cfg(feature = "js-calls")]
fn settle(deferred: &Deferred, outcome: Result<JsValue, Error>) {
    match outcome {
        Ok(value) => deferred.resolve(&value),
        Err(error) => deferred.reject(&error::to_js(error)),
    }
}

/// The loader's own module holds little memory, which a list of what is free is enough for; the standard allocator would
/// be a tenth of its code. The lock is there because `AssumeSingleThreaded` takes an `unsafe` block.
#[global_allocator]
static ALLOCATOR: LockedAllocator<FreeListAllocator> = LockedAllocator::new(FreeListAllocator::new());
