//! Functions that the module takes straight from a JavaScript file of the crate's, without a function around them.
//!
//! wasm-bindgen gives the module such a file as it is, as one more module to import from. Here they join the others, so
//! that there is one object of imports and the bundler sees which functions of a file are used.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use oxc::allocator::Allocator;
use oxc::ast::ast::{Expression, ImportDeclarationSpecifier, ObjectPropertyKind, Program, Statement};
use oxc::parser::Parser;
use oxc::span::{GetSpan, SourceType, Span};

use super::edit::{Edit, apply};
use super::module;
use super::script::Imports;

/// What the names of these functions begin with among the others, so that they differ from them.
const PREFIX: &str = "__direct_";

/// The JavaScript and the module with all imports in one object.
pub(in crate::build) fn join(source: &str, wasm: &[u8]) -> Result<(String, Vec<u8>)> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, SourceType::mjs()).parse();
    let files = Files::find(&parsed.program);
    let imports = Imports::find(&parsed.program).context("the glue gives no imports as is known")?;
    let mut names = BTreeMap::new();
    for import in module::imports(wasm)? {
        if files.paths.contains(import.module.as_str())
            && let Some(other) = names.insert(import.name.clone(), import.module.clone())
            && other != import.module
        {
            bail!("`{}` comes from {other} and from {}", import.name, import.module);
        }
    }
    let mut edits: Vec<Edit> = files.statements.iter().map(|span| Edit::replace(*span, "")).collect();
    for (name, path) in &names {
        edits.push(Edit::insert(0, format!("import {{ {name} }} from \"{path}\";\n")));
        let end = imports.functions.span.end - 1;
        edits.push(Edit::insert(end, format!("{PREFIX}{name}: {name},\n")));
    }
    // One path may stand there several times, under several names of the same object.
    for property in &imports.modules.properties {
        if let ObjectPropertyKind::ObjectProperty(property) = property
            && let Expression::Identifier(value) = &property.value
            && files.names.contains(&value.name.as_str())
        {
            edits.push(Edit::replace(with_comma(source, property.span), ""));
        }
    }
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let whole = Span::new(0, u32::try_from(source.len())?);
    let own = imports.module.clone();
    let wasm = module::rename(
        wasm,
        |import| {
            let direct = names.get(import.name).is_some_and(|path| path == import.module);
            let name = if direct { format!("{PREFIX}{}", import.name) } else { import.name.to_owned() };
            let module = if direct { own.clone() } else { import.module.to_owned() };
            Ok((module, name))
        },
        |name| Some(name.to_owned()),
    )?;
    Ok((apply(source, whole, &edits), wasm))
}

/// `import * as name from "path"`, as often as it stands there.
#[derive(Default)]
struct Files<'p> {
    paths: BTreeSet<&'p str>,
    names: Vec<&'p str>,
    statements: Vec<Span>,
}

impl<'p> Files<'p> {
    fn find(program: &'p Program<'_>) -> Self {
        let mut files = Self::default();
        for statement in &program.body {
            if let Statement::ImportDeclaration(declaration) = statement
                && let Some([ImportDeclarationSpecifier::ImportNamespaceSpecifier(all)]) =
                    declaration.specifiers.as_ref().map(|all| all.as_slice())
            {
                files.paths.insert(declaration.source.value.as_str());
                files.names.push(all.local.name.as_str());
                files.statements.push(statement.span());
            }
        }
        files
    }
}

/// A property's span with the comma after it.
fn with_comma(source: &str, span: Span) -> Span {
    let rest = source.get(span.end as usize..).unwrap_or_default();
    let comma = rest.len() - rest.trim_start().len();
    let comma = if rest.get(comma..).is_some_and(|rest| rest.starts_with(',')) { comma + 1 } else { 0 };
    Span::new(span.start, span.end + u32::try_from(comma).unwrap_or_default())
}
