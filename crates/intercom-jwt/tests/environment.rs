//! The secret from the environment. In a program of its own, because the environment is the whole process's.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{env, process::Command};

use intercom_jwt::{SECRET_VARIABLE, Secret};

/// Reads the secret in a process of this same program, whose variable is as given.
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
        Ok(secret) => println!("<{}>", secret == Secret::new("from the environment")),
        Err(error) => println!("<{error}>"),
    }
}

#[test]
fn the_secret_comes_from_its_variable_or_the_error_names_it() {
    assert!(read_with(Some("from the environment\n")).contains("<true>"));
    for missing in [None, Some(""), Some(" \n")] {
        assert!(
            read_with(missing).contains(&format!("<{SECRET_VARIABLE} is not set: set it to")),
            "{missing:?}"
        );
    }
}
