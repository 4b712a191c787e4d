//! What can be written in more than one way and does the same, written in the way that makes the shortest text.
//!
//! - An access's alignment is that of its operator. Wasm calls an alignment a hint; what a module does cannot depend on it.
//! - Functions stand in a row in which each is followed by the one most like it: of those that are left, the one that
//!   has the greatest part of its runs of three operators in common with it.
//! - Names are for tools, and are left out.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::convert::Infallible;

use anyhow::{Context, Result, bail};
use wasm_encoder::reencode::{self, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, MemArg, Module};
use wasmparser::{CodeSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload};

use crate::build::rewrite::{imported, rewrite};

/// The module with its functions in order and each alignment as its operator has it.
pub(super) fn natural(wasm: &[u8]) -> Result<Vec<u8>> {
    rewrite(wasm, Natural::of(wasm)?)
}

struct Natural {
    /// How many functions are imported; the first of the module's own has this index.
    imported: u32,
    /// The old places of the module's own functions, in their new order.
    order: Vec<usize>,
    /// The new index of each of them.
    indices: Vec<u32>,
}

impl Natural {
    fn of(wasm: &[u8]) -> Result<Self> {
        let (imported, mut types, mut bodies) = (imported(wasm)?, Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::FunctionSection(section) => {
                    types = section.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::CodeSectionEntry(body) => bodies.push(shape(&body)?),
                _ => {}
            }
        }
        if types.len() != bodies.len() {
            bail!("{} functions are declared, and {} have a body", types.len(), bodies.len());
        }
        let order = row(bodies.into_iter().zip(types).collect());
        let mut indices = vec![0; order.len()];
        for (new, old) in (imported..).zip(&order) {
            *indices.get_mut(*old).context("no such function")? = new;
        }
        Ok(Self { imported, order, indices })
    }
}

/// What a function is sorted by: its locals as they are declared, how long what follows is, and its runs of operators.
type Shape<'a> = (&'a [u8], usize, BTreeSet<Vec<u8>>);

fn shape<'a>(body: &FunctionBody<'a>) -> Result<Shape<'a>> {
    let (bytes, start) = (body.as_bytes(), body.range().start);
    let mut reader = body.get_operators_reader()?;
    let (locals, rest) =
        bytes.split_at_checked(reader.original_position() - start).context("a function is cut off")?;
    let mut operators = Vec::new();
    while !reader.eof() {
        operators.extend(bytes.get(reader.original_position() - start));
        reader.read()?;
    }
    Ok((locals, rest.len(), operators.windows(3).map(<[u8]>::to_vec).collect()))
}

/// The functions' places, in the row. It begins with one of the simplest, and so it goes on among equals.
fn row(shapes: Vec<(Shape<'_>, u32)>) -> Vec<usize> {
    let mut left: Vec<_> = shapes.into_iter().enumerate().collect();
    left.sort_by_key(|(_, ((locals, length, _), kind))| (*locals, *kind, *length));
    let (mut row, mut last) = (Vec::new(), BTreeSet::new());
    while !left.is_empty() {
        let likeness = |runs: &BTreeSet<Vec<u8>>| {
            1_000_000 * last.intersection(runs).count() / last.len().max(runs.len()).max(1)
        };
        let next =
            left.iter().enumerate().max_by_key(|(at, (_, ((.., runs), _)))| (likeness(runs), Reverse(*at)));
        let (old, ((.., runs), _)) = left.remove(next.map_or(0, |(at, _)| at));
        row.push(old);
        last = runs;
    }
    row
}

impl Reencode for Natural {
    type Error = Infallible;

    fn function_index(&mut self, index: u32) -> Result<u32, reencode::Error> {
        let own = index.checked_sub(self.imported).and_then(|own| usize::try_from(own).ok());
        Ok(own.and_then(|own| self.indices.get(own)).copied().unwrap_or(index))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), reencode::Error> {
        let types: Vec<u32> = section.into_iter().collect::<Result<_, _>>()?;
        for kind in self.order.iter().filter_map(|old| types.get(*old)) {
            functions.function(*kind);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), reencode::Error> {
        let bodies: Vec<_> = section.into_iter().collect::<Result<_, _>>()?;
        for old in self.order.clone() {
            if let Some(body) = bodies.get(old) {
                utils::parse_function_body(self, code, body.clone())?;
            }
        }
        Ok(())
    }

    fn parse_custom_section(
        &mut self,
        _: &mut Module,
        _: wasmparser::CustomSectionReader<'_>,
    ) -> Result<(), reencode::Error> {
        Ok(())
    }

    fn mem_arg(&mut self, arg: wasmparser::MemArg) -> Result<MemArg, reencode::Error> {
        Ok(MemArg { offset: arg.offset, align: arg.max_align.into(), memory_index: arg.memory })
    }
}
