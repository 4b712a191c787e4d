//! JSON as text: written for the Messenger, and split where a check looks inside an attribute.
//!
//! JSON from outside is read by the platform's own parser, behind [`Object`]: `JSON.parse` in a browser,
//! `serde_json` elsewhere.

/// A field's value, as far as the checks need it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Field {
    /// `null`.
    Null,
    /// A string, its escapes resolved.
    Text(String),
    /// A number, and how it is written: a user's id may have more digits than a float holds.
    Number(f64, String),
    /// `true`, `false`, a list or an object.
    Other,
}

/// An object read by the platform's JSON parser.
pub(crate) trait Object: Sized {
    /// Reads a text; `None` unless it is one object and nothing else.
    fn parse(json: String) -> Option<Self>;

    /// The field of that name, the last where there are several; `None` where there is none.
    fn field(&self, name: &str) -> Option<Field>;

    /// Reads one in base64url, as [`Self::is_base64url`] has it, and UTF-8.
    fn decode(base64url: &str) -> Option<Self>;

    /// Whether a text of letters, digits, `-`, `_` and `.` is unpadded base64url (RFC 4648, section 5), whose last
    /// character carries no bits beyond its bytes.
    fn is_base64url(text: &str) -> bool;
}

pub(crate) const NULL: &str = "null";

/// `true` or `false`.
pub(crate) const fn flag(flag: bool) -> &'static str {
    if flag { "true" } else { "false" }
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
                push_hex(&mut json, character);
            }
            _ => json.push(character),
        }
    }
    json.push('"');
    json
}

/// Adds the two hexadecimal digits of a character up to U+00FF.
pub(crate) fn push_hex(text: &mut String, character: char) {
    for digit in [u32::from(character) >> 4, u32::from(character) & 15] {
        text.push(char::from_digit(digit, 16).unwrap_or_default());
    }
}

/// Writer of a list or an object, with the same code for both.
pub(crate) struct Writer {
    json: String,
    close: char,
}

impl Writer {
    pub(crate) fn list() -> Self {
        Self { json: String::from("["), close: ']' }
    }

    pub(crate) fn object() -> Self {
        Self { json: String::from("{"), close: '}' }
    }

    /// Adds a value that is JSON.
    #[inline(never)]
    pub(crate) fn item(&mut self, json: &str) {
        if self.json.len() > 1 {
            self.json.push(',');
        }
        self.json.push_str(json);
    }

    /// Adds a field whose name and value are JSON.
    #[inline(never)]
    pub(crate) fn member(&mut self, name: &str, json: &str) {
        self.item(name);
        self.json.push(':');
        self.json.push_str(json);
    }

    /// Adds a field whose value is JSON.
    #[inline(never)]
    pub(crate) fn field(&mut self, name: &str, json: &str) {
        self.member(&quoted(name), json);
    }

    /// Adds a field that is a text, or `null`.
    #[cfg(all(target_arch = "wasm32", feature = "js-calls"))]
    #[inline(never)]
    pub(crate) fn text(&mut self, name: &str, text: Option<&str>) {
        match text {
            Some(text) => self.field(name, &quoted(text)),
            None => self.field(name, NULL),
        }
    }

    #[inline(never)]
    pub(crate) fn end(mut self) -> String {
        self.json.push(self.close);
        self.json
    }
}

/// The list of values that are JSON.
pub(crate) fn list<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let mut list = Writer::list();
    values.for_each(|value| list.item(value));
    list.end()
}

/// The object of fields whose values are JSON.
pub(crate) fn object<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut object = Writer::object();
    fields.for_each(|(name, value)| object.field(name, value));
    object.end()
}

/// The items of a list, or an object's names and values alternately; none for other values. `json` must be valid JSON.
pub(crate) fn parts(json: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_u32);
    let (mut in_string, mut escaped) = (false, false);
    for (at, byte) in json.bytes().enumerate() {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => {
                depth += 1;
                if depth == 1 {
                    start = at + 1;
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let ends =
            if matches!(byte, b',' | b':') { depth == 1 } else { matches!(byte, b']' | b'}') && depth == 0 };
        if ends {
            parts.extend(json.get(start..at).map(str::trim_ascii).filter(|part| !part.is_empty()));
            start = at + 1;
        }
    }
    parts
}

/// The fields of an object, its names as JSON strings; see [`parts`].
pub(crate) fn fields(json: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut parts = parts(json).into_iter();
    std::iter::from_fn(move || Some((parts.next()?, parts.next()?)))
}

/// The characters of a JSON string; `None` for any other value. Half of a surrogate pair, which JavaScript's strings
/// can hold and Rust's cannot, becomes U+FFFD.
pub(crate) fn text(json: &str) -> Option<String> {
    let inside = json.strip_prefix('"')?.strip_suffix('"')?;
    let (mut text, mut characters) = (String::new(), inside.chars());
    while let Some(character) = characters.next() {
        text.push(if character == '\\' { escape(&mut characters)? } else { character });
    }
    Some(text)
}

fn escape(characters: &mut std::str::Chars<'_>) -> Option<char> {
    Some(match characters.next()? {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'u' => {
            let unit = hex(characters)?;
            let mut rest = characters.clone();
            let low =
                (rest.next() == Some('\\') && rest.next() == Some('u')).then(|| hex(&mut rest)).flatten();
            match low {
                Some(low @ 0xdc00..0xe000) if (0xd800..0xdc00).contains(&unit) => {
                    *characters = rest;
                    char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00))?
                }
                _ => char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER),
            }
        }
        other => other,
    })
}

fn hex(characters: &mut std::str::Chars<'_>) -> Option<u32> {
    let mut unit = 0;
    for _ in 0..4 {
        unit = unit * 16 + characters.next()?.to_digit(16)?;
    }
    Some(unit)
}

/// A whole number of digits alone, where it fits 32 bits.
pub(crate) fn natural(number: &str) -> Option<u32> {
    let mut value = None;
    for byte in number.bytes() {
        let digit = if byte.is_ascii_digit() { u32::from(byte & 15) } else { return None };
        value = Some(value.unwrap_or(0_u32).checked_mul(10)?.checked_add(digit)?);
    }
    value
}

#[cfg(test)]
mod tests;
