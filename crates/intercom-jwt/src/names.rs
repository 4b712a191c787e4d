//! Names of claims.

use crate::Error;

/// Claims that are set in another way, each with the method that sets it.
const RESERVED: &[(&str, &str)] = &[
    ("user_id", "Claims::new"),
    ("email", "Claims::email"),
    ("name", "Claims::name"),
    ("iat", "the clock, when it is signed"),
    ("exp", "Claims::life"),
];

/// Common names that Intercom does not read, or not in a token.
const UNKNOWN: &[(&str, &str)] = &[
    ("id", "the user's id is user_id, which Claims::new sets"),
    ("sub", "the user's id is user_id, which Claims::new sets"),
    ("userId", "the user's id is user_id, which Claims::new sets"),
    ("createdAt", "write created_at"),
    ("expiresIn", "use Claims::life"),
    ("nbf", "a token is valid from when it is signed"),
    ("iss", "the secret says whose token it is"),
    ("aud", "the secret says whose token it is"),
    ("jti", "a token may be used until it ends"),
    ("user_hash", "it is the older way to prove an identity, which the token replaces"),
    ("intercom_user_jwt", "it is the page's name for the whole token"),
    ("app_id", "it is an option of the page's"),
    ("api_base", "it is an option of the page's"),
];

/// # Errors
/// If no custom attribute may have this name.
pub(crate) fn check(name: &str) -> Result<(), Error> {
    if name.trim().is_empty() {
        return Err(Error::NameEmpty);
    }
    let plain = plain(name);
    let of = |table: &[(&str, &'static str)]| {
        table.iter().find(|(known, _)| known.eq_ignore_ascii_case(&plain)).map(|(_, explained)| *explained)
    };
    if let Some(with) = of(RESERVED) {
        return Err(Error::Reserved { name: name.to_owned(), with });
    }
    match of(UNKNOWN) {
        Some(instead) => Err(Error::Unknown { name: name.to_owned(), instead }),
        None => Ok(()),
    }
}

/// Normalizes a name so that `Email`, `email ` and `user id` match the claims with methods of their own: removes
/// white space, visible or not, at the ends, and replaces that inside with an underscore.
fn plain(name: &str) -> String {
    let is_blank = |letter: char| {
        letter.is_whitespace()
            || letter.is_control()
            || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    name.split(is_blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_")
}
