//! Fetches what later stages use while earlier ones compile.

use std::thread::{self, JoinHandle};

use super::Stage;
use crate::setup::{browsers, wasm_pack};
use crate::workspace::Workspace;

/// An installation that takes long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tool {
    Chromium,
    Firefox,
    WebKit,
    WasmPack,
}

/// Installations under way.
#[derive(Debug)]
pub(super) struct Preparation(Option<JoinHandle<()>>);

/// Starts to install what the stages of a plan use. An installation that fails here is retried by the stage that
/// needs it, whose log then contains the error.
pub(super) fn start(workspace: &Workspace, plan: &[&Stage]) -> Preparation {
    let mut tools: Vec<Tool> = Vec::new();
    for tool in plan.iter().flat_map(|stage| stage.uses) {
        if !tools.contains(tool) {
            tools.push(*tool);
        }
    }
    let workspace = workspace.clone();
    Preparation((!tools.is_empty()).then(|| {
        thread::spawn(move || {
            for tool in tools {
                let _ = match tool {
                    Tool::Chromium => browsers::chromedriver(),
                    Tool::Firefox => browsers::geckodriver(&workspace),
                    Tool::WebKit => browsers::webkit_driver(),
                    Tool::WasmPack => wasm_pack::program(&workspace),
                };
            }
        })
    }))
}

impl Preparation {
    /// Waits for running installations, so that no package manager is interrupted.
    pub(super) fn finish(self) {
        if let Some(handle) = self.0 {
            let _ = handle.join();
        }
    }
}
