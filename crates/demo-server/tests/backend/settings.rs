//! The command line, the environment, and the secret, which is never printed.

use std::time::Duration;

use clap::Parser;
use server::{App, Host, Origin, Secret, Settings, cli};

use crate::client::SECRET;

fn read(variables: &[(&str, &str)]) -> Result<Settings, String> {
    let args = cli::Args::parse_from(["server"]);
    let env =
        |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
    cli::settings(&args, env).map_err(|error| error.to_string())
}

#[test]
fn without_an_environment_it_is_the_fake_messenger_with_a_random_secret() {
    let (one, other) =
        (read(&[]).unwrap(), read(&[("INTERCOM_APP_ID", " "), ("ALLOWED_HOSTS", " , ")]).unwrap());
    assert!(one.fake_messenger && other.fake_messenger);
    assert!(one.secret != other.secret);
    assert_eq!(one.token_life, Duration::from_secs(7200));
    assert!(one.allowed_origins.is_empty());
    assert!(one.playground && other.playground);
    for settings in [one, other] {
        assert_eq!(
            settings.allowed_hosts,
            ["localhost", "127.0.0.1", "[::1]"].map(|host| Host::parse(host).unwrap())
        );
    }
}

#[test]
fn both_variables_mean_the_real_messenger() {
    let settings = read(&[("INTERCOM_APP_ID", "abc12345"), ("INTERCOM_IDENTITY_SECRET", SECRET)]).unwrap();
    assert!(!settings.fake_messenger && !settings.playground);
    assert_eq!(settings.app_id, "abc12345");
    assert!(settings.secret == Secret::new(SECRET));
}

#[test]
fn one_variable_alone() {
    let error = read(&[("INTERCOM_APP_ID", "abc12345")]).unwrap_err();
    assert!(error.contains("INTERCOM_IDENTITY_SECRET"), "{error}");
    let error = read(&[("INTERCOM_IDENTITY_SECRET", "…")]).unwrap_err();
    assert!(error.contains("placeholder"), "{error}");
    let settings = read(&[("INTERCOM_IDENTITY_SECRET", SECRET)]).unwrap();
    assert!(settings.fake_messenger && settings.secret == Secret::new(SECRET));
    assert!(!settings.playground, "the secret may be a workspace's own");
}

#[test]
fn origins_hosts_and_life_are_read() {
    let settings = read(&[
        ("ALLOWED_ORIGINS", "http://localhost:3000, https://a.example,"),
        ("ALLOWED_HOSTS", "shop.example, .Demo.test ,[::1]"),
        ("TOKEN_LIFE_SECONDS", "20"),
    ])
    .unwrap();
    let expected =
        ["http://localhost:3000", "https://a.example"].map(|origin| Origin::parse(origin).unwrap());
    assert_eq!(settings.allowed_origins, expected);
    assert_eq!(
        settings.allowed_hosts,
        ["shop.example", ".demo.test", "[::1]"].map(|host| Host::parse(host).unwrap())
    );
    assert_eq!(settings.token_life, Duration::from_secs(20));
}

#[test]
fn nonsense_is_named() {
    for (name, value) in [
        ("ALLOWED_ORIGINS", "*"),
        ("ALLOWED_ORIGINS", "null"),
        ("ALLOWED_ORIGINS", "http://localhost:3000/"),
        ("ALLOWED_ORIGINS", "https://a.example:443"),
        ("ALLOWED_ORIGINS", "http://a.example:80"),
        ("ALLOWED_ORIGINS", "https://a.example:"),
        ("ALLOWED_ORIGINS", "https://a.example:99999"),
        ("ALLOWED_ORIGINS", "https://.a.example"),
        ("ALLOWED_ORIGINS", "https://:8080"),
        ("ALLOWED_ORIGINS", "localhost:3000"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "."),
        ("ALLOWED_HOSTS", "localhost:8080"),
        ("ALLOWED_HOSTS", "http://localhost"),
        ("ALLOWED_HOSTS", "::1"),
        ("TOKEN_LIFE_SECONDS", "0"),
        ("TOKEN_LIFE_SECONDS", "2h"),
    ] {
        let error = read(&[(name, value)]).unwrap_err();
        assert!(error.contains(name) && error.contains(value), "{error}");
    }
    let error = read(&[("INTERCOM_APP_ID", "abc/1"), ("INTERCOM_IDENTITY_SECRET", SECRET)]).unwrap_err();
    assert!(error.contains("abc/1"), "{error}");
}

#[test]
fn the_secret_never_shows() {
    let settings = Settings::fake_messenger(Secret::new(SECRET));
    let greeting = cli::greeting(&settings);
    let shown = format!("{:?} {settings:#?} {:?} {greeting}", settings.secret, App::new(settings.clone()));
    assert!(!shown.contains(SECRET), "{shown}");
}

#[test]
fn help_names_the_environment() {
    let help = cli::Args::try_parse_from(["server", "--help"]).unwrap_err().to_string();
    for word in [
        "--port",
        "--dist",
        "--www",
        "INTERCOM_IDENTITY_SECRET",
        "ALLOWED_ORIGINS",
        "ALLOWED_HOSTS",
        "127.0.0.1 only",
    ] {
        assert!(help.contains(word), "{word}: {help}");
    }
}
