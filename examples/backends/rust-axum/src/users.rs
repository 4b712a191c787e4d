//! Stands in for your own users: what is typed to sign in, and what Intercom shall know of them.

use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct User {
    pub(crate) user: &'static str,
    pub(crate) user_id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) email: Option<&'static str>,
}

pub(crate) const USERS: [User; 3] = [
    User { user: "ada", user_id: "user-ada-1815", name: "Ada Lovelace", email: Some("ada@example.com") },
    User {
        user: "grace",
        user_id: "user-grace-1906",
        name: "Grace Núñez Höpper",
        email: Some("grace@example.com"),
    },
    User { user: "linus", user_id: "user-linus-1969", name: "Linus Without-Mail", email: None },
];

/// The user with this sign-in name.
pub(crate) fn find(name: &str) -> Option<&'static User> {
    USERS.iter().find(|user| user.user == name)
}
