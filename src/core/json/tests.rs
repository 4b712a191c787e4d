#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use proptest::test_runner::RngAlgorithm;
use serde_json::Value;

use super::{fields, list, natural, object, parts, quoted, text};

fn documents() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[\\[\\]{}\",:\\\\]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        let fields = (prop_oneof![any::<String>(), "[\\[\\]{}\",:\\\\]{0,4}"], inner.clone());
        prop_oneof![
            proptest::collection::vec(inner, 0..5).prop_map(Value::from),
            proptest::collection::vec(fields, 0..5)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// Random number generator that is fast even without optimization.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_algorithm: RngAlgorithm::XorShift, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(1024))]

    #[test]
    fn lists_and_objects_come_apart_as_serde_json_has_them(document in documents(), pretty: bool) {
        let json = if pretty { serde_json::to_string_pretty(&document) } else { serde_json::to_string(&document) };
        let json = json.unwrap();
        let value = |json: &str| serde_json::from_str::<Value>(json).unwrap();
        // The reference is its own reader, which rounds numbers.
        match value(&json) {
            Value::Array(items) => prop_assert_eq!(parts(&json).into_iter().map(value).collect::<Vec<_>>(), items),
            Value::Object(theirs) => {
                let ours: serde_json::Map<_, _> =
                    fields(&json).map(|(name, field)| (text(name).unwrap(), value(field))).collect();
                prop_assert_eq!(ours, theirs);
            }
            _ => prop_assert!(parts(&json).is_empty()),
        }
    }

    #[test]
    fn any_text_is_taken_apart_or_not(json in "[\\[\\]{}\",:0-9a-z\\\\ é]{0,24}") {
        let _ = fields(&json).count();
        let _ = text(&json);
    }

    #[test]
    fn texts_are_written_and_read_back(any in prop_oneof![any::<String>(), "[\u{0}-\u{7f}]{0,8}"]) {
        prop_assert_eq!(&serde_json::from_str::<String>(&quoted(&any)).unwrap(), &any);
        prop_assert_eq!(text(&quoted(&any)), Some(any.clone()));
        prop_assert_eq!(text(&serde_json::to_string(&any).unwrap()), Some(any));
    }

    #[test]
    fn escapes_are_resolved_as_serde_json_does(inside in "([a-z]|\\\\[\"\\\\/bfnrt]|\\\\u[0-9a-fA-F]{4}|\\\\u[dD][89a-fA-F][0-9a-f]{2}){0,6}") {
        let json = format!("\"{inside}\"");
        // A half of a surrogate pair is an error there.
        if let Ok(theirs) = serde_json::from_str::<String>(&json) {
            prop_assert_eq!(text(&json), Some(theirs));
        } else {
            prop_assert!(text(&json).unwrap().contains(char::REPLACEMENT_CHARACTER), "{}", json);
        }
    }
}

#[test]
fn what_is_no_text_has_no_characters() {
    for json in ["null", "7", "[\"a\"]", "{}", "", "\"", "\"\\u12"] {
        assert_eq!(text(json), None, "{json}");
    }
}

#[test]
fn lists_and_objects_are_written() {
    assert_eq!(list(["1", "\"a\""].into_iter()), r#"[1,"a"]"#);
    assert_eq!(object([("a\"", "1"), ("b", "[]")].into_iter()), r#"{"a\"":1,"b":[]}"#);
}

#[test]
fn whole_numbers_in_digits_alone() {
    for (written, number) in
        [("0", Some(0)), ("007", Some(7)), ("4294967295", Some(u32::MAX)), ("4294967296", None)]
    {
        assert_eq!(natural(written), number, "{written}");
    }
    for none in ["", "-1", "+1", "1.5", "1e3", " 1", "x"] {
        assert_eq!(natural(none), None, "{none}");
    }
}
