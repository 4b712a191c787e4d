//! What the bundler joins, and what it refuses.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::{Format, Sources, bundle, finish};

/// Modules by name; a specifier is the name.
struct Table(BTreeMap<&'static str, &'static str>);

impl Sources for Table {
    fn resolve(&self, _importer: &str, specifier: &str) -> Result<String> {
        self.0.get(specifier).map(|_| specifier.to_owned()).context("there is no such module")
    }

    fn load(&self, id: &str) -> Result<String> {
        self.0.get(id).map(|text| (*text).to_owned()).context("there is no such module")
    }
}

fn try_bundle<const N: usize>(format: Format, modules: [(&'static str, &'static str); N]) -> Result<String> {
    Ok(finish(&bundle("entry", &Table(BTreeMap::from(modules)), format)?, format))
}

fn esm<const N: usize>(modules: [(&'static str, &'static str); N]) -> String {
    try_bundle(Format::Esm, modules).unwrap()
}

fn refusal<const N: usize>(modules: [(&'static str, &'static str); N]) -> String {
    match try_bundle(Format::Esm, modules) {
        Ok(code) => panic!("was bundled: {code}"),
        Err(error) => format!("{error:#}"),
    }
}

#[test]
fn an_import_becomes_the_declaration_and_only_exports_keep_their_names() {
    let code = esm([
        (
            "entry",
            "import { helper } from 'a'; export function boot(options) { return helper(options) + helper(1); }",
        ),
        ("a", "export function helper(value) { return globalThis.work(value, 'helper'); }"),
    ]);
    assert!(!code.contains("import") && code.contains(" as boot}"), "{code}");
    assert!(!code.contains("function helper"), "{code}");
}

#[test]
fn dependencies_come_first_and_each_module_once() {
    let code = esm([
        ("entry", "import 'a'; import 'b'; globalThis.say('entry');"),
        ("a", "import 'c'; globalThis.say('a');"),
        ("b", "import 'c'; globalThis.say('b');"),
        ("c", "globalThis.say('c');"),
    ]);
    let order: Vec<_> = ["`c`", "`a`", "`b`", "`entry`"]
        .iter()
        .map(|quoted| code.replace(['"', '\''], "`").find(quoted).unwrap())
        .collect();
    assert!(order.is_sorted(), "{code}");
    assert_eq!(code.matches("say").count(), 4, "{code}");
}

#[test]
fn renamed_default_and_forwarded_names_mean_the_declaration() {
    let code = esm([
        (
            "entry",
            "import start, { inner as other } from 'a'; export { deep as surface } from 'b'; \
             export const all = [start, other, other];",
        ),
        (
            "a",
            "function init() { globalThis.one(); } export const inner = globalThis.two; export { init as default };",
        ),
        ("b", "import { three } from 'c'; export { three as deep };"),
        ("c", "export const three = globalThis.three;"),
    ]);
    assert!(code.contains(" as surface") && code.contains(" as all"), "{code}");
    for once in ["globalThis.one", "globalThis.two", "globalThis.three"] {
        assert_eq!(code.matches(once).count(), 1, "{code}");
    }
}

#[test]
fn two_modules_may_use_one_name_for_the_same_import() {
    let code = esm([
        ("entry", "import { x as y } from 'b'; import 'a'; globalThis.first(y);"),
        ("a", "import { x as y } from 'b'; globalThis.second(y);"),
        ("b", "export const x = globalThis.make();"),
    ]);
    assert_eq!(code.matches("make").count(), 1, "{code}");
}

#[test]
fn an_unused_function_is_left_out() {
    let code = esm([
        ("entry", "import { used } from 'a'; export { used };"),
        ("a", "export function used() { return 1; } export function unused() { return 'never seen'; }"),
    ]);
    assert!(!code.contains("never seen"), "{code}");
}

#[test]
fn a_classic_script_keeps_its_names_to_itself_and_exports_nothing() {
    let modules = [
        ("entry", "import { a } from 'a'; export const b = a; globalThis.Public = { a, text: 'a…b' };"),
        ("a", "export const a = globalThis.make();"),
    ];
    let code = try_bundle(Format::Iife, modules).unwrap();
    assert!(code.starts_with("(()=>{\"use strict\";") && code.ends_with("})();\n"), "{code}");
    assert!(!code.contains("export") && code.contains("Public"), "{code}");
    assert!(code.is_ascii() && code.contains("a\\u2026b"), "{code}");
}

