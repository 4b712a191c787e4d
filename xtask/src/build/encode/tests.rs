//! Modules there and back, and what their text may hold.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, Function, FunctionSection, HeapType, ImportSection, InstructionSink, MemArg,
    MemorySection, MemoryType, Module, StartSection, TypeSection, ValType,
};
use wasmparser::{ElementItems, Parser, Payload};

use super::streams::{AFTER, BEFORE, CALLS, JUMPS, LOCALS, NUMBERS, OFFSETS, OPERATORS, VARIABLES};
use super::*;

/// What `decode.js` and `decoder.rs` do, step by step, in Rust.
fn decode(text: &str) -> Vec<u8> {
    let mut table = Vec::new();
    let mut streams = Vec::new();
    for (stream, part) in text.split('|').skip(2).enumerate() {
        let mut part = part.as_bytes();
        if [AFTER, OPERATORS, LOCALS, CALLS].contains(&stream) {
            table = read(part);
            part = &part[64..];
        }
        let (mut prefix, mut bytes) = (0, Vec::new());
        for code in part.iter().copied().map(usize::from) {
            if code > 124 {
                prefix = (code - 124) << 7;
            } else {
                bytes.push(table[prefix + code].unwrap());
                prefix = 0;
            }
        }
        streams.push(bytes);
    }
    join(&streams)
}

fn read(head: &[u8]) -> Vec<Option<u8>> {
    let stands = |code: usize| (32..124).contains(&code) && code != 34 && code & 31 != 28;
    let mut table = vec![None; 384];
    let mut others = [Vec::new(), Vec::new()];
    for byte in 0..=255_u8 {
        let at = usize::from(byte);
        let frequent = (head[at >> 2] >> (at & 3)) & 1;
        if frequent == 1 && stands(at) {
            table[at] = Some(byte);
        } else {
            others[usize::from(frequent)].push(byte);
        }
    }
    let [rare, frequent] = others;
    let mut order = frequent.into_iter().chain(rare);
    for (code, entry) in table.iter_mut().enumerate().take(380).skip(32) {
        if stands(code & 127) && entry.is_none() {
            *entry = order.next();
        }
    }
    table
}

/// Where `join` stands in each stream, and what it has put together.
struct Joined<'a> {
    streams: &'a [Vec<u8>],
    places: [usize; 12],
    out: Vec<u8>,
}

impl Joined<'_> {
    fn byte(&mut self, stream: usize) -> u8 {
        let byte = self.streams[stream][self.places[stream]];
        self.places[stream] += 1;
        self.out.push(byte);
        byte
    }

    fn numbers(&mut self, count: u8, stream: usize) -> u8 {
        let mut last = 0;
        for _ in 0..count {
            last = self.byte(stream);
            while last > 127 {
                last = self.byte(stream);
            }
        }
        last
    }

    fn function(&mut self) {
        let groups = self.numbers(1, LOCALS);
        self.numbers(2 * groups, LOCALS);
        let mut depth = 1;
        while depth > 0 {
            let operator = self.byte(OPERATORS);
            let (stream, count) = match operator {
                0x28..=0x3e => {
                    self.out.push(b"23230011001122232301012"[usize::from(operator) - 40] & 3);
                    (OFFSETS, 1)
                }
                0x20..=0x22 => (VARIABLES, 1),
                0x41 | 0x42 => match self.streams[OPERATORS][self.places[OPERATORS]] {
                    0..=0x41 => (NUMBERS, 1),
                    0x42..=0x69 => (NUMBERS + 1, 1),
                    0x6a..=0x70 => (NUMBERS + 2, 1),
                    _ => (NUMBERS + 3, 1),
                },
                0x10 | 0xd2 => (CALLS, 1),
                0x11 => (CALLS, 2),
                0x0e => (JUMPS, self.streams[JUMPS][self.places[JUMPS]] + 2),
                0x0c | 0x0d => (JUMPS, 1),
                0x02..=0x04 => {
                    depth += 1;
                    (OPERATORS, 1)
                }
                0x0b => {
                    depth -= 1;
                    (OPERATORS, 0)
                }
                0x44 => {
                    for _ in 0..8 {
                        self.byte(NUMBERS);
                    }
                    (OPERATORS, 0)
                }
                0xfc => match self.byte(OPERATORS) {
                    0..=7 => (OPERATORS, 0),
                    10 => (OPERATORS, 2),
                    _ => (OPERATORS, 1),
                },
                0x23..=0x27 | 0x3f | 0x40 | 0xd0 => (OPERATORS, 1),
                _ => (OPERATORS, 0),
            };
            self.numbers(count, stream);
        }
    }
}

