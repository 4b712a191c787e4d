//! Rust source without comments and literals.

/// The same text, line by line and column by column, with comments and the insides of literals blanked.
pub(super) fn blank(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = token(rest);
        let (token, after) = rest.split_at_checked(length.max(first.len_utf8())).unwrap_or((rest, ""));
        if length == 0 {
            out.push_str(token);
        } else {
            out.extend(token.chars().map(|character| if character == '\n' { '\n' } else { ' ' }));
        }
        // A word that ends in `r` or `b` is not the prefix of a literal.
        let word = after.find(|character: char| !is_word(character)).unwrap_or(after.len());
        let in_word = length == 0 && is_word(first);
        let (same_word, after) =
            after.split_at_checked(if in_word { word } else { 0 }).unwrap_or(("", after));
        out.push_str(same_word);
        rest = after;
    }
    out
}

/// Length in bytes of the comment or literal that the text starts with.
fn token(text: &str) -> usize {
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return block_comment(text);
    }
    let literal = text.trim_start_matches(['b', 'c']);
    let prefix = text.len() - literal.len();
    if prefix > 1 {
        return 0;
    }
    if let Some(raw) = literal.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let Some(inside) = raw.trim_start_matches('#').strip_prefix('"') else { return 0 };
        let end = format!("\"{}", "#".repeat(hashes));
        let length = inside.find(&end).map_or(inside.len(), |at| at + end.len());
        return prefix + 2 + hashes + length;
    }
    if let Some(inside) = literal.strip_prefix('"') {
        return prefix + 1 + quoted(inside, '"');
    }
    if let Some(inside) = literal.strip_prefix('\'') {
        return character(inside).map_or(0, |length| prefix + 1 + length);
    }
    0
}

/// The length of a comment, including nested comments.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_u32, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length up to and including the closing quote.
fn quoted(inside: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in inside.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return at + 1,
            _ => {}
        }
    }
    inside.len()
}

/// The length of the rest of a character literal; `None` for a lifetime.
fn character(inside: &str) -> Option<usize> {
    let mut characters = inside.chars();
    let first = characters.next()?;
    if first == '\\' {
        return Some(quoted(inside, '\''));
    }
    (characters.next() == Some('\'')).then(|| first.len_utf8() + 1)
}

/// Whether the character can be part of an identifier.
pub(super) fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::blank;

    #[test]
    fn blanks_comments_and_literals_and_keeps_the_lines() {
        for (text, expected) in [
            ("a // web_sys\nb", "a           \nb"),
            ("a /* x /* y */ z\n*/ b", "a               \n   b"),
            ("f(\"a\\\"b\", c)", "f(      , c)"),
            ("f(r#\"a\"b\"#, br\"x\", c)", "f(        ,      , c)"),
            ("'a', '\\'', &'a str", "   ,     , &'a str"),
            ("for r in b {}", "for r in b {}"),
            ("\"open", "     "),
        ] {
            assert_eq!(blank(text), expected, "{text}");
        }
    }
}
