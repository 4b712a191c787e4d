//! What is met and stays, and what is not and goes.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use wasm_encoder::{
    ConstExpr, CustomSection, DataSection, DataSymbolDefinition, ElementSection, Elements, EntityType,
    ExportKind, ExportSection, FunctionSection, ImportSection, LinkingSection, MemorySection, MemoryType,
    Module, RawSection, RefType, SymbolTable, TableSection, TableType, TypeSection,
};
use wasmparser::{ElementItems, Operator, Parser, Payload};

use super::find;
use crate::build::traps::{Traps, check};

/// What a function of these modules does.
#[derive(Clone, Copy)]
enum Does {
    Call(u8),
    /// Takes the address of a function: the import is 0, and the function `n` is the table's `n`th.
    Address(u8),
    /// Takes the address of the data with this number, four bytes each, from address 64 on.
    Data(u8),
}
use Does::{Address, Call, Data};

/// A module as wasm-ld writes it: with one import, a function that does each of these, exports of them by number, data
/// in which each word is the address of a function, and notes about all addresses if `noted`.
fn module(bodies: &[&[Does]], exports: &[(&str, u32)], data: &[u8], noted: bool) -> Vec<u8> {
    let count = u8::try_from(bodies.len()).unwrap();
    let (mut code, mut in_code, mut in_data) = (vec![count], Vec::new(), Vec::new());
    for body in bodies {
        code.extend([u8::try_from(2 + body.iter().map(|does| does.size()).sum::<usize>()).unwrap(), 0]);
        for does in *body {
            let at = u8::try_from(code.len() + 1).unwrap();
            match *does {
                Call(function) => code.extend([0x10, function]),
                // Addresses take five bytes, so that the linker can fill them in.
                Address(function) => {
                    code.extend([0x41, 0x80 | function, 0x80, 0x80, 0x80, 0, 0x1a]);
                    in_code.push(vec![1, at, function]);
                }
                Data(number) => {
                    code.extend([0x41, 0xc0 + 4 * number, 0x80, 0x80, 0x80, 0, 0x1a]);
                    in_code.push(vec![4, at, count + 1 + number, 0]);
                }
            }
        }
        code.push(0x0b);
    }
    for (number, function) in (0_u8..).zip(data) {
        // Before the segment's bytes are its count, flags, offset (4 bytes) and length.
        in_data.push(vec![2, 7 + 4 * number, *function]);
    }

    let mut symbols = SymbolTable::new();
    for index in 0..=u32::from(count) {
        let flags = if index == 0 { SymbolTable::WASM_SYM_UNDEFINED } else { 0 };
        symbols.function(flags, index, (index > 0).then_some("function"));
    }
    for number in 0..u32::try_from(data.len()).unwrap() {
        symbols.data(0, "data", Some(DataSymbolDefinition { index: 0, offset: 4 * number, size: 4 }));
    }
    let mut linking = LinkingSection::new();
    linking.symbol_table(&symbols);

    let mut module = start(&(1..=u32::from(count)).collect::<Vec<_>>(), exports);
    module.section(&RawSection { id: 10, data: &code });
    let words: Vec<u8> = data.iter().flat_map(|function| u32::from(*function).to_le_bytes()).collect();
    let mut segments = DataSection::new();
    segments.active(0, &ConstExpr::i32_const(64), words);
    module.section(&segments);
    if noted {
        module.section(&linking);
        for (name, section, notes) in [("reloc.CODE", 7, in_code), ("reloc.DATA", 8, in_data)] {
            let mut bytes = vec![section, u8::try_from(notes.len()).unwrap()];
            bytes.extend(notes.concat());
            module.section(&CustomSection { name: name.into(), data: bytes.into() });
        }
    }
    module.finish()
}

/// The sections before the code.
fn start(functions: &[u32], exported: &[(&str, u32)]) -> Module {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    let mut imports = ImportSection::new();
    imports.import("__wbindgen_placeholder__", "__wbg_here_1", EntityType::Function(0));
    let mut declared = FunctionSection::new();
    functions.iter().for_each(|_| _ = declared.function(0));
    let mut tables = TableSection::new();
    let (minimum, element_type) = (64, RefType::FUNCREF);
    tables.table(TableType { element_type, table64: false, minimum, maximum: None, shared: false });
    let mut memories = MemorySection::new();
    let (minimum, maximum, page_size_log2) = (1, None, None);
    memories.memory(MemoryType { minimum, maximum, memory64: false, shared: false, page_size_log2 });
    let mut exports = ExportSection::new();
    for (name, function) in exported {
        exports.export(name, ExportKind::Func, *function);
    }
    let mut elements = ElementSection::new();
    elements.active(None, &ConstExpr::i32_const(1), Elements::Functions(functions.into()));
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&declared).section(&tables).section(&memories);
    module.section(&exports).section(&elements);
    module
}

