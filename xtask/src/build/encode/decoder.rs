//! The part of decoding that looks at every byte, as a small module of its own. Script does the same twenty times as
//! slowly, because it runs but once: on a slow device that held up the page for a tenth of a second.
//!
//! It imports the memory in which everything lies, and exports three functions:
//!
//! - `a(from, to, into)` turns characters into bytes by the table, and answers with where they end;
//! - `b(size)` puts the functions together behind what ends at `size`, and answers with where they end;
//! - `c(head)` makes the table whose head is at that address, and answers with where the head ends.
//!
//! At the address 0 are the places of the twelve streams, 32 bits each; at [`KINDS`] what follows each operator; at [`CODES`]
//! the table: what each character stands for, with 128 and 256 added for what follows the prefixes `}` and `~`.

use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, EntityType, ExportKind, ExportSection, Function, FunctionSection,
    GlobalSection, GlobalType, ImportSection, InstructionSink, MemArg, MemoryType, Module, TypeSection,
    ValType,
};

use super::streams::AFTER_NUMBERS;

/// Where the kinds of the 256 operators stand, one byte each.
const KINDS: u64 = 48;

/// Where the table stands.
const CODES: u64 = 512;

/// What follows an operator: sixteen times how many numbers, and the stream that has them; or one of these.
mod kind {
    /// And as many as three more: an access of memory, with its alignment.
    pub(super) const NUMBER: u8 = 16 + 8;
    pub(super) const ACCESS: u8 = 48;
    pub(super) const BLOCK: u8 = 52;
    pub(super) const END: u8 = 53;
    pub(super) const TABLE: u8 = 54;
    pub(super) const PREFIX: u8 = 55;
    pub(super) const FLOAT: u8 = 56;
}

/// The alignment of each operator from 40 (`i32.load`) to 62, as a power of two.
const ALIGNMENTS: &[u8] = b"23230011001122232301012";

/// The kinds as text: characters from `@`, of which the module takes the lower six bits.
pub(super) fn kinds() -> String {
    let kind = |operator: u8| match operator {
        0x02..=0x04 => kind::BLOCK,
        0x0b => kind::END,
        0x0c | 0x0d => 16 + 3,
        0x0e => kind::TABLE,
        0x10 | 0xd2 => 16 + 7,
        // call_indirect.
        0x11 => 32 + 7,
        0x20..=0x22 => 16 + 4,
        0x23..=0x27 | 0x3f | 0x40 | 0xd0 => 16 + 1,
        0x28..=0x3e => kind::ACCESS + ALIGNMENTS.get(usize::from(operator - 40)).map_or(0, |digit| digit & 3),
        0x41 | 0x42 => kind::NUMBER,
        0x44 => kind::FLOAT,
        0xfc => kind::PREFIX,
        _ => 0,
    };
    (0..=u8::MAX).map(|operator| char::from(b'@' + kind(operator))).collect()
}

/// A byte at an address.
const fn byte(offset: u64) -> MemArg {
    MemArg { offset, align: 0, memory_index: 0 }
}

/// The place of a stream.
const fn place(offset: u64) -> MemArg {
    MemArg { offset, align: 2, memory_index: 0 }
}

/// Writes the operators of one function.
type Writer = fn(&mut InstructionSink<'_>);

/// The module.
pub(super) fn module() -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([ValType::I32; 3], [ValType::I32]);
    types.ty().function([ValType::I32], [ValType::I32]);
    types.ty().function([ValType::I32], []);
    let mut imports = ImportSection::new();
    let memory =
        MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None };
    imports.import("a", "a", EntityType::Memory(memory));
    let mut functions = FunctionSection::new();
    functions.function(0).function(1).function(1).function(2).function(1).function(1);
    let mut globals = GlobalSection::new();
    let size = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
    globals.global(size, &ConstExpr::i32_const(0));
    let mut exports = ExportSection::new();
    exports.export("a", ExportKind::Func, 0).export("b", ExportKind::Func, 1);
    exports.export("c", ExportKind::Func, READ);
    let mut code = CodeSection::new();
    let writers: [(u32, Writer); 6] =
        [(2, unpack), (6, weave), (1, pull), (1, measure), (4, read), (0, stands)];
    for (locals, write) in writers {
        let mut function = Function::new([(locals, ValType::I32)]);
        write(&mut function.instructions());
        function.instructions().end();
        code.function(&function);
    }
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions).section(&globals).section(&exports);
    module.section(&code);
    module.finish()
}

const PULL: u32 = 2;
const MEASURE: u32 = 3;
const READ: u32 = 4;
const STANDS: u32 = 5;

