//! The names in a wasm module: reading them, and writing the module with others.

use anyhow::{Result, bail};
use wasm_encoder::reencode::{self, Reencode, utils};
use wasm_encoder::{ExportSection, ImportSection};
use wasmparser::{Export, Import, ImportSectionReader, Parser, Payload, TypeRef};

use crate::build::rewrite::rewrite;

/// A function that a module imports.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) module: String,
    pub(super) name: String,
}

/// The imports, in order; only functions are known here.
pub(super) fn imports(wasm: &[u8]) -> Result<Vec<Name>> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::ImportSection(section) = payload? else { continue };
        for import in section.into_imports() {
            let Import { module, name, ty } = import?;
            if !matches!(ty, TypeRef::Func(_)) {
                bail!("the module imports `{name}`, which is no function: {ty:?}");
            }
            names.push(Name { module: module.to_owned(), name: name.to_owned() });
        }
    }
    Ok(names)
}

/// The names of the exports, in order.
pub(crate) fn exports(wasm: &[u8]) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::ExportSection(section) = payload? else { continue };
        for export in section {
            names.push(export?.name.to_owned());
        }
    }
    Ok(names)
}

/// The module with other names: `import` gives the module and the name of an import, `export` the name of an export,
/// or nothing to leave that export out.
pub(super) fn rename(
    wasm: &[u8],
    import: impl FnMut(Import<'_>) -> Result<(String, String)>,
    export: impl FnMut(&str) -> Option<String>,
) -> Result<Vec<u8>> {
    rewrite(wasm, Renamer { import, export })
}

/// The module with this export gone; everything else keeps its name.
pub(in crate::build) fn without_export(wasm: &[u8], removed: &str) -> Result<Vec<u8>> {
    rename(
        wasm,
        |import| Ok((import.module.to_owned(), import.name.to_owned())),
        |name| (name != removed).then(|| name.to_owned()),
    )
}

struct Renamer<I, E> {
    import: I,
    export: E,
}

impl<I, E> Reencode for Renamer<I, E>
where
    I: FnMut(Import<'_>) -> Result<(String, String)>,
    E: FnMut(&str) -> Option<String>,
{
    type Error = anyhow::Error;

    fn parse_import_section(
        &mut self,
        section: &mut ImportSection,
        imports: ImportSectionReader<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        for import in imports.into_imports() {
            let import = import?;
            let (module, name) = (self.import)(import).map_err(reencode::Error::UserError)?;
            section.import(&module, &name, self.entity_type(import.ty)?);
        }
        Ok(())
    }

    fn parse_export(
        &mut self,
        section: &mut ExportSection,
        export: Export<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        match (self.export)(export.name) {
            Some(name) => utils::parse_export(self, section, Export { name: &name, ..export }),
            None => Ok(()),
        }
    }
}
