//! Demo users who can sign in.

use serde::Serialize;

/// A user account. In JSON: `{"user": "ada", "userId": "…", "name": "…", "email": "…" | null}`.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// The sign-in name.
    pub user: &'static str,
    /// The stable id that goes into the token as `user_id`.
    pub user_id: &'static str,
    /// The full name; Grace's has letters outside ASCII, since tokens must carry them.
    pub name: &'static str,
    /// The e-mail address, if the account has one.
    pub email: Option<&'static str>,
}

/// Every demo account.
pub const USERS: [User; 3] = [
    User { user: "ada", user_id: "user-ada-1815", name: "Ada Lovelace", email: Some("ada@example.com") },
    User {
        user: "grace",
        user_id: "user-grace-1906",
        name: "Grace Núñez Höpper",
        email: Some("grace@example.com"),
    },
    User { user: "linus", user_id: "user-linus-1969", name: "Linus Without-Mail", email: None },
];

/// The account with this sign-in name.
#[must_use]
pub fn find(user: &str) -> Option<&'static User> {
    USERS.iter().find(|known| known.user == user)
}
