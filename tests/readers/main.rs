//! Tokens, answers, options and arguments are read twice: by Rust, and on a page by JavaScript in `src/web`. Both are held against
//! the rows beside this file: Rust here, JavaScript in `tests/node/read.test.mjs`. Where they may differ, and why, is in
//! `differences.json`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::indexing_slicing)]

mod rust;

use serde_json::{Value, json};

/// Each of a table's groups has rows, and what all of them are read as.
fn each(table: &str, read: impl Fn(&Value, &Value) -> Value) {
    let groups: Vec<Value> = serde_json::from_str(table).expect("the table is JSON");
    let rows = groups.iter().flat_map(|group| {
        group["rows"].as_array().expect("a group has rows").iter().map(move |row| (group, row))
    });
    let other = rows.filter_map(|(group, row)| {
        let read = read(row, group);
        (read != group["is"]).then(|| format!("{row} is {read} and not {}", group["is"]))
    });
    let other: Vec<_> = other.collect();
    assert!(other.is_empty(), "{}", other.join("\n"));
}

#[test]
fn tokens() {
    each(include_str!("tokens.json"), |row, _| rust::token(row));
}

#[test]
fn bodies_of_answers() {
    each(include_str!("answers.json"), |row, _| rust::answer(row));
}

#[test]
fn options() {
    each(include_str!("options.json"), |row, _| rust::options(row));
}

/// Every option that is an address takes the same, and says its own name.
#[test]
fn addresses() {
    each(include_str!("addresses.json"), |address, _| {
        let refused = |name: &str| {
            let said = format!("{name} must be an http or https address");
            json!({ "code": "invalid_option", "said": said })
        };
        let both = [
            (json!({ "jwtUrl": address }), "jwtUrl"),
            (json!({ "jwtRequest": { "url": address } }), "jwtUrl"),
            (json!({ "widgetUrl": address }), "widgetUrl"),
        ];
        let [first, second, third] = both.map(|(given, name)| match rust::options(&given) {
            refusal if refusal == refused(name) => "refused",
            taken if taken == json!({ "apiBase": null }) => "taken",
            _ => "neither",
        });
        assert_eq!([first, first], [second, third], "{address}");
        first.into()
    });
}

#[test]
fn arguments_of_methods() {
    each(include_str!("methods.json"), |row, group| rust::arguments(&group["method"], row));
}

#[test]
fn where_rust_differs_it_is_known() {
    let rows: Vec<Value> = serde_json::from_str(include_str!("differences.json")).expect("the table is JSON");
    for row in &rows {
        let read = if let Some(token) = row.get("token") {
            rust::token(token)
        } else if let Some(body) = row.get("answer") {
            rust::answer(body)
        } else {
            rust::arguments(&row["method"], &row["given"])
        };
        assert_eq!(read, row["rust"], "{row}");
        assert_ne!(row["rust"], row["javascript"], "{row} is no difference");
    }
}
