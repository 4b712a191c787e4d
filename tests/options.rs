//! The options have one list in Rust, one in the script tag's reader, one in the types and one in the README. They say
//! the same.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used)]

use std::collections::BTreeSet;

const OPTIONS: &str = include_str!("../src/js/options.rs");
const TAG: &str = include_str!("../npm/tag.js");
const TYPES: &str = include_str!("../src/js/types.d.ts");
const README: &str = include_str!("../README.md");

/// What no attribute can hold.
const NOT_FOR_A_TAG: [&str; 2] = ["getJwt", "jwtRequest"];

/// The words in quotes between `from` and the next closing bracket.
fn list<'a>(text: &'a str, from: &str) -> BTreeSet<&'a str> {
    let list = text.split_once(from).and_then(|(_, rest)| rest.split_once(']')).expect(from).0;
    list.split('"').skip(1).step_by(2).collect()
}

fn options() -> BTreeSet<&'static str> {
    let declared = OPTIONS.split_once("const OPTIONS: ").expect("there are options").1;
    list(declared, "= [")
}

#[test]
fn the_script_tag_reads_every_option_that_an_attribute_can_hold() {
    let options: BTreeSet<_> = options().into_iter().filter(|name| !NOT_FOR_A_TAG.contains(name)).collect();
    assert!(options.len() > 10, "{options:?}");
    assert_eq!(list(TAG, "const SCALARS = ["), options);
}

#[test]
fn every_option_has_a_type_and_a_row_in_the_readme() {
    for option in options() {
        assert!(
            TYPES.contains(&format!("  {option}?: ")) || TYPES.contains(&format!("  {option}: ")),
            "{option}"
        );
        assert!(README.contains(&format!("| `{option}` |")), "{option}");
    }
}
