//! The modules that an entry needs, dependencies first.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use super::Sources;
use super::module::Module;

/// The modules of one bundle in the order in which they run; the entry is the last.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub(super) modules: Vec<Module>,
    /// `(importer, specifier)` to the identity of the module that it names.
    resolved: BTreeMap<(String, String), String>,
}

impl Graph {
    /// The module that `importer` means by `specifier`.
    pub(super) fn target(&self, importer: &str, specifier: &str) -> Result<&Module> {
        self.resolved
            .get(&(importer.to_owned(), specifier.to_owned()))
            .and_then(|id| self.modules.iter().find(|module| module.id == *id))
            .with_context(|| format!("{importer}: \"{specifier}\" was not collected"))
    }
}

/// Loads `entry` and, depth first, everything that it imports; each module once.
pub(super) fn collect(entry: &str, sources: &dyn Sources) -> Result<Graph> {
    let mut graph = Graph::default();
    visit(entry, sources, &mut graph, &mut Vec::new())?;
    Ok(graph)
}

/// `path` holds the modules between the entry and this one.
fn visit(id: &str, sources: &dyn Sources, graph: &mut Graph, path: &mut Vec<String>) -> Result<()> {
    if let Some(start) = path.iter().position(|on_path| on_path == id) {
        let mut circle = path.split_off(start);
        circle.push(id.to_owned());
        bail!("modules import each other in a circle: {}", circle.join(" -> "));
    }
    if graph.modules.iter().any(|module| module.id == id) {
        return Ok(());
    }
    let module = Module::parse(id, &sources.load(id)?)?;
    path.push(id.to_owned());
    for specifier in &module.requests {
        let target = sources
            .resolve(id, specifier)
            .with_context(|| format!("{id}: cannot resolve the import of \"{specifier}\""))?;
        visit(&target, sources, graph, path)?;
        graph.resolved.insert((id.to_owned(), specifier.clone()), target);
    }
    path.pop();
    graph.modules.push(module);
    Ok(())
}
