//! wasm-bindgen's JavaScript, taken apart: the functions that the module imports, and the uses of its exports.

use std::collections::BTreeMap;

use anyhow::{Context, Result, anyhow, bail};
use oxc::allocator::Allocator;
use oxc::ast::ast::{
    Argument, Expression, Function, IdentifierReference, ObjectExpression, ObjectPropertyKind, Program,
    PropertyKey, PropertyKind, Statement, StaticMemberExpression, ThisExpression,
};
use oxc::ast_visit::{Visit, walk};
use oxc::parser::Parser;
use oxc::semantic::{Scoping, SemanticBuilder, SymbolId};
use oxc::span::{GetSpan as _, SourceType, Span};
use oxc::syntax::scope::ScopeFlags;

use super::edit::{Edit, apply, range};

/// The function that gives what the module imports.
const GET_IMPORTS: &str = "__wbg_get_imports";
/// The variable that holds the module's exports.
const WASM: &str = "wasm";
/// The function that keeps what a call throws for the module to fetch.
const HANDLE_ERROR: &str = "handleError";
/// The one module that the shortened module imports from.
pub(super) const MODULE: &str = "a";

/// The JavaScript, with the places where names of the module stand.
#[derive(Debug)]
pub(super) struct Script {
    source: String,
    /// The function that gives the imports.
    get_imports: Span,
    /// What the module calls that object.
    module: String,
    /// The functions in it, by the names of the imports.
    functions: Vec<(String, Span)>,
    /// The names of exports, where the JavaScript uses them.
    exports: Vec<(String, Span)>,
    /// What makes the functions shorter, in the order of the text.
    arrows: Vec<Edit>,
}

/// What stands in the place of the names.
#[derive(Debug, Default)]
pub(super) struct ShortNames {
    /// The imports that the module has; each is going to be called by its position here.
    pub(super) imports: Vec<String>,
    /// The exports' new names, by the old ones.
    pub(super) exports: BTreeMap<String, String>,
}

impl Script {
    pub(super) fn read(source: String) -> Result<Self> {
        let allocator = Allocator::default();
        let parsed = Parser::new(&allocator, &source, SourceType::mjs()).parse();
        if let Some(error) = parsed.diagnostics.iter().next() {
            bail!("the glue is not valid JavaScript: {error}");
        }
        let semantic = SemanticBuilder::new().build(&parsed.program);
        if let Some(error) = semantic.diagnostics.iter().next() {
            bail!("the glue is not valid JavaScript: {error}");
        }
        let scoping = semantic.semantic.scoping();
        let imports = Imports::find(&parsed.program).with_context(|| {
            format!("the glue's `{GET_IMPORTS}` is not what is known: one object, returned under one name")
        })?;
        let mut functions = Vec::new();
        let mut arrows = Vec::new();
        for property in &imports.functions.properties {
            if let Some((name, value)) = read_function(property)? {
                functions.push((name, value.span()));
                if let Expression::FunctionExpression(function) = value {
                    arrows.extend(arrow(function));
                }
            }
        }
        if !imports.alone {
            bail!("the glue's imports come from more than one object");
        }
        let exports = read_exports(&parsed.program, scoping)?;
        let (get_imports, module) = (imports.span, imports.module);
        drop(semantic);
        Ok(Self { get_imports, module, functions, exports, arrows, source })
    }

    /// What the module calls the object with the functions.
    pub(super) fn module(&self) -> &str {
        &self.module
    }

    /// Each import's name and the text of its function.
    pub(super) fn functions(&self) -> impl Iterator<Item = (&str, &str)> {
        self.functions
            .iter()
            .map(|(name, span)| (name.as_str(), self.source.get(range(*span)).unwrap_or_default()))
    }

    /// The names of the exports that are used.
    pub(super) fn exports(&self) -> impl Iterator<Item = &str> {
        self.exports.iter().map(|(name, _)| name.as_str())
    }

    /// The JavaScript with short names and with only the functions that have one.
    pub(super) fn write(&self, names: &ShortNames) -> Result<String> {
        let mut edits = self.arrows.clone();
        for (name, span) in &self.exports {
            let short = names.exports.get(name);
            let short = short.with_context(|| {
                format!("the JavaScript uses `wasm.{name}`, which the module does not export")
            })?;
            edits.push(Edit::replace(*span, short));
        }
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let mut list = Vec::new();
        for import in &names.imports {
            let function = self.functions.iter().find(|(name, _)| name == import);
            let (_, span) = function.with_context(|| {
                format!("the module imports `{import}`, which the JavaScript does not have")
            })?;
            list.push(apply(&self.source, *span, &edits));
        }
        // An array is an object whose names need not be written. It stands at the top, where a browser reads it together
        // with the file, beside the page's own work; what is inside a function it reads again when that is called.
        let imports = format!("const {GET_IMPORTS} = {{ {MODULE}: [{}] }};", list.join(",\n"));
        edits.retain(|edit| {
            edit.span.end <= self.get_imports.start || edit.span.start >= self.get_imports.end
        });
        edits.push(Edit::replace(self.get_imports, imports));
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let whole = Span::new(0, u32::try_from(self.source.len())?);
        Ok(apply(&self.source, whole, &edits))
    }
}

/// `function __wbg_get_imports() { const any = { … }; return { __proto__: null, "module": any }; }`
pub(super) struct Imports<'p, 'a> {
    span: Span,
    /// The object with the functions.
    pub(super) functions: &'p ObjectExpression<'a>,
    /// What the module calls it.
    pub(super) module: String,
    /// The object with all that the module imports from.
    pub(super) modules: &'p ObjectExpression<'a>,
    /// There is nothing but `functions` in it.
    alone: bool,
}