/// The global that says where the next byte goes.
const SIZE: u32 = 0;

/// `a`: a character above 124 is a prefix of the next one.
fn unpack(code: &mut InstructionSink<'_>) {
    let (from, to, into, prefix, character) = (0, 1, 2, 3, 4);
    code.block(BlockType::Empty).loop_(BlockType::Empty);
    code.local_get(from).local_get(to).i32_ge_u().br_if(1);
    code.local_get(from).i32_load8_u(byte(0)).local_set(character);
    code.local_get(from).i32_const(1).i32_add().local_set(from);
    code.local_get(character).i32_const(124).i32_gt_u().if_(BlockType::Empty);
    code.local_get(character).i32_const(124).i32_sub().i32_const(7).i32_shl().local_set(prefix);
    code.else_();
    code.local_get(into);
    code.local_get(prefix).local_get(character).i32_add().i32_load8_u(byte(CODES));
    code.i32_store8(byte(0));
    code.local_get(into).i32_const(1).i32_add().local_set(into);
    code.i32_const(0).local_set(prefix);
    code.end().br(0).end().end();
    code.local_get(into);
}

/// `b`: the functions, one after the other, each with its length before it.
fn weave(code: &mut InstructionSink<'_>) {
    let (begin, start, depth, stream, count, kind, end) = (0, 1, 2, 3, 4, 5, 6);
    code.local_get(begin).global_set(SIZE);
    // Where the functions' stream ends, the next one begins.
    code.i32_const(0).i32_load(place(12)).local_set(end);
    code.block(BlockType::Empty).loop_(BlockType::Empty);
    code.i32_const(8).local_set(stream).i32_const(1).local_set(count);
    code.local_get(depth).if_(BlockType::Empty);
    code.i32_const(4).call(PULL).i32_load8_u(byte(KINDS)).i32_const(63).i32_and().local_tee(kind);
    code.i32_const(15).i32_and().i32_const(2).i32_shl().local_set(stream);
    code.local_get(kind).i32_const(4).i32_shr_u().local_tee(count);
    code.i32_const(3).i32_eq().if_(BlockType::Empty);
    special(code, [start, depth, stream, count, kind]);
    code.end();
    // A number's stream is told by the operator that comes next.
    code.local_get(kind).i32_const(kind::NUMBER.into()).i32_eq().if_(BlockType::Empty);
    for first in AFTER_NUMBERS {
        code.i32_const(0).i32_load(place(4)).i32_load8_u(byte(0));
        code.i32_const(first.into()).i32_ge_u().i32_const(2).i32_shl();
        code.local_get(stream).i32_add().local_set(stream);
    }
    code.end().else_();
    code.local_get(start).if_(BlockType::Empty);
    code.i32_const(8).i32_load(place(0)).local_get(end).i32_ge_u().br_if(3);
    // How many groups of locals there are, and two numbers for each.
    code.i32_const(1).local_set(depth);
    code.i32_const(8).i32_load(place(0)).i32_load8_u(byte(0)).i32_const(1).i32_shl();
    code.i32_const(1).i32_add().local_set(count);
    code.end();
    // Before the first function stands how many there are.
    code.global_get(SIZE).local_set(start).end();
    code.block(BlockType::Empty).loop_(BlockType::Empty);
    code.local_get(count).i32_eqz().br_if(1);
    // A number in LEB128 goes on after a byte above 127.
    code.local_get(count).local_get(stream).call(PULL).i32_const(128).i32_lt_u().i32_sub().local_set(count);
    code.br(0).end().end();
    code.br(0).end().end();
    code.local_get(begin).call(MEASURE).global_get(SIZE);
}

/// What follows an operator of one of the kinds.
fn special(code: &mut InstructionSink<'_>, [start, depth, stream, count, kind]: [u32; 5]) {
    let is = |code: &mut InstructionSink<'_>, which: u8| {
        code.local_get(kind).i32_const(which.into()).i32_eq().if_(BlockType::Empty);
    };
    code.i32_const(4).local_set(stream).i32_const(1).local_set(count);
    code.local_get(kind).i32_const(kind::BLOCK.into()).i32_lt_u().if_(BlockType::Empty);
    code.global_get(SIZE).local_get(kind).i32_const(3).i32_and().i32_store8(byte(0));
    code.global_get(SIZE).i32_const(1).i32_add().global_set(SIZE);
    code.i32_const(20).local_set(stream).end();
    is(code, kind::BLOCK);
    code.local_get(depth).i32_const(1).i32_add().local_set(depth).end();
    is(code, kind::END);
    code.i32_const(0).local_set(count);
    code.local_get(depth).i32_const(1).i32_sub().local_tee(depth).i32_eqz().if_(BlockType::Empty);
    code.local_get(start).call(MEASURE).end().end();
    is(code, kind::TABLE);
    code.i32_const(12).local_tee(stream).i32_load(place(0)).i32_load8_u(byte(0));
    code.i32_const(2).i32_add().local_set(count).end();
    is(code, kind::PREFIX);
    // 10 is memory.copy, with two memories; before 8 are conversions, with nothing.
    code.i32_const(4).call(PULL).local_tee(count).i32_const(10).i32_eq();
    code.local_get(count).i32_const(7).i32_gt_u().i32_add().local_set(count).end();
    is(code, kind::FLOAT);
    // The bytes of a float are no number in LEB128.
    code.i32_const(8).local_set(kind).loop_(BlockType::Empty);
    code.i32_const(32).call(PULL).drop();
    code.local_get(kind).i32_const(1).i32_sub().local_tee(kind).br_if(0).end();
    code.i32_const(0).local_set(count).end();
}

