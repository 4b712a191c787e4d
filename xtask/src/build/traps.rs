//! Functions that become `unreachable`, and data that becomes zero: what [`super::panics`] and [`super::unreached`]
//! found, taken out of the compiled module in one go.
//!
//! wasm-opt drops what only such a function called, and the zeros at the ends of the data.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Result, bail};
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{CodeSection, DataSection, Elements, Function, Instruction, Module};
use wasmparser::{
    CustomSectionReader, Data, DataKind, ElementItems, ExternalKind, FunctionBody, KnownCustom, Operator,
    Parser, Payload,
};

use super::rewrite::{imported, rewrite};

/// What nothing of the package runs or reads.
#[derive(Debug, Default)]
pub(super) struct Traps {
    /// The indices of functions.
    pub(super) functions: BTreeSet<u32>,
    /// Addresses in the memory as the module starts with it.
    pub(super) wiped: Vec<Range<usize>>,
}

impl Traps {
    /// The module without them, and without what the linker noted for [`super::unreached`], which no longer fits.
    pub(super) fn set(self, wasm: &[u8]) -> Result<Vec<u8>> {
        let next = imported(wasm)?;
        rewrite(wasm, Trapping { traps: self, next })
    }
}

/// Fails where a function that JavaScript calls begins with a trap, or an export is there that should be gone: then
/// something was taken for dead that is not.
pub(super) fn check(wasm: &[u8], gone: &[&str]) -> Result<()> {
    let (mut next, mut bodies, mut exports) = (imported(wasm)?, BTreeMap::new(), Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ExportSection(section) => exports = section.into_iter().collect::<Result<_, _>>()?,
            Payload::CodeSectionEntry(body) => {
                bodies.insert(next, body);
                next += 1;
            }
            _ => {}
        }
    }
    let is_trap = |index| bodies.get(&index).is_some_and(|body| begins_with_trap(body, |_| false));
    for export in exports.iter().filter(|export| export.kind == ExternalKind::Func) {
        // wasm-bindgen wraps a function that takes objects in one that calls it.
        let dead = bodies.get(&export.index).is_some_and(|body| begins_with_trap(body, is_trap));
        if dead || gone.contains(&export.name) {
            bail!(
                "`{}` was taken for dead and is exported; build/unreached/mod.rs must meet it",
                export.name
            );
        }
    }
    Ok(())
}

/// Whether a function traps before it decides anything.
fn begins_with_trap(body: &FunctionBody<'_>, is_trap: impl Fn(u32) -> bool) -> bool {
    for operator in body.get_operators_reader().into_iter().flatten() {
        match operator {
            Ok(Operator::Unreachable) => return true,
            Ok(Operator::Call { function_index }) if is_trap(function_index) => return true,
            Ok(Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } | Operator::Return) => {
                break;
            }
            Ok(_) => {}
            Err(_) => break,
        }
    }
    false
}

/// The address that a segment is copied to when the module starts.
pub(super) fn base(datum: &Data<'_>) -> Option<usize> {
    let DataKind::Active { offset_expr, .. } = &datum.kind else { return None };
    match offset_expr.get_operators_reader().read().ok()? {
        Operator::I32Const { value } => usize::try_from(value).ok(),
        _ => None,
    }
}

/// Where these addresses are in a segment of this length, if they are.
pub(super) fn within(addresses: &Range<usize>, base: usize, length: usize) -> Option<Range<usize>> {
    let start = addresses.start.checked_sub(base)?;
    let end = addresses.end.checked_sub(base)?;
    (end <= length).then_some(start..end)
}

struct Trapping {
    traps: Traps,
    /// The index of the function that comes next.
    next: u32,
}

impl Reencode for Trapping {
    type Error = std::convert::Infallible;

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), reencode::Error> {
        let index = self.next;
        self.next += 1;
        if !self.traps.functions.contains(&index) {
            return reencode::utils::parse_function_body(self, code, body);
        }
        let mut function = Function::new([]);
        function.instruction(&Instruction::Unreachable).instruction(&Instruction::End);
        code.function(&function);
        Ok(())
    }

    fn element_items<'a>(&mut self, items: ElementItems<'a>) -> Result<Elements<'a>, reencode::Error> {
        let ElementItems::Functions(functions) = items else {
            return reencode::utils::element_items(self, items);
        };
        let mut functions = functions.into_iter().collect::<Result<Vec<_>, _>>()?;
        // One trap stands for all: a trap for each signature is a function and a type more.
        let dead = |index: &u32| self.traps.functions.contains(index);
        if let Some(first) = functions.iter().copied().find(dead) {
            functions.iter_mut().filter(|index| dead(index)).for_each(|index| *index = first);
        }
        Ok(Elements::Functions(functions.into()))
    }

    fn parse_data(&mut self, data: &mut DataSection, datum: Data<'_>) -> Result<(), reencode::Error> {
        let mut bytes = datum.data.to_vec();
        if let Some(base) = base(&datum) {
            for wiped in &self.traps.wiped {
                if let Some(range) = within(wiped, base, bytes.len())
                    && let Some(text) = bytes.get_mut(range)
                {
                    text.fill(0);
                }
            }
        }
        reencode::utils::parse_data(self, data, Data { data: &bytes, ..datum })
    }

    fn parse_custom_section(
        &mut self,
        module: &mut Module,
        section: CustomSectionReader<'_>,
    ) -> Result<(), reencode::Error> {
        match section.as_known() {
            KnownCustom::Linking(_) | KnownCustom::Reloc(_) => Ok(()),
            _ => reencode::utils::parse_custom_section(self, module, section),
        }
    }
}
