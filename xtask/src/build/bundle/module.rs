//! One parsed module: what it imports, exports and declares, and its text without the import and export syntax.

use anyhow::{Result, anyhow, bail};
use oxc::allocator::Allocator;
use oxc::ast::ast::{
    Declaration, ExportDefaultDeclarationKind, ImportDeclarationSpecifier, ModuleExportName, Program,
    Statement,
};
use oxc::parser::Parser;
use oxc::semantic::{Scoping, SemanticBuilder};
use oxc::span::{GetSpan, SourceType, Span};

use super::es2020;

/// `import { imported as local } from "specifier"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Import {
    /// The other module, as this one names it.
    pub(super) specifier: String,
    /// The name that the other module exports; `default` for a default import.
    pub(super) imported: String,
    /// The name that this module uses.
    pub(super) local: String,
}

/// A name that a module exports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Export {
    /// A name of the module's own scope, declared or imported there.
    Local { exported: String, local: String },
    /// `export { imported as exported } from "specifier"`.
    Forwarded { exported: String, specifier: String, imported: String },
}

/// A module as the linker needs it.
#[derive(Debug, Default)]
pub(super) struct Module {
    /// Its identity, as [`super::Sources::resolve`] gives it.
    pub(super) id: String,
    /// The text, without import declarations and `export` keywords.
    pub(super) body: String,
    pub(super) imports: Vec<Import>,
    pub(super) exports: Vec<Export>,
    /// Every specifier in the order of the text, once; also those imported for their effects alone.
    pub(super) requests: Vec<String>,
    /// Names declared at the top level, imports not among them.
    pub(super) declared: Vec<String>,
    /// Those of `declared` that are assigned to again somewhere.
    pub(super) reassigned: Vec<String>,
    /// Names that the module uses and does not declare, such as `window`.
    pub(super) globals: Vec<String>,
    /// It says `import.meta`, which only a module can.
    pub(super) import_meta: bool,
}

/// Refuses what is no JavaScript, or too new.
pub(super) fn check(id: &str, source: &str) -> Result<()> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, SourceType::mjs()).parse();
    if let Some(error) = parsed.diagnostics.iter().next() {
        bail!("{id}: not valid JavaScript: {error}");
    }
    check_age(id, source, &parsed.program)
}

fn check_age(id: &str, source: &str, program: &Program<'_>) -> Result<()> {
    es2020::check(program).map_err(|found| {
        let line = line(source, found.span);
        anyhow!("{id}:{line}: {} is newer than ES2020, the package's target", found.what)
    })
}

impl Module {
    /// Parses a module, refusing what the linker cannot join.
    pub(super) fn parse(id: &str, source: &str) -> Result<Self> {
        let allocator = Allocator::default();
        let parsed = Parser::new(&allocator, source, SourceType::mjs()).parse();
        if let Some(error) = parsed.diagnostics.iter().next() {
            bail!("{id}: not valid JavaScript: {error}");
        }
        let semantic = SemanticBuilder::new().with_check_syntax_error(true).build(&parsed.program);
        if let Some(error) = semantic.diagnostics.iter().next() {
            bail!("{id}: not valid JavaScript: {error}");
        }
        if !parsed.module_record.dynamic_imports.is_empty() {
            bail!("{id}: `import(…)` is not bundled; import the module at the top of the file");
        }
        check_age(id, source, &parsed.program)?;
        let mut module = Self { id: id.to_owned(), ..Self::default() };
        module.import_meta = !parsed.module_record.import_metas.is_empty();
        let cuts = module.read_syntax(&parsed.program, source)?;
        module.body = cut(source, &cuts);
        module.read_scope(semantic.semantic.scoping());
        Ok(module)
    }

