//! The options have one list in their reader, one in the script tag's, one in the types and one in the README. They say
//! the same.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used)]

use std::collections::BTreeSet;

use intercom_messenger_loader::News;

const OPTIONS: &str = include_str!("../src/web/options.js");
const EVENTS: &str = include_str!("../src/js/listen.rs");
const PLACES: &str = include_str!("../src/js/options.rs");
const SETTINGS: &str = include_str!("../src/core/settings.rs");
const MESSENGER: &str = include_str!("../src/web/messenger.js");
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

/// The names in a table of the reader's, in their order.
fn table(name: &str) -> Vec<&'static str> {
    let table = OPTIONS.split_once(&format!("\nconst {name} = {{\n"));
    let table = table.and_then(|(_, rest)| rest.split_once("\n};")).expect("there is such a table").0;
    table.lines().filter_map(|line| Some(line.trim().split_once(':')?.0)).collect()
}

fn options() -> BTreeSet<&'static str> {
    table("OPTIONS").into_iter().collect()
}

#[test]
fn rust_takes_each_option_from_the_place_where_the_reader_puts_it() {
    for (places, name) in [("At", "OPTIONS"), ("InRequest", "REQUEST_OPTIONS")] {
        let places = PLACES.split_once(&format!("\nenum {places} {{\n"));
        let places = places.and_then(|(_, rest)| rest.split_once("\n}")).expect("there are places").0;
        let places: Vec<_> =
            places.lines().map(|line| line.trim().trim_end_matches(',').to_lowercase()).collect();
        let options: Vec<_> = table(name).into_iter().map(str::to_lowercase).collect();
        assert_eq!(places, options);
    }
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

#[test]
fn the_same_attributes_identify_a_user_in_the_page_s_settings_and_in_the_loader_s() {
    let identifying = list(SETTINGS, "const IDENTIFYING: [&str; 4] = [");
    assert_eq!(identifying.len(), 4, "{identifying:?}");
    assert_eq!(list(MESSENGER, "const IDENTIFYING = ["), identifying);
}

#[test]
fn the_events_that_a_message_lists_are_those_that_there_are() {
    let declared = EVENTS.split_once("const MUST: &str = \"").and_then(|(_, rest)| rest.split_once("\";"));
    let (message, _) = declared.expect("there is a message");
    let words = message.split([' ', '\\', '\n']).filter(|word| !word.is_empty());
    // Before them stands "must be one of".
    let words: Vec<_> = words.skip(4).collect();
    assert!(EVENTS.contains("OWN: std::ops::Range<usize> = 4..9;"));
    let (own, news) = words.split_at(5);
    assert_eq!(news, News::KINDS.map(|news| news.event()));
    for event in own {
        assert!(EVENTS.contains(&format!("=> \"{event}\"")), "{event} is never told");
    }
    for event in [own, news].concat() {
        assert!(TYPES.contains(&format!("  {event}: ")), "{event} has no type");
    }
}
