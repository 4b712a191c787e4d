//! Dependencies inside the loader have one direction: js, client, web, then the core: session, its other modules,
//! error.

use super::Finding;
use super::code::{blank, is_word};
use super::files::File;

/// The layers, lowest first. A module may name its own layer and those below it.
const LAYERS: &[&[&str]] = &[
    &["text"],
    &["error", "json"],
    &["attributes", "config", "last_user", "quota", "response", "schedule", "token"],
    &["tabs"],
    &["diagnosis", "session"],
    // `unsupported` replaces `web` on targets other than wasm.
    &["unsupported", "web"],
    &["client", "get_jwt"],
    &["js"],
];

/// Finds names of higher layers, and modules that have no layer yet.
pub(super) fn direction(file: &File) -> Vec<Finding> {
    let Some(module) = module(file) else { return Vec::new() };
    let Some(own) = layer(module) else {
        let what = format!("the module `{module}` has no layer");
        return vec![Finding::new(
            file,
            1,
            what,
            "give it one in xtask/src/tidy/layers.rs, and in docs/contributing/architecture.md",
        )];
    };
    let code = blank(&file.text);
    let mut findings = Vec::new();
    for (at, _) in code.match_indices("crate::").chain(parent_names(file, &code)) {
        let number = code.get(..at).map_or(0, |before| before.matches('\n').count()) + 1;
        let path = code.get(at..).and_then(|text| text.split_once("::")).map_or("", |(_, path)| path);
        let path = path.strip_prefix("core::").unwrap_or(path);
        for name in first_segments(path) {
            if layer(name).is_some_and(|other| other > own) {
                let what = format!("`{module}` names `{name}`, which is above it");
                findings.push(Finding::new(
                    file,
                    number,
                    what,
                    "turn the dependency round; see docs/contributing/architecture.md",
                ));
            }
        }
    }
    findings
}

/// The module, of the core or around it, that a file of the loader belongs to; `None` for the two that name all of
/// them.
fn module(file: &File) -> Option<&str> {
    let path = inside(file)?;
    let module = path.split('/').next()?;
    let module = module.strip_suffix(".rs").unwrap_or(module);
    (file.extension() == "rs" && !["src/lib.rs", "src/core/mod.rs"].contains(&&*file.path)).then_some(module)
}

/// Path of a file inside the core, or inside `src`.
fn inside(file: &File) -> Option<&str> {
    file.path.strip_prefix("src/core/").or_else(|| file.path.strip_prefix("src/"))
}

/// In a file directly under `src/`, `super::` is `crate::`, and directly under `src/core/` it is `crate::core::`.
fn parent_names<'a>(file: &File, code: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
    let right_under = inside(file).is_some_and(|path| !path.contains('/'));
    // In the tests of such a file, `super::` is the file itself; its names belong to no layer.
    code.match_indices("super::").filter(move |_| right_under)
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The first segments of a path's branches: `a` of `a::b`; `a` and `c` of `{a::b, c}`.
fn first_segments(path: &str) -> Vec<&str> {
    let Some(group) = path.strip_prefix('{') else {
        return path.split(|character| !is_word(character)).take(1).collect();
    };
    let (mut segments, mut depth, mut start) = (Vec::new(), 0_u32, 0);
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            ',' | '}' if depth == 0 => {
                let branch = group.get(start..at).unwrap_or_default().trim_start();
                segments.extend(branch.split(|character| !is_word(character)).next());
                start = at + 1;
                if character == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(path: &str, text: &str) -> Vec<(usize, String)> {
        let findings = direction(&File::new(path, text));
        findings.into_iter().map(|finding| (finding.line, finding.what)).collect()
    }

    #[test]
    fn a_module_may_name_its_own_layer_and_those_below() {
        let text = "use crate::core::{error::Error, config::{Config, web_like}, schedule};\n// crate::web\nuse super::Session;\n";
        assert!(named("src/core/session/state.rs", text).is_empty());
        assert!(named("src/lib.rs", "pub use crate::js::boot;").is_empty());
    }

    #[test]
    fn a_module_may_not_name_a_layer_above() {
        let text = "use crate::core::error::Error;\n\nuse crate::{core::config, web::{timer, fetch}};\nfn f() {\ncrate::js::boot() }\n";
        let found = named("src/core/session/state.rs", text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().any(|(line, what)| *line == 3 && what.contains("`web`")), "{found:?}");
        assert!(found.iter().any(|(line, what)| *line == 5 && what.contains("`js`")), "{found:?}");
        assert_eq!(named("src/core/token.rs", "use super::session::Session;").len(), 1);
        assert_eq!(named("src/client.rs", "use crate::js::boot;").len(), 1);
        assert_eq!(named("src/core/error.rs", "use crate::core::token::Token;").len(), 1);
    }

    #[test]
    fn a_new_module_needs_a_layer() {
        assert!(named("src/novelty.rs", "").iter().any(|(_, what)| what.contains("`novelty` has no layer")));
    }
}
