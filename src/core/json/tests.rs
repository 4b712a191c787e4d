#![allow(clippy::unwrap_used, clippy::cast_possible_truncation, clippy::cast_possible_wrap)]

use proptest::prelude::*;
use proptest::test_runner::RngAlgorithm;
use serde_json::Value;

use super::{Field, fields, integer, last};

fn same(ours: &Field, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Field::Null, Value::Null) | (Field::Other, Value::Bool(_) | Value::Array(_) | Value::Object(_)) => {
            true
        }
        (Field::Text(ours), Value::String(theirs)) => ours == theirs,
        (Field::Number(ours), Value::Number(theirs)) => {
            &ours.parse::<serde_json::Number>().unwrap() == theirs
        }
        _ => false,
    }
}

/// Both readers accept `text` as an object and find the same in it, or both refuse it.
fn agree(text: &str) -> Result<(), TestCaseError> {
    let theirs = match serde_json::from_str::<Value>(text) {
        // RFC 8259 has no largest number, only serde_json has.
        Err(error) if error.to_string().starts_with("number out of range") => {
            return Err(TestCaseError::reject("range"));
        }
        Ok(Value::Object(object)) => Some(object),
        Ok(_) | Err(_) => None,
    };
    match (fields(text), theirs) {
        (None, None) => {}
        (Some(ours), Some(theirs)) => {
            prop_assert!(ours.iter().all(|(name, _)| theirs.contains_key(name)), "{text}");
            for (name, value) in &theirs {
                let field = last(&ours, name);
                prop_assert!(field.is_some_and(|field| same(field, value)), "{name}: {field:?}, {value:?}");
            }
        }
        (ours, theirs) => prop_assert!(false, "{text:?}: we read {ours:?}, serde_json {theirs:?}"),
    }
    Ok(())
}

fn documents() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let value = leaf.prop_recursive(5, 24, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            object(inner).prop_map(Value::from),
        ]
    });
    prop_oneof![5 => object(value.clone()).prop_map(Value::from), 1 => value]
}

fn object(value: impl Strategy<Value = Value>) -> impl Strategy<Value = serde_json::Map<String, Value>> {
    proptest::collection::vec((prop_oneof![any::<String>(), "[a-c]"], value), 0..5)
        .prop_map(|fields| fields.into_iter().collect())
}

/// Chance by a generator that is quick without optimization, too.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_algorithm: RngAlgorithm::XorShift, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(1024))]

    #[test]
    fn documents_are_read_as_serde_json_reads_them(document in documents(), pretty: bool) {
        let text = if pretty { serde_json::to_string_pretty(&document) } else { serde_json::to_string(&document) };
        agree(&text.unwrap())?;
    }

    /// A character taken out, put in or doubled: the same verdict as serde_json's.
    #[test]
    fn damaged_documents_are_judged_as_serde_json_judges_them(
        document in documents(), at: prop::sample::Index, taken in 0_usize..3, put in "[\\[\\]{}\",:0-9eE+.tfnu\\\\ \u{0}-]{0,2}",
    ) {
        let mut text: Vec<char> = document.to_string().chars().collect();
        let at = at.index(text.len());
        text.splice(at..(at + taken).min(text.len()), put.chars());
        agree(&text.into_iter().collect::<String>())?;
    }
}