fn join(streams: &[Vec<u8>]) -> Vec<u8> {
    let mut joined = Joined { streams, places: [0; 12], out: Vec::new() };
    let mut code = Vec::new();
    joined.numbers(1, LOCALS);
    code.append(&mut joined.out);
    while joined.places[LOCALS] < streams[LOCALS].len() {
        joined.function();
        code.extend(sized(&std::mem::take(&mut joined.out)));
    }
    [streams[BEFORE].clone(), vec![10], sized(&code), streams[AFTER].clone()].concat()
}

/// The bytes with their number before them.
fn sized(bytes: &[u8]) -> Vec<u8> {
    let (mut rest, mut out) = (bytes.len(), Vec::new());
    while rest > 127 {
        out.push(u8::try_from(rest & 127).unwrap() | 128);
        rest >>= 7;
    }
    out.push(u8::try_from(rest).unwrap());
    [&out, bytes].concat()
}

/// A module with one function of these operators, and with this data.
fn module(operators: impl FnOnce(&mut InstructionSink<'_>), data: &[u8]) -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    let mut functions = FunctionSection::new();
    functions.function(0);
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut function = Function::new([(3, ValType::I32), (200, ValType::F64)]);
    operators(&mut function.instructions());
    function.instructions().end();
    let mut code = CodeSection::new();
    code.function(&function);
    let mut segments = DataSection::new();
    segments.active(0, &ConstExpr::i32_const(0), data.iter().copied());
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&memories).section(&code).section(&segments);
    module.finish()
}

/// One of every kind of operator; what they work on does not matter here.
fn every_kind(code: &mut InstructionSink<'_>) {
    let unaligned = MemArg { offset: 70_000, align: 0, memory_index: 0 };
    code.block(BlockType::Empty).loop_(BlockType::Result(ValType::I64)).if_(BlockType::FunctionType(0));
    code.br(2).br_if(1).br_table([0, 1, 2], 1).else_().end().end().end();
    code.call(0).call(300).call_indirect(0, 0).ref_func(0).ref_null(HeapType::FUNC).drop();
    code.local_get(2).local_set(150).local_tee(0).global_get(0).global_set(1).table_get(0).table_set(0);
    code.i32_load(unaligned)
        .i64_load(unaligned)
        .f64_store(unaligned)
        .i32_store8(unaligned)
        .i64_store32(unaligned);
    code.i32_const(-1).i32_const(1_000_000).i64_const(i64::MIN).f64_const((-0.1).into());
    // In front of each kind of operator that the streams of numbers are told apart by.
    code.i32_const(500).i32_eqz().i64_const(-501).i64_add().i32_const(502).i32_add().i32_const(503).i32_shl();
    code.memory_size(0).memory_grow(0).memory_copy(0, 0).memory_fill(0).i32_trunc_sat_f64_u();
    code.table_grow(0).table_size(0).table_fill(0).i32_extend8_s().i64_reinterpret_f64().select().return_();
}

/// Bytes from a linear congruential generator, some values more often than others.
fn noise(length: u32) -> Vec<u8> {
    let mut state = 1_u32;
    let mut next = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    (0..length).map(|_| if next() > 99 { next() & 63 } else { next() }).collect()
}

#[test]
fn decoding_gives_the_module_back() {
    let every: Vec<u8> = (0..=255).chain((0..=255).rev()).collect();
    for data in [vec![], vec![0], vec![255; 9], every, noise(70_000)] {
        let module = prepare(&module(every_kind, &data)).unwrap();
        assert!(decode(&encode(&module).unwrap()) == module, "{} bytes of data", data.len());
    }
}

#[test]
fn alignments_become_those_of_their_operators_and_nothing_else_changes() {
    let with = |align| {
        module(
            |code| {
                code.i64_load(MemArg { offset: 8, align, memory_index: 0 }).drop();
            },
            b"data",
        )
    };
    assert_ne!(with(0), with(3));
    assert_eq!(prepare(&with(0)).unwrap(), with(3));
    assert_eq!(prepare(&with(3)).unwrap(), with(3));
}