#[test]
fn refuses_a_name_that_two_modules_declare() {
    let error = refusal([("entry", "import 'a'; const state = 1;"), ("a", "let state = 2;")]);
    assert!(error.contains("`state` is a top-level name of a and of entry"), "{error}");
    let error = refusal([("entry", "import { x as y } from 'a'; y();"), ("a", "export const x = 1, y = 2;")]);
    assert!(error.contains("`y`"), "{error}");
}

#[test]
fn refuses_to_capture_what_another_module_takes_from_the_page() {
    let error = refusal([("entry", "import 'a'; const history = [];"), ("a", "history.back();")]);
    assert!(error.contains("a means the page's `history`, and entry declares"), "{error}");
}

#[test]
fn refuses_a_circle() {
    let error = refusal([("entry", "import 'a';"), ("a", "import 'b';"), ("b", "import 'a';")]);
    assert!(error.contains("a -> b -> a"), "{error}");
}

#[test]
fn refuses_a_copy_of_a_name_that_changes() {
    let error = refusal([
        ("entry", "import { count as n } from 'a'; globalThis.say(n);"),
        ("a", "export let count = 0; globalThis.up = () => { count += 1; };"),
    ]);
    assert!(error.contains("`count` of a changes later") && error.contains("`n`"), "{error}");
}

#[test]
fn refuses_forms_that_it_does_not_know_and_names_file_and_line() {
    for (text, expected) in [
        ("\nexport * from 'a';", "entry:2: `export * from \"a\"`"),
        ("import * as all from 'a';", "`import * as all from \"a\"`"),
        ("export default 1;", "entry:1: `export default` of a value"),
        ("export const load = () => import('a');", "entry: `import(…)`"),
        ("import { missing } from 'a'; missing();", "a exports no `missing`"),
        ("import 'nowhere';", "cannot resolve the import of \"nowhere\""),
        ("const = 1;", "entry: not valid JavaScript"),
        ("export { absent };", "entry: not valid JavaScript"),
    ] {
        let error = refusal([("entry", text), ("a", "export const present = 1;")]);
        assert!(error.contains(expected), "{text}: {error}");
    }
    let error = try_bundle(Format::Iife, [("entry", "globalThis.url = import.meta.url;")]);
    assert!(error.is_err_and(|error| error.to_string().contains("`import.meta`")));
}

#[test]
fn a_module_that_is_published_as_it_is_may_import_everything_and_nothing_too_new() {
    assert!(super::check("m", "import * as all from \"./index.js\";\nexport default all;").is_ok());
    let error = super::check("m", "let a;\na ??= 1;").map_err(|error| error.to_string());
    assert!(error.is_err_and(|error| error.contains("m:2: an assignment with `??=`")));
    assert!(super::check("m", "let a = ;").is_err());
}

#[test]
fn refuses_syntax_newer_than_es2020() {
    for (text, expected) in [
        ("export const a = {};\na.b ??= 1;", "entry:2: an assignment with `??=`"),
        ("export class A { b = 1; }", "a class field"),
        ("export class A { #b() {} }", "a private name"),
        ("export class A { static { globalThis.a(); } }", "a static block"),
        ("await globalThis.a;", "`await` at the top level"),
        ("export const a = /a/d;", "flag `d`"),
    ] {
        let error = refusal([("entry", text)]);
        assert!(error.contains(expected) && error.contains("ES2020"), "{text}: {error}");
    }
    let code = esm([("entry", "export async function a(b) { return (await b)?.c ?? 2n ** 3n; }")]);
    assert!(code.contains("?."), "{code}");
}

#[test]
fn commonjs_has_the_same_exports() {
    let modules = [
        ("entry", "export { helper as boot } from 'a'; export { Failure } from 'a';"),
        ("a", "export function helper() { return globalThis.work(); } export class Failure extends Error {}"),
    ];
    let code = try_bundle(Format::Cjs, modules).unwrap();
    assert!(code.starts_with("\"use strict\";") && !code.contains("export "), "{code}");
    for name in ["__esModule", "exports.boot=", "exports.Failure="] {
        assert!(code.contains(name), "{name} is missing: {code}");
    }
}

#[test]
fn commonjs_cannot_export_what_changes() {
    let modules = [("entry", "export let now = 0; export function tick() { now += 1; }")];
    assert!(try_bundle(Format::Esm, modules).is_ok());
    let error = try_bundle(Format::Cjs, modules).map_err(|error| error.to_string());
    assert!(error.is_err_and(|error| error.contains("`now` changes later")));
}
