//! Replaces moves of eight bytes with calls, in a module that becomes JavaScript.
//!
//! JavaScript has no integers of 64 bits, so wasm2js writes each move as two or four memory accesses. A call compresses
//! better: the core is 3 % smaller.

use anyhow::{Context, Result};
use walrus::ir::{
    BinaryOp, Call, Const, Instr, InstrSeq, Load, LoadKind, MemArg, Store, StoreKind, Value, VisitorMut,
    dfs_pre_order_mut,
};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, MemoryId, Module, ValType};

/// Alignment of a 32-bit number: with a smaller one wasm2js would access single bytes.
const WORD: MemArg = MemArg { align: 4, offset: 0 };

/// Replaces each store whose value is a load or a constant.
pub(super) fn move_by_calls(module: &mut Module) -> Result<()> {
    let functions: Vec<_> = module.funcs.iter_local().map(|(id, _)| id).collect();
    let memory = module.memories.iter().next().context("the module has no memory")?.id();
    let mut moves = Moves { copy: add_copy(module, memory), set: add_set(module, memory) };
    for id in functions {
        if let FunctionKind::Local(function) = &mut module.funcs.get_mut(id).kind {
            let entry = function.entry_block();
            dfs_pre_order_mut(&mut moves, function, entry);
        }
    }
    Ok(())
}

struct Moves {
    /// Parameters: the target's address, the source's address, the offset of each.
    copy: FunctionId,
    /// Parameters: the target's address, its offset, the lower and the upper half of a number.
    set: FunctionId,
}

impl VisitorMut for Moves {
    fn start_instr_seq_mut(&mut self, sequence: &mut InstrSeq) {
        let mut moved = Vec::with_capacity(sequence.instrs.len());
        for (instruction, place) in sequence.instrs.drain(..) {
            let before = moved.last().map(|(before, _)| before);
            let Some((function, numbers)) = before.and_then(|before| self.call_for(before, &instruction))
            else {
                moved.push((instruction, place));
                continue;
            };
            moved.pop();
            let constants = numbers.into_iter().map(|number| Const { value: Value::I32(number) }.into());
            moved.extend(constants.map(|constant| (constant, place)));
            moved.push((Call { func: function }.into(), place));
        }
        sequence.instrs = moved;
    }
}

impl Moves {
    /// Function that replaces two instructions, and its arguments after the addresses.
    fn call_for(&self, before: &Instr, instruction: &Instr) -> Option<(FunctionId, Vec<i32>)> {
        let Instr::Store(Store { kind: StoreKind::I64 { atomic: false }, arg: to, .. }) = instruction else {
            return None;
        };
        // Single bytes are accessed where the alignment is smaller.
        let offset = |arg: &MemArg| i32::try_from(arg.offset).ok().filter(|_| arg.align >= WORD.align);
        match before {
            Instr::Load(Load { kind: LoadKind::I64 { atomic: false }, arg: from, .. }) => {
                Some((self.copy, vec![offset(to)?, offset(from)?]))
            }
            Instr::Const(Const { value: Value::I64(value) }) => {
                let [a, b, c, d, rest @ ..] = value.to_le_bytes();
                let halves = [[a, b, c, d], rest].map(i32::from_le_bytes);
                Some((self.set, [offset(to)?].into_iter().chain(halves).collect()))
            }
            _ => None,
        }
    }
}

fn add_copy(module: &mut Module, memory: MemoryId) -> FunctionId {
    let mut function = FunctionBuilder::new(&mut module.types, &[ValType::I32; 4], &[]);
    let [to, from, to_offset, from_offset] = [ValType::I32; 4].map(|kind| module.locals.add(kind));
    function
        .func_body()
        .local_get(to)
        .local_get(to_offset)
        .binop(BinaryOp::I32Add)
        .local_get(from)
        .local_get(from_offset)
        .binop(BinaryOp::I32Add)
        .load(memory, LoadKind::I64 { atomic: false }, WORD)
        .store(memory, StoreKind::I64 { atomic: false }, WORD);
    function.finish(vec![to, from, to_offset, from_offset], &mut module.funcs)
}

fn add_set(module: &mut Module, memory: MemoryId) -> FunctionId {
    let mut function = FunctionBuilder::new(&mut module.types, &[ValType::I32; 4], &[]);
    let [to, offset, low, high] = [ValType::I32; 4].map(|kind| module.locals.add(kind));
    let half = StoreKind::I32 { atomic: false };
    function
        .func_body()
        .local_get(to)
        .local_get(offset)
        .binop(BinaryOp::I32Add)
        .local_tee(to)
        .local_get(low)
        .store(memory, half, WORD)
        .local_get(to)
        .local_get(high)
        .store(memory, half, MemArg { offset: 4, ..WORD });
    function.finish(vec![to, offset, low, high], &mut module.funcs)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Number of calls in a function that copies a number at places of this alignment.
    fn calls(align: u32) -> Option<usize> {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        let mut function = FunctionBuilder::new(&mut module.types, &[ValType::I32; 2], &[]);
        let [to, from] = [ValType::I32; 2].map(|kind| module.locals.add(kind));
        let place = MemArg { align, offset: 8 };
        function
            .func_body()
            .local_get(to)
            .local_get(from)
            .load(memory, LoadKind::I64 { atomic: false }, place)
            .store(memory, StoreKind::I64 { atomic: false }, place);
        let id = function.finish(vec![to, from], &mut module.funcs);
        move_by_calls(&mut module).ok()?;
        let FunctionKind::Local(function) = &module.funcs.get(id).kind else { return None };
        let instructions = &function.block(function.entry_block()).instrs;
        Some(instructions.iter().filter(|(instruction, _)| matches!(instruction, Instr::Call(_))).count())
    }

    #[test]
    fn only_what_is_aligned_is_moved_by_a_call() {
        assert_eq!([8, 4, 2, 1].map(calls), [Some(1), Some(1), Some(0), Some(0)]);
    }
}
