//! A compiled module, and what its linker noted about it: where an address stands, and of what.
//!
//! wasm-ld writes this with `--emit-relocs`: the section `linking` has the symbols, `reloc.CODE` and `reloc.DATA` the
//! places (<https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>).

use std::collections::BTreeMap;
use std::ops::Range;

use anyhow::{Context, Result, bail};
use wasmparser::{
    BinaryReader, Data, Element, ElementItems, ElementKind, Export, ExternalKind, FunctionBody, KnownCustom,
    Linking, LinkingSectionReader, Operator, Parser, Payload, RelocSectionReader, RelocationEntry,
    RelocationType, SymbolInfo, TypeRef,
};

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
    bodies: Vec<(u32, Range<usize>)>,
    /// Where each segment's bytes are in the file, and the address that they are copied to.
    segments: Vec<(Range<usize>, Option<usize>)>,
    table: BTreeMap<u32, u32>,
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

    /// The addresses of a symbol, where it is data that the module starts with.
    fn range(&self, symbol: &SymbolInfo<'_>) -> Result<Option<Range<usize>>> {
        let SymbolInfo::Data { name, symbol: Some(symbol), .. } = symbol else { return Ok(None) };
        if name.starts_with("__start_") || name.starts_with("__stop_") {
            bail!("`{name}` is the address of a whole section, which is not known here");
        }
        // Past the last segment is what starts as zeros.
        let segment = self.segments.get(usize::try_from(symbol.index)?);
        let Some((_, Some(base))) = segment else { return Ok(None) };
        let start = base + usize::try_from(symbol.offset)?;
        Ok(Some(start..start + usize::try_from(symbol.size)?))
    }

    fn relocate(
        &mut self,
        wasm: &[u8],
        sections: &[(u8, usize)],
        section: &RelocSectionReader<'_>,
        symbols: &[Option<Range<usize>>],
    ) -> Result<()> {
        const CODE: u8 = 10;
        const DATA: u8 = 11;
        let of = sections.get(usize::try_from(section.section_index())?);
        let Some(&(id @ (CODE | DATA), start)) = of else { return Ok(()) };
        for entry in section.entries() {
            let entry = entry?;
            let at = start + usize::try_from(entry.offset)?;
            let target = self
                .target(wasm, at, &entry, symbols)
                .with_context(|| format!("the linker's note about the byte {at}: {entry:?}"))?;
            let Some(target) = target else { continue };
            if id == CODE {
                let after = self.bodies.partition_point(|(_, body)| body.end <= at);
                let (function, _) = self.bodies.get(after).context("no function is at an address's place")?;
                self.addresses.entry(*function).or_default().push(target);
            } else {
                let within = |(bytes, base): &(Range<usize>, Option<usize>)| {
                    bytes.contains(&at).then_some((*base)? + at - bytes.start)
                };
                let place = self.segments.iter().find_map(|(bytes, base)| within(&(bytes.clone(), *base)));
                self.data.insert(place.context("no segment is at an address's place")?, target);
            }
        }
        Ok(())
    }

    /// What the address at this byte is of. The linker's note and the byte must say the same.
    fn target(
        &self,
        wasm: &[u8],
        at: usize,
        entry: &RelocationEntry,
        symbols: &[Option<Range<usize>>],
    ) -> Result<Option<Target>> {
        use RelocationType::{
            EventIndexLeb, FunctionIndexLeb, GlobalIndexLeb, MemoryAddrI32, MemoryAddrLeb, MemoryAddrSleb,
            TableIndexI32, TableIndexSleb, TableNumberLeb, TypeIndexLeb,
        };
        let bytes = wasm.get(at..).context("it is outside")?;
        let mut reader = BinaryReader::new(bytes, at);
        let value = match entry.ty {
            TableIndexI32 | MemoryAddrI32 => reader.read_u32()?,
            TableIndexSleb | MemoryAddrSleb => reader.read_var_i32()?.cast_unsigned(),
            MemoryAddrLeb => reader.read_var_u32()?,
            // Calls are read from the code itself.
            FunctionIndexLeb | TypeIndexLeb | GlobalIndexLeb | EventIndexLeb | TableNumberLeb => {
                return Ok(None);
            }
            other => bail!("notes of the kind {other:?} are not known here"),
        };
        if matches!(entry.ty, TableIndexI32 | TableIndexSleb) {
            let function = self.table.get(&value).context("the table has no function there")?;
            return Ok(Some(Target::Function(*function)));
        }
        let symbol = symbols.get(usize::try_from(entry.index)?).context("it is of no symbol")?;
        let Some(symbol) = symbol else { return Ok(None) };
        if i64::from(value) != i64::try_from(symbol.start)? + entry.addend {
            bail!("{value} stands there, and its symbol is at {}", symbol.start);
        }
        Ok(Some(Target::Data(symbol.clone())))
    }
}

fn symbols_of<'a>(section: &LinkingSectionReader<'a>) -> Result<Vec<SymbolInfo<'a>>> {
    let mut symbols = Vec::new();
    for subsection in section.subsections() {
        if let Linking::SymbolTable(table) = subsection? {
            symbols.extend(table.into_iter().collect::<Result<Vec<_>, _>>()?);
        }
    }
    Ok(symbols)
}
