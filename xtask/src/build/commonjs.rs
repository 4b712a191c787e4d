//! A module that is published as it is written, for `require`.
//!
//! Only the forms that such modules have: imports of everything at the top, exported functions, classes and constants, and
//! a default export of one of them, each at the beginning of a line. Any other is refused.

use anyhow::{Result, bail};

/// The same module for CommonJS, over the CommonJS files of what it imports.
pub(super) fn of_module(id: &str, source: &str) -> Result<String> {
    let mut text = String::new();
    let mut exports = vec!["Object.defineProperty(exports, \"__esModule\", { value: true });".to_owned()];
    for (number, line) in (1..).zip(source.lines()) {
        if let Some((name, path)) = imported(line) {
            text.push_str(&format!("const {name} = require(\"{path}\");"));
        } else if let Some(name) = line.strip_prefix("export default ") {
            exports.push(format!("exports.default = {name}"));
        } else if let Some(declaration) = line.strip_prefix("export ") {
            let Some(name) = declared(declaration) else {
                bail!("{id}:{number}: `{line}` has no form for CommonJS; see build/commonjs.rs");
            };
            exports.push(format!("exports.{name} = {name};"));
            text.push_str(declaration);
        } else if line.starts_with("import") {
            bail!("{id}:{number}: `{line}` has no form for CommonJS; see build/commonjs.rs");
        } else {
            text.push_str(line);
        }
        text.push('\n');
    }
    Ok(format!("\"use strict\";\n{text}{}\n", exports.join("\n")))
}

/// `import * as name from "path";`, where a file of the package has another name for CommonJS.
fn imported(line: &str) -> Option<(&str, String)> {
    let (name, path) = line.strip_prefix("import * as ")?.split_once(" from \"")?;
    let path = path.strip_suffix("\";")?;
    Some((
        name,
        if path.starts_with('.') { format!("{}.cjs", path.strip_suffix(".js")?) } else { path.to_owned() },
    ))
}

/// The name in `function name(…`, `class name …` or `const name = …`.
fn declared(declaration: &str) -> Option<&str> {
    let rest = ["function ", "async function ", "class ", "const "]
        .into_iter()
        .find_map(|keyword| declaration.strip_prefix(keyword))?;
    let name = rest.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').next()?;
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::of_module;

    #[test]
    fn imports_and_exports_become_those_of_commonjs() {
        let source = "import * as loader from \"./index.js\";\nimport * as react from \"react\";\nexport function boot(a) {\n  return loader.boot(a);\n}\n\
                      export default boot;\nexport const show = () => loader.show();\n";
        let expected = "\"use strict\";\nconst loader = require(\"./index.cjs\");\nconst react = require(\"react\");\nfunction boot(a) {\n  \
                        return loader.boot(a);\n}\n\nconst show = () => loader.show();\n\
                        Object.defineProperty(exports, \"__esModule\", { value: true });\nexports.boot = boot;\n\
                        exports.default = boot;\nexports.show = show;\n";
        assert_eq!(of_module("m", source).ok().as_deref(), Some(expected));
    }

    #[test]
    fn what_has_no_form_is_refused_with_its_place() {
        for line in [
            "import { a } from \"./a.js\";",
            "export { a };",
            "export let a = 1;",
            "export * from \"./a.js\";",
        ] {
            let error = of_module("m", &format!("\n{line}\n")).err().map(|error| error.to_string());
            assert!(error.is_some_and(|error| error.starts_with("m:2: ")), "{line}");
        }
    }
}
