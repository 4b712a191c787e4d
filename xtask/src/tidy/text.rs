//! Text that no file of the repository may contain.

use super::Finding;
use super::code::is_word;
use super::files::File;

/// Maximum number of lines of a source file.
const LINES: usize = 400;

/// Markers of unfinished code. Split, so that this file passes.
const LEFTOVERS: [&str; 4] =
    [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("dbg", "!")];

/// Prefixes of paths on a particular machine. Split, so that this file passes.
const MACHINE: [&str; 4] =
    [concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/Us", "ers/")];

fn is_source(file: &File) -> bool {
    matches!(file.extension(), "rs" | "js" | "mjs" | "ts" | "css" | "html" | "toml" | "sh" | "py")
}

/// Limits the length of a source file.
pub(super) fn length(file: &File) -> Option<Finding> {
    let lines = file.text.lines().count();
    let code = matches!(file.extension(), "rs" | "js" | "mjs" | "ts");
    (code && lines > LINES).then(|| {
        Finding::new(file, LINES, format!("{lines} lines, more than {LINES}"), "split it by what it does")
    })
}

/// Requires an issue for every marker of unfinished code.
pub(super) fn leftovers(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in file.lines().filter(|_| is_source(file)) {
        for leftover in LEFTOVERS {
            let found = line.match_indices(leftover).any(|(at, _)| {
                let before = line.get(..at).and_then(|text| text.chars().next_back());
                let after = line.get(at + leftover.len()..).and_then(|text| text.chars().next());
                !before.is_some_and(is_word) && !after.is_some_and(is_word)
            });
            if found {
                findings.push(Finding::new(
                    file,
                    number,
                    format!("`{leftover}`"),
                    "do it, or open an issue for it",
                ));
            }
        }
    }
    findings
}

/// Rejects paths on a particular machine.
pub(super) fn machine_paths(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in file.lines() {
        for start in MACHINE {
            let found = line.match_indices(start).any(|(at, _)| {
                let before = line.get(..at).and_then(|text| text.chars().next_back());
                let after = line.get(at + start.len()..).and_then(|text| text.chars().next());
                // Inside an address or a longer path it is not such a path.
                after.is_some_and(is_word) && !before.is_some_and(|it| is_word(it) || "./}-:".contains(it))
            });
            if found {
                let what = format!("a path of a machine (`{start}…`)");
                findings.push(Finding::new(file, number, what, "write it relative to the repository"));
            }
        }
    }
    findings
}

/// Requires a lockfile to pin by version and integrity, independent of the machine's registry.
pub(super) fn registries(file: &File) -> Vec<Finding> {
    if !file.path.ends_with("package-lock.json") {
        return Vec::new();
    }
    let resolved = file.lines().filter(|(_, line)| line.trim_start().starts_with("\"resolved\": \"http"));
    let mend = "write it with: npm install --omit-lockfile-registry-resolved";
    resolved.map(|(number, _)| Finding::new(file, number, "the address of a registry", mend)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_found() {
        assert!(length(&File::new("src/a.rs", &"\n".repeat(LINES))).is_none());
        assert!(length(&File::new("npm/a.js", &"\n".repeat(LINES + 1))).is_some());
        assert!(length(&File::new("Cargo.lock", &"\n".repeat(LINES + 1))).is_none());
    }

    #[test]
    fn leftovers_are_found() {
        let [todo, _, _, dbg] = LEFTOVERS;
        let text = format!("a\n// {todo}: later\nmy{todo}s\n{dbg}(a)\n");
        let found: Vec<_> =
            leftovers(&File::new("npm/a.js", &text)).iter().map(|finding| finding.line).collect();
        assert_eq!(found, [2, 4]);
    }

    #[test]
    fn paths_of_a_machine_are_found() {
        let [home, ..] = MACHINE;
        let text = format!("see {home}a\nhttps://example.com{home}page\n\"{home}\"\n");
        let found: Vec<_> =
            machine_paths(&File::new("a.md", &text)).iter().map(|finding| finding.line).collect();
        assert_eq!(found, [1]);
    }

    #[test]
    fn addresses_of_registries_are_found() {
        let text =
            "{\n  \"resolved\": \"https://registry.example/a.tgz\",\n  \"resolved\": \"packages/a\"\n}";
        assert_eq!(registries(&File::new("package-lock.json", text)).len(), 1);
        assert!(registries(&File::new("a.json", text)).is_empty());
    }
}
