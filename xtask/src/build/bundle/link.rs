//! Joins modules into one scope: finds what each import means, refuses what one scope cannot hold.
//!
//! An import under the name that the other module declares needs nothing: the name is simply there. Under another
//! name it becomes `const local = declared;`, which the minifier folds away. That copy is right because dependencies
//! run first and there are no circles, so the value is final; a name that is assigned to again is refused.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context, Result, bail};

use super::Format;
use super::graph::Graph;
use super::module::{Export, Module};

/// The text of all modules in one scope, with the last module's exports where [`Format`] has any.
pub(super) fn join(graph: &Graph, format: Format) -> Result<String> {
    let entry = graph.modules.last().context("a bundle needs an entry")?;
    let mut scope = Scope::default();
    let mut text = String::new();
    for module in &graph.modules {
        if module.import_meta && format != Format::Esm {
            bail!("{}: `import.meta` means nothing outside of an ES module", module.id);
        }
        for name in &module.declared {
            scope.declare(name, &module.id)?;
        }
        for import in &module.imports {
            let target = graph.target(&module.id, &import.specifier)?;
            let declared = declaration(graph, target, &import.imported)?;
            if declared.name != import.local {
                if declared.module.reassigned.contains(&declared.name) {
                    bail!(
                        "{}: `{}` of {} changes later, so it cannot be imported under the name `{}`",
                        module.id,
                        declared.name,
                        declared.module.id,
                        import.local
                    );
                }
                if scope.alias(&import.local, &declared.name, &module.id)? {
                    writeln!(text, "const {} = {};", import.local, declared.name)?;
                }
            }
        }
        // The empty statement ends whatever the module's last line left open.
        writeln!(text, "{}\n;", module.body)?;
    }
    check_globals(graph, &scope)?;
    match format {
        Format::Esm => {
            let list = exports(graph, entry)?
                .iter()
                .map(|(name, local)| format!("{local} as {name}"))
                .collect::<Vec<_>>();
            if !list.is_empty() {
                writeln!(text, "export {{ {} }};", list.join(", "))?;
            }
        }
        Format::Cjs => {
            // Tools that turn `import` into `require` ask by this mark whether there is a default export to make up.
            writeln!(text, "Object.defineProperty(exports, \"__esModule\", {{ value: true }});")?;
            for (name, local) in exports(graph, entry)? {
                // `exports.a = a` is a copy.
                if graph.modules.iter().any(|module| module.reassigned.contains(&local)) {
                    bail!("{}: `{name}` changes later, so CommonJS cannot export it", entry.id);
                }
                writeln!(text, "exports.{name} = {local};")?;
            }
        }
        Format::Iife => {}
    }
    Ok(text)
}

/// Where a name of the joined scope comes from.
#[derive(Debug, PartialEq, Eq)]
enum Origin {
    /// A module declares it.
    Declared { module: String },
    /// `const name = of`, written on behalf of an import in this module.
    Alias { of: String, module: String },
}

impl Origin {
    fn module(&self) -> &str {
        match self {
            Self::Declared { module } | Self::Alias { module, .. } => module,
        }
    }
}

#[derive(Debug, Default)]
struct Scope(BTreeMap<String, Origin>);

impl Scope {
    fn declare(&mut self, name: &str, module: &str) -> Result<()> {
        self.add(name, Origin::Declared { module: module.to_owned() })
    }

    /// Whether the alias is new; several modules may share one.
    fn alias(&mut self, name: &str, of: &str, module: &str) -> Result<bool> {
        if let Some(Origin::Alias { of: known, .. }) = self.0.get(name)
            && known == of
        {
            return Ok(false);
        }
        self.add(name, Origin::Alias { of: of.to_owned(), module: module.to_owned() })?;
        Ok(true)
    }

    fn add(&mut self, name: &str, origin: Origin) -> Result<()> {
        if let Some(known) = self.0.get(name) {
            bail!(
                "`{name}` is a top-level name of {} and of {}; rename one",
                known.module(),
                origin.module()
            );
        }
        self.0.insert(name.to_owned(), origin);
        Ok(())
    }
}

/// A declaration in the joined scope.
struct Declared<'a> {
    module: &'a Module,
    name: String,
}

/// What `module` exports as `exported`, followed through modules that only pass it on.
fn declaration<'a>(graph: &'a Graph, module: &'a Module, exported: &str) -> Result<Declared<'a>> {
    let export = module.exports.iter().find(|export| match export {
        Export::Local { exported: name, .. } | Export::Forwarded { exported: name, .. } => name == exported,
    });
    match export {
        None => bail!("{} exports no `{exported}`", module.id),
        Some(Export::Forwarded { specifier, imported, .. }) => {
            declaration(graph, graph.target(&module.id, specifier)?, imported)
        }
        Some(Export::Local { local, .. }) => {
            match module.imports.iter().find(|import| import.local == *local) {
                None => Ok(Declared { module, name: local.clone() }),
                Some(import) => {
                    declaration(graph, graph.target(&module.id, &import.specifier)?, &import.imported)
                }
            }
        }
    }
}

/// A name that one module takes from the page (`history`) must not be declared at the top of another.
fn check_globals(graph: &Graph, scope: &Scope) -> Result<()> {
    for module in &graph.modules {
        for global in &module.globals {
            if let Some(origin) = scope.0.get(global) {
                bail!(
                    "{} means the page's `{global}`, and {} declares a top-level `{global}`; rename that one",
                    module.id,
                    origin.module()
                );
            }
        }
    }
    Ok(())
}

/// The names that an entry exports, each with the name in the joined scope.
fn exports(graph: &Graph, entry: &Module) -> Result<Vec<(String, String)>> {
    let names = entry.exports.iter().map(|export| {
        let (Export::Local { exported, .. } | Export::Forwarded { exported, .. }) = export;
        Ok((exported.clone(), declaration(graph, entry, exported)?.name))
    });
    names.collect()
}
