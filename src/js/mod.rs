//! The exports for JavaScript.
//!
//! The session, the launchers and the diagnosis are separate features, because the npm package has each in a module of
//! its own.

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

/// Form in which this module runs: it may have been compiled to JavaScript.
#[cfg(feature = "js-session")]
const RUNS_AS: &str = if cfg!(feature = "js-lowered") { "javascript" } else { "wasm" };

/// Version of this module's package.
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

/// The loader's own module uses little memory, for which a free list is sufficient; the standard allocator would be a
/// tenth of its code. The lock is used because `AssumeSingleThreaded` needs an `unsafe` block.
#[global_allocator]
static ALLOCATOR: LockedAllocator<FreeListAllocator> = LockedAllocator::new(FreeListAllocator::new());