#[test]
fn functions_are_sorted_and_what_names_them_follows() {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    types.ty().function([ValType::I32], []);
    let mut imports = ImportSection::new();
    imports.import("a", "a", EntityType::Function(0));
    let mut functions = FunctionSection::new();
    functions.function(1).function(0).function(0);
    let mut exports = ExportSection::new();
    exports.export("imported", ExportKind::Func, 0).export("typed", ExportKind::Func, 1);
    exports.export("locals", ExportKind::Func, 2).export("plain", ExportKind::Func, 3);
    let mut elements = ElementSection::new();
    elements.declared(Elements::Functions((&[1, 2, 3]).into()));
    let mut code = CodeSection::new();
    // Each calls itself, so that what a function is can be told from what it calls.
    for (index, locals) in [(1, 0), (2, 1), (3, 0)] {
        let mut function = Function::new((0..locals).map(|_| (1, ValType::F64)));
        function.instructions().call(0).call(index).ref_func(index).drop().end();
        code.function(&function);
    }
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions).section(&exports);
    module.section(&StartSection { function_index: 3 }).section(&elements).section(&code);
    let module = prepare(&module.finish()).unwrap();

    let (mut exported, mut named, mut declared, mut bodies) = (vec![], vec![], vec![], vec![]);
    for payload in Parser::new(0).parse_all(&module) {
        match payload.unwrap() {
            Payload::FunctionSection(section) => declared.extend(section.into_iter().map(Result::unwrap)),
            Payload::ExportSection(section) => {
                exported.extend(section.into_iter().map(|export| export.unwrap().index));
            }
            Payload::StartSection { func, .. } => named.push(func),
            Payload::ElementSection(section) => {
                let element = section.into_iter().next().unwrap().unwrap();
                if let ElementItems::Functions(items) = element.items {
                    named.extend(items.into_iter().map(Result::unwrap));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes().to_vec()),
            _ => {}
        }
    }
    // They are equally alike: those without locals come first, and of these the one whose type does.
    assert_eq!(declared, [0, 1, 0]);
    assert_eq!(exported, [0, 2, 3, 1]);
    assert_eq!(named, [1, 2, 3, 1]);
    for (index, body) in (1_u8..).zip(bodies) {
        let locals: &[u8] = if index == 3 { &[1, 1, 0x7c] } else { &[0] };
        assert_eq!(body, [locals, &[0x10, 0, 0x10, index, 0xd2, index, 0x1a, 0x0b]].concat());
    }
    assert_eq!(prepare(&module).unwrap(), module);
}

#[test]
fn functions_that_are_alike_stand_together() {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
    for (numbers, nops) in [(0, 13), (5, 0), (4, 0)] {
        functions.function(0);
        let mut function = Function::new([]);
        (0..numbers).for_each(|_| {
            function.instructions().i32_const(numbers).drop();
        });
        (0..nops).for_each(|_| {
            function.instructions().nop();
        });
        function.instructions().end();
        code.function(&function);
    }
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&code);
    let lengths = |module: &[u8]| -> Vec<usize> {
        let payloads = Parser::new(0).parse_all(module).map(Result::unwrap);
        let bodies = payloads.filter_map(|payload| match payload {
            Payload::CodeSectionEntry(body) => Some(body.as_bytes().len()),
            _ => None,
        });
        bodies.collect()
    };
    let module = module.finish();
    assert_eq!(lengths(&module), [15, 17, 14]);
    assert_eq!(lengths(&prepare(&module).unwrap()), [14, 17, 15]);
}

#[test]
fn an_operator_that_the_page_could_not_read_fails_the_build() {
    assert!(
        encode(&module(
            |code| {
                code.f32_const(1.0.into());
            },
            b""
        ))
        .is_err()
    );
    assert!(
        encode(&module(
            |code| {
                code.br_table(vec![0; 200], 0);
            },
            b""
        ))
        .is_err()
    );
    assert!(encode(&module(every_kind, b"")[..60]).is_err());
}

#[test]
fn the_text_is_printable_ascii_that_needs_no_escape_and_ends_no_script() {
    let text = encode(&prepare(&module(every_kind, &noise(70_000))).unwrap()).unwrap();
    assert!(text.bytes().all(|byte| (b' '..=b'~').contains(&byte) && !b"\"\\<".contains(&byte)));
}

#[test]
fn texts_in_the_module_stay_readable() {
    let text = encode(&module(|_| {}, b"the token has expired")).unwrap();
    assert!(text.contains("the token has expired"), "{text}");
}

#[test]
fn a_bundle_holds_the_text_once() {
    let text = encode(&module(|_| {}, b"data")).unwrap();
    assert!(check(&format!("x=\"{text}\""), &text).is_ok());
    assert!(check("x", &text).is_err());
    assert!(check(&format!("{text}{text}"), &text).is_err());
}