/// `c`: in three rounds through the values, those that stand for themselves, the other frequent ones, and the rare ones.
fn read(code: &mut InstructionSink<'_>) {
    let (head, step, value, frequent, next) = (0, 1, 2, 3, 4);
    code.i32_const(512).i32_const(0).i32_const(384).memory_fill(0);
    code.loop_(BlockType::Empty);
    code.local_get(step).i32_const(255).i32_and().local_set(value);
    // The first round takes each value's own character, the second one begins at the first.
    code.local_get(step).i32_const(257).i32_lt_u().if_(BlockType::Empty);
    code.local_get(value).local_set(next).end();
    code.local_get(head).local_get(value).i32_const(2).i32_shr_u().i32_add().i32_load8_u(byte(0));
    code.local_get(value).i32_const(3).i32_and().i32_shr_u().i32_const(1).i32_and().local_set(frequent);
    code.i32_const(2).local_get(frequent).i32_sub();
    code.local_get(value).call(STANDS).local_get(frequent).i32_and().i32_sub();
    code.local_get(step).i32_const(8).i32_shr_u().i32_eq().if_(BlockType::Empty);
    code.block(BlockType::Empty).loop_(BlockType::Empty);
    code.local_get(next).i32_const(127).i32_and().call(STANDS);
    code.local_get(next).i32_load8_u(byte(CODES)).i32_eqz().i32_and().br_if(1);
    code.local_get(next).i32_const(1).i32_add().local_set(next).br(0).end().end();
    code.local_get(next).local_get(value).i32_store8(byte(CODES));
    code.local_get(next).i32_const(1).i32_add().local_set(next).end();
    code.local_get(step).i32_const(1).i32_add().local_tee(step).i32_const(768).i32_lt_u().br_if(0).end();
    code.local_get(head).i32_const(64).i32_add();
}

/// Whether a code is one of the characters that stand for bytes.
fn stands(code: &mut InstructionSink<'_>) {
    code.local_get(0).i32_const(32).i32_sub().i32_const(92).i32_lt_u();
    code.local_get(0).i32_const(34).i32_ne().i32_and();
    code.local_get(0).i32_const(31).i32_and().i32_const(28).i32_ne().i32_and();
}

/// Puts down the next byte of a stream, whose place is at this address, and answers with it.
fn pull(code: &mut InstructionSink<'_>) {
    let (address, value) = (0, 1);
    code.global_get(SIZE);
    code.local_get(address).i32_load(place(0)).i32_load8_u(byte(0)).local_tee(value).i32_store8(byte(0));
    code.local_get(address).local_get(address).i32_load(place(0)).i32_const(1).i32_add().i32_store(place(0));
    code.global_get(SIZE).i32_const(1).i32_add().global_set(SIZE);
    code.local_get(value);
}

/// Puts its length before what has been put down since `start`.
fn measure(code: &mut InstructionSink<'_>) {
    let (start, rest) = (0, 1);
    code.global_get(SIZE).local_get(start).i32_sub().local_set(rest);
    code.loop_(BlockType::Empty);
    code.local_get(start).i32_const(1).i32_add().local_get(start);
    code.global_get(SIZE).local_get(start).i32_sub().memory_copy(0, 0);
    code.global_get(SIZE).i32_const(1).i32_add().global_set(SIZE);
    code.local_get(start).local_get(rest).local_get(rest).i32_const(127).i32_gt_u().i32_const(7).i32_shl();
    code.i32_or().i32_store8(byte(0));
    code.local_get(start).i32_const(1).i32_add().local_set(start);
    code.local_get(rest).i32_const(7).i32_shr_u().local_tee(rest).br_if(0).end();
}