impl<'p, 'a> Imports<'p, 'a> {
    pub(super) fn find(program: &'p Program<'a>) -> Option<Self> {
        let function = program.body.iter().find_map(|statement| match statement {
            Statement::FunctionDeclaration(function) if function.name()? == GET_IMPORTS => Some(function),
            _ => None,
        })?;
        let body = function.body.as_ref()?;
        let [Statement::VariableDeclaration(variables), Statement::ReturnStatement(returned)] =
            body.statements.as_slice()
        else {
            return None;
        };
        let [variable] = variables.declarations.as_slice() else { return None };
        let Expression::ObjectExpression(functions) = variable.init.as_ref()? else { return None };
        let Expression::ObjectExpression(modules) = returned.argument.as_ref()? else { return None };
        let mut named = modules.properties.iter().filter_map(|property| match property {
            ObjectPropertyKind::ObjectProperty(property) => {
                property.key.static_name().filter(|name| name != "__proto__")
            }
            ObjectPropertyKind::SpreadProperty(_) => None,
        });
        let module = named.next()?.into_owned();
        let alone = named.next().is_none();
        Some(Self { span: function.span, functions, module, modules, alone })
    }
}

/// The name of one import, and its function or the name of one; nothing for `__proto__: null`.
fn read_function<'p, 'a>(
    property: &'p ObjectPropertyKind<'a>,
) -> Result<Option<(String, &'p Expression<'a>)>> {
    let ObjectPropertyKind::ObjectProperty(property) = property else {
        bail!("the glue's imports hold a spread property");
    };
    let PropertyKey::StaticIdentifier(key) = &property.key else {
        bail!("the glue's imports hold a name that is no identifier");
    };
    match &property.value {
        Expression::FunctionExpression(_) if property.kind == PropertyKind::Init && !property.method => {
            Ok(Some((key.name.to_string(), &property.value)))
        }
        Expression::Identifier(_) => Ok(Some((key.name.to_string(), &property.value))),
        Expression::NullLiteral(_) if key.name == "__proto__" => Ok(None),
        _ => bail!("the glue's import `{}` is no function", key.name),
    }
}

/// The edits that make an arrow function of an import's function; none where that would change what it does.
///
/// `function() { return handleError(function(a) { … }, arguments); }` becomes `handleError((a)=>{ … })`, which wraps
/// once instead of at every call.
fn arrow(function: &Function<'_>) -> Vec<Edit> {
    let Some(inner) = handled(function) else { return arrow_alone(function) };
    let alone = arrow_alone(inner);
    if alone.is_empty() {
        // Then the wrapped function stays one, which is the same to `handleError`.
        return Vec::new();
    }
    let mut edits =
        vec![Edit::replace(Span::new(function.span.start, inner.span.start), format!("{HANDLE_ERROR}("))];
    edits.extend(alone);
    edits.push(Edit::replace(Span::new(inner.span.end, function.span.end), ")"));
    edits
}

fn arrow_alone(function: &Function<'_>) -> Vec<Edit> {
    let mut own = Own::default();
    own.visit_function(function, ScopeFlags::empty());
    match &function.body {
        Some(_) if !own.used && !function.generator && !function.r#async => vec![
            Edit::remove(function.span.start, function.params.span.start),
            Edit::insert(function.params.span.end, "=>"),
        ],
        _ => Vec::new(),
    }
}

/// The inner function of `function() { return handleError(function(…) { … }, arguments); }`.
fn handled<'p, 'a>(function: &'p Function<'a>) -> Option<&'p Function<'a>> {
    let [Statement::ReturnStatement(returned)] = function.body.as_ref()?.statements.as_slice() else {
        return None;
    };
    let Expression::CallExpression(call) = returned.argument.as_ref()? else { return None };
    let Expression::Identifier(callee) = &call.callee else { return None };
    match call.arguments.as_slice() {
        [Argument::FunctionExpression(inner), Argument::Identifier(arguments)]
            if callee.name == HANDLE_ERROR && arguments.name == "arguments" =>
        {
            Some(inner)
        }
        _ => None,
    }
}

/// Whether a function uses what an arrow function does not have of its own.
#[derive(Default)]
struct Own {
    used: bool,
}

impl<'a> Visit<'a> for Own {
    fn visit_this_expression(&mut self, _: &ThisExpression) {
        self.used = true;
    }

    fn visit_identifier_reference(&mut self, identifier: &IdentifierReference<'a>) {
        self.used |= identifier.name == "arguments";
    }
}

/// Every `wasm.name`. Apart from those, `wasm` may only be assigned to.
fn read_exports(program: &Program<'_>, scoping: &Scoping) -> Result<Vec<(String, Span)>> {
    let symbol = scoping.get_root_binding(WASM.into());
    let symbol = symbol.with_context(|| format!("the glue has no variable `{WASM}`"))?;
    let mut members = Members { scoping, symbol, found: Vec::new() };
    members.visit_program(program);
    let reads = scoping.get_resolved_references(symbol).filter(|reference| reference.is_read()).count();
    if members.found.len() == reads {
        Ok(members.found)
    } else {
        Err(anyhow!(
            "the glue reads `{WASM}` {reads} times, of which {} are `{WASM}.name`; others cannot be renamed",
            members.found.len()
        ))
    }
}

struct Members<'s> {
    scoping: &'s Scoping,
    symbol: SymbolId,
    found: Vec<(String, Span)>,
}

impl<'a> Visit<'a> for Members<'_> {
    fn visit_static_member_expression(&mut self, member: &StaticMemberExpression<'a>) {
        if let Expression::Identifier(object) = &member.object
            && self.scoping.get_reference(object.reference_id()).symbol_id() == Some(self.symbol)
        {
            self.found.push((member.property.name.to_string(), member.property.span));
        }
        walk::walk_static_member_expression(self, member);
    }
}
