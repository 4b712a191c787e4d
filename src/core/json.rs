//! Just enough JSON to write attributes, and for programs outside a browser to read a token's parts and the endpoint's
//! answer: the fields of one object. On a page the browser's own JSON reads them (`web/tokens.js`).
//!
//! Numbers stay text. It accepts what RFC 8259 accepts and nothing else, so that no two readers disagree on a token.

/// How deep values may nest; a token's payload and an endpoint's answer need two or three levels.
const MAX_DEPTH: u8 = 32;

/// The value of one field.
#[derive(Debug, PartialEq)]
pub(crate) enum Field {
    /// `null`.
    Null,
    /// A string, its escapes resolved.
    Text(String),
    /// A number, as it was written.
    Number(String),
    /// `true`, `false`, a list or an object, of which nothing here is ever asked.
    Other,
}

/// The fields of the object that `text` is, in order; `None` if `text` is anything else.
pub(crate) fn fields(text: &str) -> Option<Vec<(String, Field)>> {
    let mut reader = Reader { rest: text.as_bytes(), text };
    let fields = reader.object(MAX_DEPTH)?;
    reader.skip_space();
    reader.rest.is_empty().then_some(fields)
}

/// The last field of that name: where a name stands twice, readers of JSON take the last.
pub(crate) fn last<'a>(fields: &'a [(String, Field)], name: &str) -> Option<&'a Field> {
    fields.iter().rev().find(|(key, _)| key == name).map(|(_, field)| field)
}

/// The characters of a JSON string; `None` if `text` is anything else.
pub(crate) fn text(text: &str) -> Option<String> {
    let mut reader = Reader { rest: text.as_bytes(), text };
    let string = reader.string()?;
    reader.rest.is_empty().then_some(string)
}

/// `text` as a JSON string.
pub(crate) fn quoted(text: &str) -> String {
    let mut json = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                json.push('\\');
                json.push(character);
            }
            '\0'..' ' => {
                json.push_str("\\u00");
                for digit in [u32::from(character) >> 4, u32::from(character) & 15] {
                    json.push(char::from_digit(digit, 16).unwrap_or_default());
                }
            }
            _ => json.push(character),
        }
    }
    json.push('"');
    json
}

/// The list of values that are JSON.
pub(crate) fn list<'a>(values: impl Iterator<Item = &'a str>) -> String {
    bracketed('[', values, ']')
}

/// The object of fields whose values are JSON.
pub(crate) fn object<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let fields = fields.map(|(name, value)| {
        let mut field = quoted(name);
        field.push(':');
        field.push_str(value);
        field
    });
    bracketed('{', fields, '}')
}

fn bracketed(open: char, items: impl Iterator<Item = impl AsRef<str>>, close: char) -> String {
    let mut json = String::from(open);
    for (at, item) in items.enumerate() {
        if at > 0 {
            json.push(',');
        }
        json.push_str(item.as_ref());
    }
    json.push(close);
    json
}

/// A JSON number as a whole number, what follows the point cut off; `None` beyond 64 bits.
pub(crate) fn integer(number: &str) -> Option<i64> {
    let mut digits = Vec::new();
    let (mut before_point, mut exponent) = (0_i64, 0_i64);
    let (mut negative, mut negative_exponent, mut in_fraction, mut in_exponent) =
        (false, false, false, false);
    for byte in number.bytes() {
        match byte {
            b'0'..=b'9' if in_exponent => {
                exponent = appended(exponent, byte & 15)?;
            }
            b'0'..=b'9' => {
                digits.push(byte & 15);
                before_point += i64::from(!in_fraction);
            }
            b'-' if in_exponent => negative_exponent = true,
            b'-' => negative = true,
            b'.' => in_fraction = true,
            b'e' | b'E' => in_exponent = true,
            b'+' => {}
            _ => return None,
        }
    }
    let kept = before_point.checked_add(if negative_exponent { -exponent } else { exponent })?;
    // More digits than that are zeros first, or beyond 64 bits; and an exponent must not keep the page busy.
    if kept > 400 {
        return None;
    }
    let mut digits = digits.into_iter();
    let mut value = 0_i64;
    for _ in 0..kept {
        value = appended(value, digits.next().unwrap_or_default())?;
    }
    Some(if negative { -value } else { value })
}

