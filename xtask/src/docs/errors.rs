//! The table of errors, generated from the table in `src/core/error/code.rs`.

use anyhow::{Context, Result};
use intercom_messenger_loader::Code;
use intercom_messenger_loader::core::error::not_started::{WASM_BLOCKED_BY_CSP, WASM_FAILED};

use crate::process::{read, write};
use crate::workspace::Workspace;

/// The page that contains the table, between these two lines.
pub(super) const DOCUMENT: &str = "docs/reference/errors.md";
const BEGIN: &str = "<!-- errors: written by cargo xtask docs -->\n";
const END: &str = "<!-- errors: end -->\n";

/// Writes it. Returns whether anything has changed.
pub(super) fn write_table(workspace: &Workspace) -> Result<bool> {
    let path = workspace.path(DOCUMENT);
    let before = read(&path)?;
    let after = between(&before, &errors()).with_context(|| format!("{DOCUMENT} lacks the line {BEGIN}"))?;
    if after == before {
        return Ok(false);
    }
    write(&path, after)?;
    Ok(true)
}

/// Table of every failure.
fn errors() -> String {
    let mut table = String::from("| code | what happened | retryable | hint |\n|---|---|---|---|\n");
    let not_started = [WASM_BLOCKED_BY_CSP, WASM_FAILED];
    let codes = Code::ALL.iter().map(|code| (code.as_str(), code.message(), code.retryable(), code.hint()));
    let rest = not_started.iter().map(|error| (error.code, error.message, error.retryable, error.hint));
    for (code, message, retryable, hint) in codes.chain(rest) {
        let again = if retryable { "yes" } else { "no" };
        table.push_str(&format!("| `{code}` | {message} | {again} | {hint} |\n"));
    }
    table
}

/// Replaces the text between the two lines with this.
fn between(text: &str, part: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some([before, BEGIN, part, END, after].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_between_the_lines_alone() {
        let text = format!("a\n{BEGIN}old\n{END}b\n");
        assert_eq!(between(&text, "new\n"), Some(format!("a\n{BEGIN}new\n{END}b\n")));
        assert_eq!(between("a\n", "new\n"), None);
    }
}
