//! The secret from the environment. This is a separate program, because the environment belongs to the whole process.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{env, process::Command};

use intercom_jwt::{SECRET_VARIABLE, Secret};

/// Reads the secret in a process of this same program, with the variable set to this value.
fn read_with(value: Option<&str>) -> String {
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", "child", "--nocapture", "--include-ignored"]).env_remove(SECRET_VARIABLE);
    if let Some(value) = value {
        child.env(SECRET_VARIABLE, value);
    }
    String::from_utf8(child.output().unwrap().stdout).unwrap()
}

#[test]
#[ignore = "the other test starts it"]
fn child() {
    match Secret::from_env() {
        Ok(secret) => println!("<{}>", secret == Secret::new("from the environment, and long enough")),
        Err(error) => println!("<{error}>"),
    }
}

#[test]
fn the_secret_comes_from_its_variable_or_the_error_names_it() {
    assert!(read_with(Some("from the environment, and long enough\n")).contains("<true>"));
    for missing in [None, Some(""), Some(" \n")] {
        assert!(
            read_with(missing).contains(&format!("<{SECRET_VARIABLE} is not set: set it to")),
            "{missing:?}"
        );
    }
    for (wrong, says) in [
        ("…", "is a placeholder: set it to"),
        ("...", "is a placeholder: set it to"),
        ("0123456789012345678901234567890", "is shorter than 32 bytes: copy"),
        ("0123456789012345678901234567890ü", "is not ASCII: copy"),
    ] {
        let printed = read_with(Some(wrong));
        assert!(printed.contains(&format!("<{SECRET_VARIABLE} {says}")), "{wrong}: {printed}");
        assert!(!printed.contains("0123456789"), "{printed}");
    }
}