proptest! {
    #![proptest_config(cases(4096))]

    #[test]
    fn texts_made_of_json_s_own_characters_are_judged_alike(inside in "[\\[\\]{}\",:0-9eE+.tfnulrase\\\\ \n-]{0,24}") {
        agree(&inside)?;
        agree(&format!("{{{inside}}}"))?;
        agree(&format!("{{\"a\":{inside}}}"))?;
        agree(&format!("{{\"a\":\"{inside}\"}}"))?;
    }

    #[test]
    fn numbers_are_judged_alike(number in "-?[0-9]{0,3}[.]?[0-9]{0,3}([eE][+-]?[0-9]{0,2})?") {
        agree(&format!("{{\"a\":{number}}}"))?;
    }

    #[test]
    fn escapes_are_judged_alike(text in "([a-z]|\\\\[\"\\\\/bfnrtux]|\\\\u[0-9a-fA-F]{4}|\\\\u[dD][89a-fA-F][0-9a-f]{2}){0,6}") {
        agree(&format!("{{\"a\":\"{text}\"}}"))?;
    }

    /// Exact arithmetic on what was written gives the same whole number.
    #[test]
    fn whole_numbers_are_exact(
        negative: bool, whole in 0..100_000_000_u64, fraction in "[0-9]{0,9}", exponent in prop::option::of(-18..=18_i32),
    ) {
        let digits: i128 = format!("{whole}{fraction}").parse().unwrap();
        let shift = exponent.unwrap_or(0) - fraction.len() as i32;
        let power = 10_i128.pow(shift.unsigned_abs());
        let exact = if shift < 0 { digits / power } else { digits * power };
        let exact = if negative { -exact } else { exact };
        let sign = if negative { "-" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        let exponent = exponent.map_or(String::new(), |exponent| format!("e{exponent:+}"));
        let text = format!("{sign}{whole}{point}{fraction}{exponent}");
        prop_assert_eq!(integer(&text), i64::try_from(exact).ok(), "{}", text);
    }

    #[test]
    fn whole_numbers_agree_with_floating_point(value in -9_007_199_254_740_992..=9_007_199_254_740_992_i64) {
        #[allow(clippy::cast_precision_loss)]
        let float = value as f64;
        prop_assert_eq!(integer(&format!("{float:e}")), Some(value));
        prop_assert_eq!(integer(&format!("{float}")), Some(value));
    }

    #[test]
    fn any_number_that_is_read_can_be_asked_for_its_whole_part(number in "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,12})?") {
        let _ = integer(&number);
    }
}

#[test]
fn numbers_at_the_edge_of_64_bits() {
    for (text, whole) in [
        ("9223372036854775807", Some(i64::MAX)),
        ("9223372036854775808", None),
        ("-9223372036854775807", Some(-i64::MAX)),
        ("1e18", Some(1_000_000_000_000_000_000)),
        ("1e19", None),
        ("1e400", None),
        ("1e-400", Some(0)),
        ("-0.9", Some(0)),
        ("0.0000000001e10", Some(1)),
        ("1e99999999999", None),
    ] {
        assert_eq!(integer(text), whole, "{text}");
    }
    let small = format!("0.{}15e502", "0".repeat(500));
    assert_ne!(integer(&small), Some(0), "what is cut off is never taken for nothing: {small}");
}

#[test]
fn nesting_ends_at_a_depth_no_token_needs() {
    let nested = |levels: usize| format!("{}{}", "{\"a\":".repeat(levels) + "{", "}".repeat(levels + 1));
    assert!(fields(&nested(32)).is_some());
    assert!(fields(&nested(33)).is_none());
    let lists = |levels: usize| format!("{{\"a\":{}{}}}", "[".repeat(levels), "]".repeat(levels));
    assert!(fields(&lists(32)).is_some());
    assert!(fields(&lists(33)).is_none());
    assert!(fields(&"{\"a\":[".repeat(100_000)).is_none());
}

#[test]
fn control_characters_are_written_as_escapes_or_not_at_all() {
    for byte in 0..=0x7f_u8 {
        let text = format!("{{\"a\":\"{}\"}}", char::from(byte));
        let fine = byte >= 0x20 && !matches!(byte, b'"' | b'\\');
        assert_eq!(fields(&text).is_some(), fine, "{text:?}");
    }
}

#[test]
fn the_last_of_two_fields_counts() {
    let read = fields(r#"{"a":1,"b":"x","a":null}"#).unwrap();
    assert_eq!(last(&read, "a"), Some(&Field::Null));
    assert_eq!(last(&read, "c"), None);
    assert_eq!(read.len(), 3);
}
