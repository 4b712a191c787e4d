//! A small module and its JavaScript, shortened together; and what is refused.

#![allow(clippy::unwrap_used, clippy::panic)]

use anyhow::Result;
use wasm_encoder::{
    CodeSection, EntityType, ExportKind, ExportSection, Function, FunctionSection, ImportSection, Module,
    TypeSection,
};

use super::{Glue, letters, module};

/// How wasm-bindgen writes what surrounds the imports.
const INIT: &str = "
let wasmModule, wasmInstance, wasm;
function __wbg_finalize_init(instance, module) {
    wasmInstance = instance;
    wasm = instance.exports;
    wasmModule = module;
    cachedDataViewMemory0 = null;
    cachedUint8ArrayMemory0 = null;
    wasm.__wbindgen_start();
    return wasm;
}
async function __wbg_load(module, imports) { return module instanceof Response; }
function initSync(module) { if (wasm !== undefined) return wasm; }
let __wbg_init_promise;
async function __wbg_init(module_or_path) { if (wasm !== undefined) return wasm; }
async function __wbg_init_once(module_or_path) { return __wbg_load(module_or_path, __wbg_get_imports()); }
export { initSync, __wbg_init as default };
";

/// The glue around these imports and this further code.
fn javascript(imports: &str, further: &str) -> String {
    format!(
        "let cachedDataViewMemory0 = null, cachedUint8ArrayMemory0 = null;
        function __wbg_get_imports() {{
            const import0 = {{ __proto__: null, {imports} }};
            return {{ __proto__: null, \"./glue_bg.js\": import0 }};
        }}
        {further}
        {INIT}"
    )
}

/// A module that imports functions, from `./glue_bg.js` where there is no other path before a space, and exports a function under each name.
fn wasm(imports: &[&str], exports: &[&str]) -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    let mut imported = ImportSection::new();
    for name in imports {
        let (path, name) = name.split_once(' ').unwrap_or(("./glue_bg.js", name));
        imported.import(path, name, EntityType::Function(0));
    }
    let (mut functions, mut exported, mut code) =
        (FunctionSection::new(), ExportSection::new(), CodeSection::new());
    for (index, name) in (0_u32..).zip(exports) {
        functions.function(0);
        exported.export(name, ExportKind::Func, u32::try_from(imports.len()).unwrap() + index);
        let mut body = Function::new([]);
        body.instructions().call(0).end();
        code.function(&body);
    }
    let mut module = Module::new();
    module.section(&types).section(&imported).section(&functions).section(&exported).section(&code);
    module.finish()
}

const IMPORTS: &str = "
    __wbg_length_1: function(arg0) { const ret = arg0.length; return ret; },
    __wbg_unused_2: function(arg0) { const ret = arg0.unused; return ret; },
    __wbg_call_3: function() { return handleError(function (arg0, arg1) { arg0.call(arg1, wasm.__malloc); }, arguments); },
    __wbg_length_4: function(arg0) { const ret = arg0.length; return ret; },
    __wbg_own_5: function() { return this; },
";
const FURTHER: &str = "
    export function boot(options) { const wasm_boot = 'wasm.boot'; return wasm.boot(options, wasm_boot); }
    function other(wasm) { return wasm.elsewhere; }
    function handleError(f, args) {
        try {
            return f.apply(this, args);
        } catch (e) {
            const idx = addToExternrefTable0(e);
            wasm.__wbindgen_exn_store(idx);
        }
    }
";
const EXPORTS: &[&str] = &["boot", "__malloc", "__free", "__wbindgen_exn_store", "__wbindgen_start"];

fn shorten(javascript: &str, wasm: &[u8]) -> Result<(String, Vec<u8>)> {
    let glue = Glue::read(javascript)?;
    glue.shorten(&glue.merge(wasm)?)
}

/// The text without white space.
fn dense(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn both_get_the_same_short_names() {
    let imports = ["__wbg_call_3", "__wbg_length_4", "__wbg_own_5", "__wbg_length_1"];
    let (code, short) = shorten(&javascript(IMPORTS, FURTHER), &wasm(&imports, EXPORTS)).unwrap();
    let names: Vec<_> =
        module::imports(&short).unwrap().into_iter().map(|import| (import.module, import.name)).collect();
    let expected = [("a", "0"), ("a", "1"), ("a", "2"), ("a", "1")];
    assert_eq!(names, expected.map(|(module, name)| (module.to_owned(), name.to_owned())));
    assert_eq!(module::exports(&short).unwrap(), ["a", "b", "c", "d"]);
    let code = dense(&code);
    let list = "const__wbg_get_imports={a:[handleError((arg0,arg1)=>{arg0.call(arg1,wasm.b);}),\
                (arg0)=>{constret=arg0.length;returnret;},function(){returnthis;}]};";
    assert!(code.contains(list), "{code}");
    assert!(code.contains("wasm.a(options,wasm_boot)") && code.contains("'wasm.boot'"), "{code}");
    assert!(code.contains("returnwasm.elsewhere"), "{code}");
    assert!(code.contains("wasm.c(addToExternrefTable0(e))") && code.contains("wasm.d();"), "{code}");
}

#[test]
fn what_remains_of_the_module_is_the_same() {
    let before = wasm(&["__wbg_length_1"], &["boot", "__malloc", "__wbindgen_exn_store", "__wbindgen_start"]);
    let (_, after) = shorten(&javascript(IMPORTS, FURTHER), &before).unwrap();
    assert!(after.len() < before.len());
    // The names back, and it is byte for byte what it was.
    let long = ["boot", "__malloc", "__wbindgen_exn_store", "__wbindgen_start"];
    let restored = module::rename(
        &after,
        |_| Ok(("./glue_bg.js".to_owned(), "__wbg_length_1".to_owned())),
        |short| {
            long.iter()
                .zip(["a", "b", "c", "d"])
                .find(|(_, name)| *name == short)
                .map(|(long, _)| (*long).to_owned())
        },
    );
    assert_eq!(restored.unwrap(), before);
}

#[test]
fn functions_of_a_file_join_the_others() {
    let given = javascript(IMPORTS, FURTHER).replace(
        "\"./glue_bg.js\": import0 }",
        "\"./glue_bg.js\": import0, \"./page.js\": import1, \"./page.js\": import2 }",
    );
    let given =
        format!("import * as import1 from \"./page.js\"\nimport * as import2 from \"./page.js\"\n{given}");
    let module = wasm(&["__wbg_length_1", "./page.js isLive", "./page.js here"], EXPORTS);
    let (code, module) = super::join(&given, &module).unwrap();
    let (code, short) = shorten(&code, &module).unwrap();
    let names: Vec<_> = module::imports(&short).unwrap().into_iter().map(|import| import.name).collect();
    assert_eq!(names, ["0", "1", "2"]);
    let code = dense(&code);
    assert!(code.contains("import{isLive}from\"./page.js\";"), "{code}");
    assert!(code.contains("returnret;},isLive,here]};"), "{code}");
    assert!(!code.contains("import*") && !code.contains("import1"), "{code}");

    let twice = wasm(&["./page.js here", "./other.js here"], EXPORTS);
    let given = given.replacen("./page.js\"\n", "./other.js\"\n", 1);
    let error = super::join(&given, &twice).unwrap_err().to_string();
    assert!(error.contains("`here` comes from"), "{error}");
}

#[test]
fn an_export_can_be_taken_out() {
    let without = module::without_export(&wasm(&["x"], &["a", "b", "c"]), "b").unwrap();
    assert_eq!(module::exports(&without).unwrap(), ["a", "c"]);
    assert_eq!(module::imports(&without).unwrap().len(), 1);
}

#[test]
fn the_ways_of_starting_are_replaced() {
    let code = super::trim::trim(&javascript(IMPORTS, FURTHER)).unwrap();
    for gone in ["initSync", "__wbg_init_promise", "wasmModule", "Response", "__wbg_init_once"] {
        assert!(!code.contains(gone), "{gone}: {code}");
    }
    assert!(code.contains("__wbg_finalize_init as attach") && code.contains("__wbg_get_imports as imports"));
}

#[test]
fn refuses_a_name_that_the_other_side_lacks() {
    let refusal = |imports: &[&str], exports: &[&str]| {
        shorten(&javascript(IMPORTS, FURTHER), &wasm(imports, exports)).unwrap_err().to_string()
    };
    let error = refusal(&["__wbg_missing_6"], EXPORTS);
    assert!(error.contains("imports `__wbg_missing_6`, which the JavaScript does not have"), "{error}");
    let error = refusal(&["__wbg_length_1"], &["__malloc", "__wbindgen_exn_store", "__wbindgen_start"]);
    assert!(error.contains("uses `wasm.boot`, which the module does not export"), "{error}");
}

#[test]
fn refuses_shapes_that_it_does_not_know() {
    let refusal = |code: &str| match Glue::read(code) {
        Ok(_) => panic!("was read: {code}"),
        Err(error) => format!("{error:#}"),
    };
    let all = javascript(IMPORTS, FURTHER);
    for (code, expected) in [
        (javascript("a: 1,", FURTHER), "import `a` is no function"),
        (javascript("...others,", FURTHER), "a spread property"),
        (javascript(IMPORTS, "export const all = () => wasm;"), "others cannot be renamed"),
        (javascript(IMPORTS, "export const any = name => wasm[name];"), "others cannot be renamed"),
        (javascript(IMPORTS, "function handleError(f) {}"), "writes `handleError` in another way"),
        (all.replace("function initSync", "function sync"), "has no `initSync`"),
        (
            all.replace("function __wbg_get_imports", "function imports"),
            "`__wbg_get_imports` is not what is known",
        ),
        (all.replace("return wasm;\n}", "return 1;\n}"), "writes `__wbg_finalize_init` in another way"),
        (format!("{all} export {{ boot as more }};"), "2 statements `export"),
        (all.replace("import0 };\n        }", "import0, \"x\": y };\n        }"), "more than one object"),
        ("const = 1;".to_owned(), "not valid JavaScript"),
    ] {
        let error = refusal(&code);
        assert!(error.contains(expected), "{expected}: {error}");
    }
}

#[test]
fn letters_go_on_after_z() {
    assert_eq!(
        [0, 1, 25, 26, 27, 51, 52, 701, 702].map(letters),
        ["a", "b", "z", "aa", "ab", "az", "ba", "zz", "aaa"]
    );
}
