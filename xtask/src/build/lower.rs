//! Translates a module to JavaScript, for pages where WebAssembly is not allowed: into `npm/pkg/lowered/`.
//!
//! wasm-bindgen writes the JavaScript around it as for bundlers, wasm-opt lowers the features that have no
//! counterpart, and binaryen's wasm2js translates the rest. walrus changes the module for them:
//!
//! - wasm2js supports one table only. wasm-bindgen adds a second one, for references, if the module declares that
//!   feature; so the module declares no features.
//! - A JavaScript function grows the memory and detaches the old buffer as WebAssembly does
//!   (`npm/src/core/lowered-memory.ts`): wasm-bindgen detects growth by nothing else, and would keep using the old
//!   buffer.
//! - Data is stored beside it as text. wasm2js writes base64, which is larger when it is compressed.
//! - Moves of eight bytes are calls (`eight.rs`).

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::json;
use walrus::ir::{Call, Instr, InstrLocId, Value, VisitorMut, dfs_pre_order_mut};
use walrus::{ConstExpr, DataKind, ElementItems, FunctionId, Module, RawCustomSection, ValType};
use wasm_bindgen_cli_support::{Bindgen, EncodeInto};

use super::{eight, paths};
use crate::output::Output;
use crate::process::{Command, read, write};
use crate::setup;
use crate::workspace::Workspace;

/// The section in which a linked module lists the features that it was compiled with.
const FEATURES: &str = "target_features";

/// Features that rustc uses; each is lowered below or has a counterpart in JavaScript.
const ENABLED: [&str; 4] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
];

/// Writes a compiled module as JavaScript: `<name>.js`, with the module's exports, and the files that it imports.
pub(super) fn lower(
    workspace: &Workspace,
    output: &mut Output,
    compiled: &Path,
    out: &Path,
    name: &str,
) -> Result<()> {
    let mut generated = Bindgen::new()
        .input_module(name, without_features(compiled)?)
        .out_name(name)
        .bundler(true)?
        .typescript(true)
        .encode_into(EncodeInto::Always)
        .generate_output()
        .context("wasm-bindgen cannot read the compiled core")?;
    take_memory(generated.wasm_mut(), out, name)?;
    generated.emit(out)?;
    let lowered = translate(workspace, output, out, name)?;
    paths::check(workspace, read(&lowered)?.as_bytes())?;
    // See `direct`.
    let start = out.join(format!("{name}.js"));
    let text = read(&start)?;
    let Some((before, after)) = text.split_once("import * as wasm from") else {
        bail!("wasm-bindgen starts a module in another way than expected: {}", start.display());
    };
    write(&start, format!("{before}import wasm from{after}"))
}

/// Reads a compiled module and clears its list of features. Without references wasm-bindgen leaves one import undefined:
/// the first free index on its own heap of objects, after 1,024 and its four constants.
pub(crate) fn without_features(compiled: &Path) -> Result<Module> {
    let mut module = Module::from_file(compiled).context("walrus cannot read the compiled module")?;
    if module.customs.remove_raw(FEATURES).is_none() {
        bail!("{} says nothing of its features", compiled.display());
    }
    // An empty list.
    module.customs.add(RawCustomSection { name: FEATURES.to_owned(), data: vec![0] });
    let open = module.imports.get_func("__wbindgen_externref_xform__", "__wbindgen_externref_statics_end")?;
    module.replace_imported_func(open, |(body, _)| {
        body.i32_const(1028);
    })?;
    Ok(module)
}

/// Moves the growth of the memory and its data into `<name>_memory.js`.
pub(crate) fn take_memory(module: &mut Module, out: &Path, name: &str) -> Result<()> {
    let beside = format!("{name}_memory.js");
    grow_from(module, &format!("./{beside}"));
    let data = take_data(module)?;
    drop_adapters(module)?;
    eight::move_by_calls(module)?;
    // esbuild finds the JavaScript under the name of the wasm. The two import each other; functions exist before
    // either has run.
    let text = format!(
        "import {{ memory }} from \"./{name}_bg.wasm\";\n\
         import {{ fillMemory, growMemory }} from \"#lowered-memory\";\n\
         export function grow(pages) {{ return growMemory(memory, pages); }}\n\
         export function fill() {{ fillMemory(memory, {data}); }}\n"
    );
    write(&out.join(beside), text)
}

