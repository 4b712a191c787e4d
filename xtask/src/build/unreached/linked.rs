//! A compiled module, and what its linker noted about it: where an address stands, and of what.
//!
//! wasm-ld writes this with `--emit-relocs`: the section `linking` has the symbols, `reloc.CODE` and `reloc.DATA` the
//! places (<https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>).

use std::collections::BTreeMap;
use std::ops::Range;

use anyhow::{Result, bail};
use wasmparser::{
    Data, Element, ElementItems, ElementKind, Export, ExternalKind, FunctionBody, KnownCustom, Operator,
    Parser, Payload, TypeRef,
};

use super::notes::symbols_of;
use crate::build::traps;

/// What a function or a piece of data refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// The index of a function.
    Function(u32),
    /// The addresses of a piece of data.
    Data(Range<usize>),
}

/// A module, taken apart.
#[derive(Debug, Default)]
pub(super) struct Linked<'a> {
    /// The names of imported functions, which have the first indices.
    pub(super) imports: Vec<&'a str>,
    /// The exported functions.
    pub(super) exports: BTreeMap<&'a str, u32>,
    pub(super) start: Option<u32>,
    /// What each function calls.
    pub(super) calls: BTreeMap<u32, Vec<u32>>,
    /// What each function has the address of.
    pub(super) addresses: BTreeMap<u32, Vec<Target>>,
    /// The addresses in the data: where each stands, and what it is of.
    pub(super) data: BTreeMap<usize, Target>,
    /// Every named piece of data.
    pub(super) symbols: Vec<Range<usize>>,
    /// Where each function's code is in the file.
    pub(super) bodies: Vec<(u32, Range<usize>)>,
    /// Where each segment's bytes are in the file, and the address that they are copied to.
    pub(super) segments: Vec<(Range<usize>, Option<usize>)>,
    /// The functions in the table, by their places there.
    pub(super) table: BTreeMap<u32, u32>,
}

impl<'a> Linked<'a> {
    /// # Errors
    /// Where the linker noted nothing, or what is not known here.
    pub(super) fn read(wasm: &'a [u8]) -> Result<Self> {
        let mut linked = Self::default();
        // The sections in the file's order, by which relocations name them, with where their contents begin.
        let mut sections = Vec::new();
        let (mut symbols, mut relocations) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload?;
            sections.extend(payload.as_section().map(|(id, range)| (id, range.start)));
            match payload {
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Linking(section) => symbols = symbols_of(&section)?,
                    KnownCustom::Reloc(section) => relocations.push(section),
                    _ if section.name().starts_with("reloc.") => {
                        bail!("the section `{}` cannot be read", section.name())
                    }
                    _ => {}
                },
                payload => linked.take(payload)?,
            }
        }
        if symbols.is_empty() || relocations.is_empty() {
            bail!("the linker noted nothing about the module; is `--emit-relocs` gone?");
        }
        let ranges = symbols.iter().map(|symbol| linked.range(symbol)).collect::<Result<Vec<_>>>()?;
        for section in relocations {
            linked.relocate(wasm, &sections, &section, &ranges)?;
        }
        linked.symbols = ranges.into_iter().flatten().collect();
        Ok(linked)
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<()> {
        match payload {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    if matches!(import.ty, TypeRef::Func(_)) {
                        self.imports.push(import.name);
                    }
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let Export { name, kind, index } = export?;
                    if kind == ExternalKind::Func {
                        self.exports.insert(name, index);
                    }
                }
            }
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(section) => {
                for element in section {
                    self.element(element?)?;
                }
            }
            Payload::CodeSectionEntry(body) => self.body(&body)?,
            Payload::DataSection(section) => {
                for datum in section {
                    let datum = datum?;
                    let Data { data, range, .. } = &datum;
                    self.segments.push((range.end - data.len()..range.end, traps::base(&datum)));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn element(&mut self, element: Element<'_>) -> Result<()> {
        let (ElementKind::Active { offset_expr, .. }, ElementItems::Functions(functions)) =
            (element.kind, element.items)
        else {
            bail!("the table is filled in a way that is not known here");
        };
        let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
            bail!("the table's functions begin at an index that is not known here");
        };
        for (index, function) in (u32::try_from(value)?..).zip(functions) {
            self.table.insert(index, function?);
        }
        Ok(())
    }

    fn body(&mut self, body: &FunctionBody<'_>) -> Result<()> {
        let index = u32::try_from(self.imports.len() + self.bodies.len())?;
        let mut calls = Vec::new();
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index }
                | Operator::ReturnCall { function_index }
                | Operator::RefFunc { function_index } => calls.push(function_index),
                _ => {}
            }
        }
        self.calls.insert(index, calls);
        self.bodies.push((index, body.range()));
        Ok(())
    }
}