    /// Reads the import and export statements; gives the parts of the text to leave out.
    fn read_syntax(&mut self, program: &Program<'_>, source: &str) -> Result<Vec<Span>> {
        let mut cuts = Vec::new();
        for statement in &program.body {
            match statement {
                Statement::ImportDeclaration(import) => {
                    cuts.push(import.span);
                    self.request(&import.source.value);
                    for specifier in import.specifiers.iter().flatten() {
                        self.read_import(&import.source.value, specifier)?;
                    }
                }
                Statement::ExportDeclaration(export) => {
                    cuts.push(Span::new(export.span.start, export.declaration.span().start));
                    self.read_declaration(&export.declaration)?;
                }
                Statement::ExportNamedDeclaration(export) => {
                    cuts.push(export.span);
                    for one in &export.specifiers {
                        let (local, exported) = (name(&one.local)?, name(&one.exported)?);
                        self.exports.push(Export::Local { exported, local });
                    }
                }
                Statement::ExportFromDeclaration(export) => {
                    cuts.push(export.span);
                    self.request(&export.source.value);
                    for one in &export.specifiers {
                        let (imported, exported) = (name(&one.local)?, name(&one.exported)?);
                        let specifier = export.source.value.to_string();
                        self.exports.push(Export::Forwarded { exported, specifier, imported });
                    }
                }
                Statement::ExportDefaultDeclaration(export) => {
                    let ExportDefaultDeclarationKind::Identifier(identifier) = &export.declaration else {
                        let line = line(source, export.span);
                        bail!(
                            "{}:{line}: `export default` of a value is not bundled; give it a name",
                            self.id
                        );
                    };
                    cuts.push(export.span);
                    let local = identifier.name.to_string();
                    self.exports.push(Export::Local { exported: "default".to_owned(), local });
                }
                Statement::ExportAllDeclaration(export) => {
                    let line = line(source, export.span);
                    bail!(
                        "{}:{line}: `export * from \"{}\"` is not bundled; name what is exported",
                        self.id,
                        export.source.value
                    );
                }
                _ => {}
            }
        }
        Ok(cuts)
    }

    fn request(&mut self, specifier: &str) {
        if !self.requests.iter().any(|known| known == specifier) {
            self.requests.push(specifier.to_owned());
        }
    }

    fn read_import(&mut self, from: &str, specifier: &ImportDeclarationSpecifier<'_>) -> Result<()> {
        let (imported, local) = match specifier {
            ImportDeclarationSpecifier::ImportSpecifier(one) => {
                (name(&one.imported)?, one.local.name.to_string())
            }
            ImportDeclarationSpecifier::ImportDefaultSpecifier(one) => {
                ("default".to_owned(), one.local.name.to_string())
            }
            ImportDeclarationSpecifier::ImportNamespaceSpecifier(one) => bail!(
                "{}: `import * as {} from \"{from}\"` is not bundled; name what is imported",
                self.id,
                one.local.name
            ),
        };
        self.imports.push(Import { specifier: from.to_owned(), imported, local });
        Ok(())
    }

    fn read_declaration(&mut self, declaration: &Declaration<'_>) -> Result<()> {
        let mut names = Vec::new();
        match declaration {
            Declaration::VariableDeclaration(variables) => {
                for one in &variables.declarations {
                    names.extend(one.id.get_binding_identifiers().iter().map(|id| id.name.to_string()));
                }
            }
            Declaration::FunctionDeclaration(function) => {
                names.extend(function.name().map(|id| id.to_string()))
            }
            Declaration::ClassDeclaration(class) => names.extend(class.name().map(|id| id.to_string())),
            _ => bail!("{}: only JavaScript is bundled", self.id),
        }
        for name in names {
            self.exports.push(Export::Local { exported: name.clone(), local: name });
        }
        Ok(())
    }

    fn read_scope(&mut self, scoping: &Scoping) {
        for symbol in scoping.iter_bindings_in(scoping.root_scope_id()) {
            let name = scoping.symbol_name(symbol);
            if scoping.symbol_flags(symbol).is_import() {
                continue;
            }
            self.declared.push(name.to_owned());
            if scoping.symbol_is_mutated(symbol) {
                self.reassigned.push(name.to_owned());
            }
        }
        self.globals = scoping.root_unresolved_references().keys().map(ToString::to_string).collect();
        self.declared.sort();
        self.globals.sort();
    }
}

fn name(name: &ModuleExportName<'_>) -> Result<String> {
    match name {
        ModuleExportName::IdentifierName(id) => Ok(id.name.to_string()),
        ModuleExportName::IdentifierReference(id) => Ok(id.name.to_string()),
        ModuleExportName::StringLiteral(text) => bail!("the name {:?} in quotes is not bundled", text.value),
    }
}

/// The line, counted from one, that a span starts on.
fn line(source: &str, span: Span) -> usize {
    let before = source.as_bytes().iter().take(span.start as usize);
    before.filter(|byte| **byte == b'\n').count() + 1
}

/// The text without the cut parts, which come in order and do not overlap.
fn cut(source: &str, cuts: &[Span]) -> String {
    let mut text = String::with_capacity(source.len());
    let mut from = 0;
    for span in cuts {
        text.push_str(source.get(from..span.start as usize).unwrap_or_default());
        from = span.end as usize;
    }
    text.push_str(source.get(from..).unwrap_or_default());
    text
}
