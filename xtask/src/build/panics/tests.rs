//! What becomes a trap, and what stays.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, Function, FunctionSection, MemorySection, MemoryType, Module,
    NameMap, NameSection, TypeSection,
};
use wasmparser::{Operator, Parser, Payload};

use super::find;

fn trap(wasm: &[u8]) -> anyhow::Result<Vec<u8>> {
    find(wasm)?.set(wasm)
}

/// A module with a function of each of these names, and with this data at address 1024.
fn module(names: &[&str], data: &[u8]) -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    let (mut functions, mut code, mut map) = (FunctionSection::new(), CodeSection::new(), NameMap::new());
    for (index, name) in (0_u32..).zip(names) {
        functions.function(0);
        let mut function = Function::new([]);
        function.instructions().nop().end();
        code.function(&function);
        map.append(index, name);
    }
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut segments = DataSection::new();
    segments.active(0, &ConstExpr::i32_const(1024), data.iter().copied());
    let mut named = NameSection::new();
    named.functions(&map);
    let mut module = Module::new();
    module
        .section(&types)
        .section(&functions)
        .section(&memories)
        .section(&code)
        .section(&segments)
        .section(&named);
    module.finish()
}

/// Which functions are nothing but a trap, and the data.
fn look(wasm: &[u8]) -> (Vec<bool>, Vec<u8>) {
    let (mut traps, mut data) = (Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.unwrap() {
            Payload::CodeSectionEntry(body) => {
                let first = body.get_operators_reader().unwrap().read().unwrap();
                traps.push(matches!(first, Operator::Unreachable));
            }
            Payload::DataSection(section) => {
                data.extend(section.into_iter().flat_map(|datum| datum.unwrap().data))
            }
            _ => {}
        }
    }
    (traps, data)
}

#[test]
fn only_what_is_for_panics_becomes_a_trap() {
    let names = [
        "_ZN4core9panicking9panic_fmt17h0123456789abcdefE",
        "_ZN6loader4boot17h0123456789abcdefE",
        "_ZN4core3fmt9Formatter3pad17h0123456789abcdefE",
        "_ZN44_$LT$$RF$T$u20$as$u20$core..fmt..Display$GT$3fmt17h0123456789abcdefE",
        "_ZN4core3str9from_utf817h0123456789abcdefE",
        "_RNvNtCs1234_4core9panicking5panic",
    ];
    let (traps, _) = look(&trap(&module(&names, b"")).unwrap());
    assert_eq!(traps, [true, false, true, true, false, true]);
}

#[test]
fn places_and_names_of_sources_are_wiped_and_other_data_stays() {
    let path = b"src/js/options.rs";
    let mut data = b"text".to_vec();
    data.extend(path);
    data.extend(b"end");
    let location = data.len();
    for word in [1024 + 4, u32::try_from(path.len()).unwrap(), 12, 5] {
        data.extend(word.to_le_bytes());
    }
    data.extend(b"more");
    let (_, wiped) = look(&trap(&module(&["_ZN4core9panicking5panic17h0123456789abcdefE"], &data)).unwrap());
    let zeros = |count: usize| vec![0; count];
    assert_eq!(wiped, [&b"text"[..], &zeros(path.len()), b"end", &zeros(16), b"more"].concat());
    assert_eq!(location % 4, 0);
}

#[test]
fn a_module_without_names_or_without_panics_is_refused() {
    assert!(trap(&module(&["_ZN6loader4boot17h0123456789abcdefE"], b"")).is_err());
    assert!(trap(&module(&[], b"")).is_err());
}