impl Does {
    fn size(self) -> usize {
        match self {
            Call(_) => 2,
            Address(_) | Data(_) => 7,
        }
    }
}

/// The numbers of the functions that are traps, those in the table, and the data's words.
fn look(wasm: &[u8]) -> (Vec<u32>, Vec<u32>, Vec<u8>) {
    let (mut index, mut traps, mut table, mut words) = (0, Vec::new(), Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.unwrap() {
            Payload::CodeSectionEntry(body) => {
                index += 1;
                let first = body.get_operators_reader().unwrap().read().unwrap();
                traps.extend(matches!(first, Operator::Unreachable).then_some(index));
            }
            Payload::ElementSection(section) => {
                for element in section {
                    let ElementItems::Functions(functions) = element.unwrap().items else { continue };
                    table.extend(functions.into_iter().map(Result::unwrap));
                }
            }
            Payload::DataSection(section) => {
                words.extend(section.into_iter().flat_map(|datum| datum.unwrap().data).step_by(4));
            }
            Payload::CustomSection(section) => assert_eq!(section.name(), "", "it should be gone"),
            _ => {}
        }
    }
    (traps, table, words)
}

/// Of the functions 1 to 10: 1 is exported and leads to 3 and, by the first word of the data, to 8; 2 describes the
/// import that 1 calls and leads to 4; 5 describes one that is absent, by means of 6, and leads to 7; 9 is only in the
/// second word; 10 is an export that goes.
const BODIES: &[&[Does]] = &[
    &[Call(0), Address(3), Data(0)],
    &[Address(4)],
    &[],
    &[],
    &[Call(6), Address(7)],
    &[],
    &[],
    &[],
    &[],
    &[Data(1)],
];
const EXPORTS: &[(&str, u32)] = &[
    ("boot", 1),
    ("__wbindgen_describe___wbg_here_1", 2),
    ("__wbindgen_describe___wbg_absent_2", 5),
    ("gone", 10),
];

#[test]
fn what_is_met_stays_and_all_else_becomes_one_trap() {
    let wasm = module(BODIES, EXPORTS, &[8, 9], true);
    let found = find(&wasm, Traps::default(), &["gone"]).unwrap();
    let (traps, table, words) = look(&found.set(&wasm).unwrap());
    assert_eq!(traps, [7, 9, 10]);
    assert_eq!(table, [1, 2, 3, 4, 5, 6, 7, 8, 7, 7]);
    assert_eq!(words, [8, 0]);
}

#[test]
fn nothing_is_met_by_way_of_a_panic_or_of_an_import_that_is_not_called() {
    let wasm = module(BODIES, EXPORTS, &[8, 9], true);
    let panics = Traps { functions: [1].into(), wiped: Vec::new() };
    let (traps, _, words) = look(&find(&wasm, panics, &[]).unwrap().set(&wasm).unwrap());
    assert_eq!(traps, [1, 3, 4, 7, 8]);
    assert_eq!(words, [0, 9]);
}

#[test]
fn a_module_without_notes_or_without_anything_dead_is_refused() {
    let error = |wasm: &[u8]| find(wasm, Traps::default(), &[]).unwrap_err().to_string();
    assert!(error(&module(BODIES, EXPORTS, &[8, 9], false)).contains("--emit-relocs"));
    let error = error(&module(&[&[Address(2)], &[]], &[("boot", 1)], &[], true));
    assert!(error.contains("every function of the module is met"), "{error}");
}

#[test]
fn notes_that_say_otherwise_than_the_module_are_refused() {
    let mut wasm = module(BODIES, EXPORTS, &[8, 9], true);
    // The address of the first word, made that of the second.
    let word = [0x41, 0xc0, 0x80, 0x80, 0x80, 0];
    let at = wasm.windows(word.len()).position(|bytes| bytes == word).unwrap();
    wasm[at + 1] += 4;
    assert!(find(&wasm, Traps::default(), &[]).is_err());
}

#[test]
fn an_export_that_was_taken_for_dead_is_found() {
    let wasm = module(BODIES, EXPORTS, &[8, 9], true);
    assert!(check(&wasm, &["gone"]).is_err());
    assert!(check(&wasm, &[]).is_ok());
    for dead in [1, 3] {
        let traps = Traps { functions: [dead].into(), wiped: Vec::new() };
        let wasm = module(&[&[], &[Call(3)], &[]], &[("boot", 1), ("wrapped", 2)], &[], true);
        assert!(check(&traps.set(&wasm).unwrap(), &[]).is_err());
    }
}
