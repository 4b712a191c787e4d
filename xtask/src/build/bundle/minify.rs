//! oxc's minifier and printer.

use anyhow::{Result, anyhow, bail};
use oxc::allocator::Allocator;
use oxc::codegen::{Codegen, CodegenOptions};
use oxc::mangler::MangleOptions;
use oxc::minifier::{CompressOptions, Minifier, MinifierOptions};
use oxc::parser::Parser;
use oxc::span::SourceType;
use oxc_compat::EngineTargets;

/// The oldest language that the output may need; `es2020.rs` checks the input.
const TARGET: &str = "es2020";

/// Removes what is unused, shortens what is local, and prints without white space.
pub(super) fn minify(source: &str) -> Result<String> {
    let allocator = Allocator::default();
    // Also what is no module is parsed as one: its top level is going to be a function's, whose names are its own.
    let parsed = Parser::new(&allocator, source, SourceType::mjs()).parse();
    if let Some(error) = parsed.diagnostics.iter().next() {
        bail!("the joined modules are not valid JavaScript: {error}");
    }
    let mut program = parsed.program;
    let target = EngineTargets::from_target(TARGET).map_err(|error| anyhow!("{TARGET}: {error}"))?;
    let options = MinifierOptions {
        mangle: Some(MangleOptions { top_level: Some(true), ..MangleOptions::default() }),
        mangle_properties: None,
        compress: Some(CompressOptions { target, ..CompressOptions::smallest() }),
    };
    let minified = Minifier::new(options).minify(&allocator, &mut program);
    Ok(Codegen::new()
        .with_options(CodegenOptions::minify())
        .with_scoping(minified.scoping)
        .with_private_member_mappings(minified.class_private_mappings)
        .build(&program)
        .code)
}
