//! Location of exports to JavaScript.

use super::Finding;
use super::code::blank;
use super::files::File;

/// Exports to JavaScript belong in `src/js`; elsewhere the attribute only imports (`extern "C"`).
pub(super) fn exports(file: &File) -> Vec<Finding> {
    if file.extension() != "rs" || !file.is_in(&["src"]) || file.is_in(&["src/js"]) {
        return Vec::new();
    }
    let code = blank(&file.text);
    let mut findings = Vec::new();
    let mut outside_from = 0;
    while let Some(at) = attribute(&code, outside_from) {
        let Some(item) = code.get(at..).map(skip_attributes) else { break };
        let item_at = code.len() - item.len();
        if item.starts_with("extern") || item.starts_with("unsafe extern") {
            // The contents of the block are imported.
            outside_from = item_at + block(item);
        } else {
            let line = code.get(..at).map_or(0, |before| before.matches('\n').count()) + 1;
            let what = "`#[wasm_bindgen]` exports something outside src/js";
            findings.push(Finding::new(
                file,
                line,
                what,
                "move the export to src/js, where feature `js` covers it",
            ));
            outside_from = item_at;
        }
    }
    findings
}

/// Position of the next `#[wasm_bindgen…]`.
fn attribute(code: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += code.get(at..)?.find("#[")?;
        let inside = code.get(at + 2..)?;
        let path = inside.split(['(', ']', '=']).next().unwrap_or_default().trim();
        if path.rsplit("::").next() == Some("wasm_bindgen") {
            return Some(at);
        }
        at += 2;
    }
}

/// The text after its leading attributes and visibility.
fn skip_attributes(code: &str) -> &str {
    let mut rest = code.trim_start();
    while rest.starts_with("#[") {
        let end = matching(rest, '[', ']').unwrap_or(rest.len());
        rest = rest.get(end..).unwrap_or_default().trim_start();
    }
    if let Some(after) = rest.strip_prefix("pub") {
        rest = after.trim_start();
        if rest.starts_with('(') {
            let end = matching(rest, '(', ')').unwrap_or(rest.len());
            rest = rest.get(end..).unwrap_or_default().trim_start();
        }
    }
    rest
}

/// The length of an item up to the end of its block.
fn block(item: &str) -> usize {
    let start = item.find('{').unwrap_or(item.len());
    let inside = item.get(start..).unwrap_or_default();
    start + matching(inside, '{', '}').unwrap_or(inside.len())
}

/// The length up to and including the bracket that closes the first one.
fn matching(code: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_u32;
    for (at, character) in code.char_indices() {
        if character == open {
            depth += 1;
        } else if character == close {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at + 1);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(findings: &[Finding]) -> Vec<usize> {
        findings.iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn exports_stand_in_js() {
        let text = "#[wasm_bindgen]\nextern \"C\" {\n    #[wasm_bindgen(method)]\n    fn a();\n}\n\
                    #[wasm_bindgen(\n    js_name = b\n)]\n#[must_use]\npub(crate) fn b() {}\n\
                    #[wasm_bindgen_test]\nfn c() {}\n#[wasm_bindgen]\nimpl D {}\n";
        assert_eq!(lines(&exports(&File::new("src/web/sys.rs", text))), [6, 13]);
        assert!(exports(&File::new("src/js/mod.rs", text)).is_empty());
    }
}