/// Replaces `<name>_bg.wasm` with `<name>_bg.wasm.js`, and returns its path.
pub(crate) fn translate(
    workspace: &Workspace,
    output: &mut Output,
    out: &Path,
    name: &str,
) -> Result<PathBuf> {
    let wasm = out.join(format!("{name}_bg.wasm"));
    let wasm_opt = Command::new(setup::node::tool(workspace, "wasm-opt"))
        .args(ENABLED)
        // The options of the module's own optimization.
        .args(["--flatten", "--rereloop", "-Oz", "--flatten", "--rereloop", "-Oz", "-Oz"])
        .args(["--low-memory-unused", "--reorder-functions-by-name"])
        .args([
            "--signext-lowering",
            "--llvm-nontrapping-fptoint-lowering",
            "--llvm-memory-copy-fill-lowering",
            "-Oz",
            "--converge",
            "--coalesce-locals-learning",
            "--vacuum",
            "-o",
        ])
        .args([&wasm, &wasm]);
    output.run(&wasm_opt)?;
    // esbuild resolves the import of the wasm in the other file to this name.
    let lowered = out.join(format!("{name}_bg.wasm.js"));
    let wasm2js = Command::new(setup::node::tool(workspace, "wasm2js"))
        .args(["-Oz", "--disable-bulk-memory"])
        .arg(&wasm)
        .arg("-o")
        .arg(&lowered);
    output.run(&wasm2js)?;
    fs::remove_file(&wasm).with_context(|| format!("cannot remove {}", wasm.display()))?;
    write(&lowered, direct(&read(&lowered)?))?;
    Ok(lowered)
}

/// Makes the output of wasm2js use its imports directly, and export one object as the default. wasm2js passes whole modules
/// as objects, in which esbuild would keep every name.
fn direct(text: &str) -> String {
    let passes_modules = |line: &str| {
        (line.starts_with(" var $_") && line.contains(" = imports["))
            || (line.starts_with("  \"./") && line.contains("\": $_"))
            || line.starts_with("export var ")
    };
    // esbuild keeps a variable whose value is a property.
    let is_unused = |line: &str| {
        let name = line.strip_prefix(" var ").and_then(|rest| rest.split_once(" = Math."));
        name.is_some_and(|(name, _)| text.matches(name).count() == 1)
    };
    let mut kept: Vec<_> = text.lines().filter(|line| !passes_modules(line) && !is_unused(line)).collect();
    kept.extend(["export default retasmFunc;", "export const { memory } = retasmFunc;", ""]);
    kept.join("\n")
}

/// Takes wasm-bindgen's adapters for closures out of the table: one for each type of closure that js-sys accepts. Only
/// descriptions of imports referred to them there, which wasm-bindgen has removed; the adapter in use is an export.
fn drop_adapters(module: &mut Module) -> Result<()> {
    let is_adapter = |id: &FunctionId| {
        let name = module.funcs.get(*id).name.as_deref();
        name.is_some_and(|name| name.contains("convert::closures::_::invoke"))
    };
    let mut dropped = 0;
    for element in module.elements.iter_mut() {
        let ElementItems::Functions(functions) = &mut element.items else { continue };
        // Places in the table are data of the module, so a place is filled with another function.
        let Some(other) = functions.iter().copied().find(|id| !is_adapter(id)) else { continue };
        for id in functions.iter_mut().filter(|id| is_adapter(id)) {
            *id = other;
            dropped += 1;
        }
    }
    if dropped == 0 {
        bail!("the table has no adapters of wasm-bindgen's, or they have another name");
    }
    Ok(())
}

/// Replaces the instruction that grows the memory with a call of an imported function.
struct Grow(FunctionId);

impl VisitorMut for Grow {
    fn visit_instr_mut(&mut self, instruction: &mut Instr, _: &mut InstrLocId) {
        if instruction.is_memory_grow() {
            *instruction = Call { func: self.0 }.into();
        }
    }
}

/// Grows the memory by a function of the JavaScript module `from`.
fn grow_from(module: &mut Module, from: &str) {
    let signature = module.types.add(&[ValType::I32], &[ValType::I32]);
    let (grow, _) = module.add_import_func(from, "grow", signature);
    for (_, function) in module.funcs.iter_local_mut() {
        let entry = function.entry_block();
        dfs_pre_order_mut(&mut Grow(grow), function, entry);
    }
}

/// Removes the data from a module and returns it: `[[offset, text], …]`, with one character for each byte.
fn take_data(module: &mut Module) -> Result<serde_json::Value> {
    let mut segments = Vec::new();
    for data in module.data.iter() {
        let DataKind::Active { offset: ConstExpr::Value(Value::I32(offset)), .. } = data.kind else {
            bail!("the module has data without a fixed place");
        };
        segments.push(json!([offset, data.value.iter().copied().map(char::from).collect::<String>()]));
    }
    let all: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
    for data in all {
        module.data.delete(data);
    }
    for memory in module.memories.iter_mut() {
        memory.data_segments.clear();
    }
    Ok(segments.into())
}
