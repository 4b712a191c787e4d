//! Versions that must agree.

use super::Finding;
use super::files::File;

/// Manifests, and the crates in them that must have the same version: the code in the module and its generator.
const WASM_BINDGEN: &[(&str, &str)] = &[
    ("Cargo.toml", "wasm-bindgen"),
    ("xtask/Cargo.toml", "wasm-bindgen-cli"),
    ("xtask/Cargo.toml", "wasm-bindgen-cli-support"),
];

/// Requires the same version of wasm-bindgen and its generator, which are compatible only then.
pub(super) fn wasm_bindgen(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut first: Option<String> = None;
    for (path, name) in WASM_BINDGEN {
        let Some(file) = files.iter().find(|file| file.path == *path) else { continue };
        let found = file.lines().find(|(_, line)| line.split([' ', '=']).next() == Some(name));
        let Some((number, line)) = found else {
            findings.push(Finding::new(file, 1, format!("no line `{name} = …`"), "pin it with `=`"));
            continue;
        };
        let Some(version) = line.split('"').find_map(|text| text.strip_prefix('=')) else {
            findings.push(Finding::new(
                file,
                number,
                format!("`{name}` is not pinned"),
                "write \"=\" before it",
            ));
            continue;
        };
        let expected = first.get_or_insert_with(|| version.to_owned());
        if expected != version {
            let what = format!("`{name}` is {version}, and wasm-bindgen is {expected}");
            findings.push(Finding::new(file, number, what, "pin both to the same version"));
        }
    }
    for file in files.iter().filter(|file| file.is_in(&["examples"]) && file.path.ends_with("/Cargo.lock")) {
        findings.extend(first.as_deref().and_then(|expected| in_lockfile(file, expected)));
    }
    findings
}

/// Requires the workspace's version of wasm-bindgen in a standalone example, which is linked by the workspace's
/// generator.
fn in_lockfile(file: &File, expected: &str) -> Option<Finding> {
    let mut after = file.lines().skip_while(|(_, line)| *line != "name = \"wasm-bindgen\"").skip(1);
    let (number, line) = after.next()?;
    let found = line.strip_prefix("version = ")?.trim_matches('"');
    (found != expected).then(|| {
        let what = format!("wasm-bindgen is {found} here, and {expected} in the workspace");
        let mend = format!("cargo update -p wasm-bindgen --precise {expected}, in that folder");
        Finding::new(file, number, what, mend)
    })
}

/// Requires an entry in the changelog for the version that is published next.
pub(super) fn changelog(files: &[File], version: &str) -> Option<Finding> {
    let file = files.iter().find(|file| file.path == "CHANGELOG.md")?;
    let heading = |line: &str| line.starts_with("## ") && line.contains(version);
    let what = format!("no heading for {version}");
    (!file.lines().any(|(_, line)| heading(line)))
        .then(|| Finding::new(file, 1, what, "add `## <version>` with what changed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(loader: &str, generator: &str) -> Vec<File> {
        let xtask = format!(
            "wasm-bindgen-cli = {{ version = \"{generator}\" }}\nwasm-bindgen-cli-support = \"=1.2.3\"\n"
        );
        let loader = format!("wasm-bindgen-futures = \"0.4\"\nwasm-bindgen = \"{loader}\"\n");
        vec![File::new("Cargo.toml", &loader), File::new("xtask/Cargo.toml", &xtask)]
    }

    #[test]
    fn wasm_bindgen_has_one_version() {
        assert!(wasm_bindgen(&files("=1.2.3", "=1.2.3")).is_empty());
        assert_eq!(wasm_bindgen(&files("=1.2.3", "=1.2.4")).len(), 1);
        assert_eq!(wasm_bindgen(&files("=1.2.3", "1.2.3")).len(), 1);
        assert_eq!(wasm_bindgen(&[File::new("Cargo.toml", "")]).len(), 1);
    }

    #[test]
    fn examples_have_the_same_wasm_bindgen() {
        let with = |version: &str| {
            let lock = format!(
                "name = \"a\"\nversion = \"1\"\n\nname = \"wasm-bindgen\"\nversion = \"{version}\"\n"
            );
            let mut files = files("=1.2.3", "=1.2.3");
            files.push(File::new("examples/frontends/one/Cargo.lock", &lock));
            wasm_bindgen(&files).len()
        };
        assert_eq!((with("1.2.3"), with("1.2.4")), (0, 1));
    }

    #[test]
    fn the_changelog_has_the_version() {
        let file = |text| [File::new("CHANGELOG.md", text)];
        assert!(changelog(&file("# Changes\n\n## 0.1.0\n"), "0.1.0").is_none());
        assert!(changelog(&file("# Changes\n\n## 0.0.9\n"), "0.1.0").is_some());
    }
}
