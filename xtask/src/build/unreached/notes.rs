//! What the linker noted about a module: symbols, and the places where an address of one stands.

use std::ops::Range;

use anyhow::{Context, Result, bail};
use wasmparser::{
    BinaryReader, Linking, LinkingSectionReader, RelocSectionReader, RelocationEntry, RelocationType,
    SymbolInfo,
};

use super::linked::{Linked, Target};

impl Linked<'_> {
    /// The addresses of a symbol, where it is data that the module starts with.
    pub(super) fn range(&self, symbol: &SymbolInfo<'_>) -> Result<Option<Range<usize>>> {
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

    pub(super) fn relocate(
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
                let place = self.segments.iter().find_map(|(bytes, base)| {
                    let base = (*base)?;
                    bytes.contains(&at).then(|| base + at - bytes.start)
                });
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

/// The symbols that the linker noted, in the order by which relocations name them.
pub(super) fn symbols_of<'a>(section: &LinkingSectionReader<'a>) -> Result<Vec<SymbolInfo<'a>>> {
    let mut symbols = Vec::new();
    for subsection in section.subsections() {
        if let Linking::SymbolTable(table) = subsection? {
            symbols.extend(table.into_iter().collect::<Result<Vec<_>, _>>()?);
        }
    }
    Ok(symbols)
}
