//! Writes the Rust samples as documentation of empty modules, so that rustdoc compiles each.

// Some items are not used here.
#[allow(unreachable_pub)]
#[path = "src/pages.rs"]
mod pages;

use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for path in pages::ROOTS {
        println!("cargo::rerun-if-changed={}", root.join(path).display());
    }
    let mut modules = String::new();
    for page in pages::read(&root)? {
        for sample in page.samples().iter().filter(|sample| sample.is_tested && sample.language == "rust") {
            let text = format!("```rust\n{}```", sample.text);
            let name = page.path.replace(|character: char| !character.is_ascii_alphanumeric(), "_");
            let line = sample.line;
            modules
                .push_str(&format!("#[doc = {text:?}]\npub mod {}_line_{line} {{}}\n", name.to_lowercase()));
        }
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("rust.rs"), modules)?;
    Ok(())
}