/// A whole number in digits alone, where it fits 32 bits.
pub(crate) fn natural(number: &str) -> Option<u32> {
    let mut value = None;
    for byte in number.bytes() {
        let digit = if byte.is_ascii_digit() { u32::from(byte & 15) } else { return None };
        value = Some(value.unwrap_or(0_u32).checked_mul(10)?.checked_add(digit)?);
    }
    value
}

/// `number` with one more digit; `None` beyond 64 bits. A checked multiplication would bring one of 128 bits in.
fn appended(number: i64, digit: u8) -> Option<i64> {
    if number > i64::MAX / 10 {
        return None;
    }
    (number * 10).checked_add(digit.into())
}

struct Reader<'a> {
    rest: &'a [u8],
    text: &'a str,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.next();
        }
        found
    }

    fn expect(&mut self, literal: &[u8]) -> Option<()> {
        self.rest = self.rest.strip_prefix(literal)?;
        Some(())
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.next();
        }
    }

    /// Where the reader stands, for [`Self::since`].
    fn mark(&self) -> usize {
        self.text.len().saturating_sub(self.rest.len())
    }

    /// What has been read since `mark`.
    fn since(&self, mark: usize) -> Option<&'a str> {
        self.text.get(mark..self.mark())
    }

    fn object(&mut self, depth: u8) -> Option<Vec<(String, Field)>> {
        self.skip_space();
        self.expect(b"{")?;
        let mut fields = Vec::new();
        self.items(b'}', |reader| {
            let key = reader.string()?;
            reader.skip_space();
            reader.expect(b":")?;
            fields.push((key, reader.value(depth.checked_sub(1)?)?));
            Some(())
        })?;
        Some(fields)
    }

    /// What stands between an opening bracket, already read, and `close`, with commas between.
    fn items(&mut self, close: u8, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.skip_space();
        if self.eat(close) {
            return Some(());
        }
        loop {
            self.skip_space();
            item(self)?;
            self.skip_space();
            if self.eat(close) {
                return Some(());
            }
            self.expect(b",")?;
        }
    }

    fn value(&mut self, depth: u8) -> Option<Field> {
        self.skip_space();
        match self.peek()? {
            b'"' => self.string().map(Field::Text),
            b'-' | b'0'..=b'9' => self.number().map(Field::Number),
            b'n' => self.expect(b"null").map(|()| Field::Null),
            b't' => self.expect(b"true").map(|()| Field::Other),
            b'f' => self.expect(b"false").map(|()| Field::Other),
            b'{' => self.object(depth).map(|_| Field::Other),
            b'[' => {
                self.next();
                self.items(b']', |reader| reader.value(depth.checked_sub(1)?).map(|_| ()))?;
                Some(Field::Other)
            }
            _ => None,
        }
    }

    fn number(&mut self) -> Option<String> {
        let mark = self.mark();
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _sign = self.eat(b'+') || self.eat(b'-');
            self.digits()?;
        }
        self.since(mark).map(String::from)
    }

    fn digits(&mut self) -> Option<()> {
        let mark = self.rest.len();
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.next();
        }
        (self.rest.len() < mark).then_some(())
    }

    fn string(&mut self) -> Option<String> {
        self.expect(b"\"")?;
        let mut text = String::new();
        loop {
            let mark = self.mark();
            while !matches!(self.peek()?, b'"' | b'\\' | 0..0x20) {
                self.next();
            }
            text.push_str(self.since(mark)?);
            match self.next()? {
                b'"' => return Some(text),
                b'\\' => text.push(self.escape()?),
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.next()? {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            b'u' => return self.unicode(),
            _ => return None,
        })
    }

    fn unicode(&mut self) -> Option<char> {
        let unit = self.hex()?;
        if !(0xd800..0xdc00).contains(&unit) {
            return char::from_u32(unit);
        }
        self.expect(b"\\u")?;
        let low = self.hex()?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
        char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + low)
    }

    fn hex(&mut self) -> Option<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            unit = unit * 16 + char::from(self.next()?).to_digit(16)?;
        }
        Some(unit)
    }
}

#[cfg(test)]
mod tests;
