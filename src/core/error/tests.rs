use super::*;

#[test]
fn codes_are_unique_and_every_text_says_something() {
    for (at, code) in Code::ALL.iter().enumerate() {
        assert!(Code::ALL.iter().skip(at + 1).all(|other| other.as_str() != code.as_str()), "{code:?}");
        assert!(code.message().len() > 10 && code.hint().ends_with('.'), "{code:?}");
    }
}

#[test]
fn each_code_is_named_as_its_variant() {
    for code in Code::ALL {
        let mut name = String::new();
        for letter in format!("{code:?}").chars() {
            let new_word = letter.is_ascii_uppercase() && !name.is_empty();
            name.extend(new_word.then_some('_'));
            name.push(letter.to_ascii_lowercase());
        }
        assert!(code.as_str().starts_with(&name), "{code:?} is {}", code.as_str());
    }
}

#[test]
fn what_javascript_has_of_a_failure_is_that_failure() {
    for code in Code::ALL {
        for error in [
            Error::new(*code),
            Error::new(*code).with_detail("504"),
            Error::new(*code).with_detail("a: b. c"),
        ] {
            assert_eq!(Error::parse(code.as_str(), &error.to_string()), Some(error));
        }
    }
    assert_eq!(Error::parse("teapot", &Error::new(Code::SignedOut).to_string()), None);
    assert_eq!(Error::parse(Code::SignedOut.as_str(), "of another version"), None);
}

#[test]
fn numbers_are_written_as_everywhere() {
    for number in [0, 7, 10, -1, 429, i64::MAX, i64::MIN] {
        assert_eq!(decimal(number), number.to_string());
    }
}

#[test]
fn a_token_is_never_quoted() {
    assert_eq!(quote("eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjoiMSJ9.c2ln"), "(a token, not shown)");
    assert_eq!(quote("abc-123"), "\"abc-123\"");
    assert_eq!(quote(&"x".repeat(50)).chars().count(), 43);
}
