//! A module's bytes sorted by what they mean, so that like stands beside like.
//!
//! In a function, operators and their operands take turns, and a compressor sees a byte of the one kind where it expects
//! the other. Here each kind has a stream of its own. Sizes of functions are left out, since a function ends where its
//! blocks do; alignments too, since they are only hints, and `natural.rs` makes each that of its operator.

use anyhow::{Context, Result, bail};

/// The streams, in the order in which they stand in the text; `decode.js` has the same numbers.
pub(super) const AFTER: usize = 0;
pub(super) const OPERATORS: usize = 1;
pub(super) const LOCALS: usize = 2;
pub(super) const JUMPS: usize = 3;
pub(super) const VARIABLES: usize = 4;
pub(super) const OFFSETS: usize = 5;
pub(super) const BEFORE: usize = 6;
pub(super) const CALLS: usize = 7;
/// And three more: what a number is for, and so what it is like, can be told from the operator after it.
pub(super) const NUMBERS: usize = 8;

/// One `Vec` for each of the streams above.
pub(super) type Streams = [Vec<u8>; 12];

/// The operators from which on the number before them is in the next stream: what is compared or put beside a constant of
/// another type, what is added, and masks and distances of shifts. Before them is all else, calls and blocks among it.
pub(super) const AFTER_NUMBERS: [u8; 3] = [0x42, 0x6a, 0x71];

/// The section with the functions.
const CODE: u8 = 10;

/// Sorts the bytes of a module that `natural.rs` has seen.
pub(super) fn split(wasm: &[u8]) -> Result<Streams> {
    let mut reader = Reader { rest: wasm, streams: Streams::default() };
    reader.copy(8, BEFORE)?;
    let mut side = BEFORE;
    while let Some(id) = reader.rest.first().copied() {
        let mut ahead =
            Reader { rest: reader.rest.get(1..).unwrap_or_default(), streams: Streams::default() };
        let size = ahead.number(BEFORE)?;
        if id == CODE {
            reader.rest = ahead.rest;
            reader.code()?;
            side = AFTER;
        } else {
            let head = reader.rest.len() - ahead.rest.len();
            reader.copy(head + size, side)?;
        }
    }
    Ok(reader.streams)
}

struct Reader<'a> {
    rest: &'a [u8],
    streams: Streams,
}

impl Reader<'_> {
    /// Moves so many bytes to a stream.
    fn copy(&mut self, count: usize, stream: usize) -> Result<()> {
        let (bytes, rest) = self.rest.split_at_checked(count).context("the module is cut off")?;
        self.streams.get_mut(stream).context("no such stream")?.extend_from_slice(bytes);
        self.rest = rest;
        Ok(())
    }

    fn byte(&mut self, stream: usize) -> Result<u8> {
        let byte = self.rest.first().copied().context("the module is cut off")?;
        self.copy(1, stream)?;
        Ok(byte)
    }

    /// Moves a number in LEB128; gives it, where it is small enough to count something.
    fn number(&mut self, stream: usize) -> Result<usize> {
        let (mut value, mut shift) = (0_usize, 0_u32);
        loop {
            let byte = self.byte(stream)?;
            value |= usize::from(byte & 127).checked_shl(shift).unwrap_or_default();
            shift += 7;
            if byte < 128 {
                return Ok(value);
            }
        }
    }

    /// The same for one that `decode.js` reads ahead, which it can for one byte.
    fn small(&mut self, stream: usize) -> Result<usize> {
        let value = self.number(stream)?;
        if value > 127 {
            bail!("decode.js cannot read so many: {value}");
        }
        Ok(value)
    }

    fn numbers(&mut self, count: usize, stream: usize) -> Result<()> {
        (0..count).try_for_each(|_| self.number(stream).map(drop))
    }

    /// The stream of the number that comes next, by the operator after it.
    fn kind_of_number(&self) -> Result<usize> {
        let mut after = self.rest.iter().skip_while(|byte| **byte > 127).skip(1);
        let operator = after.next().context("the module is cut off")?;
        Ok(NUMBERS + AFTER_NUMBERS.iter().filter(|first| *first <= operator).count())
    }

    fn code(&mut self) -> Result<()> {
        for _ in 0..self.number(LOCALS)? {
            let mut size = Reader { rest: self.rest, streams: Streams::default() };
            let length = size.number(BEFORE)?;
            self.rest = size.rest;
            let end = self.rest.len().checked_sub(length).context("a function is cut off")?;
            let groups = self.small(LOCALS)?;
            self.numbers(2 * groups, LOCALS)?;
            let mut depth = 1;
            while depth > 0 {
                depth = self.operator(depth)?;
            }
            if self.rest.len() != end {
                bail!("a function does not end where its blocks do");
            }
        }
        Ok(())
    }

    /// Moves one operator with its operands; gives how many blocks are open after it.
    fn operator(&mut self, depth: usize) -> Result<usize> {
        let operator = self.byte(OPERATORS)?;
        let (stream, count) = match operator {
            0x02..=0x04 => {
                self.number(OPERATORS)?;
                return Ok(depth + 1);
            }
            0x0b => return Ok(depth - 1),
            0x0c | 0x0d => (JUMPS, 1),
            0x0e => {
                let labels = self.small(JUMPS)?;
                (JUMPS, labels + 1)
            }
            0x10 | 0xd2 => (CALLS, 1),
            0x11 => (CALLS, 2),
            0x20..=0x22 => (VARIABLES, 1),
            0x23..=0x26 | 0x3f | 0x40 | 0xd0 => (OPERATORS, 1),
            0x28..=0x3e => {
                // The alignment, which the operator implies.
                let (_, rest) = self.rest.split_first().context("the module is cut off")?;
                self.rest = rest;
                (OFFSETS, 1)
            }
            0x41 | 0x42 => (self.kind_of_number()?, 1),
            0x44 => {
                self.copy(8, NUMBERS)?;
                (NUMBERS, 0)
            }
            0xfc => match self.byte(OPERATORS)? {
                0..=7 => (OPERATORS, 0),
                11 | 15..=17 => (OPERATORS, 1),
                10 => (OPERATORS, 2),
                other => bail!("decode.js does not know the operator 0xfc {other:#x}"),
            },
            0x00 | 0x01 | 0x05 | 0x0f | 0x1a | 0x1b | 0x45..=0xc4 | 0xd1 => (OPERATORS, 0),
            other => bail!("decode.js does not know the operator {other:#x}"),
        };
        self.numbers(count, stream)?;
        Ok(depth)
    }
}
