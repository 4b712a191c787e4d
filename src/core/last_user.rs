//! The note of the browser's last user, for later pages. It distinguishes users without identifying them.

use crate::core::error::decimal;
use crate::core::json;
use crate::core::text::cut;

/// Prefix of a note's name, before the workspace: in cookies with a hyphen between, in storage with a colon.
pub const NAME: &str = "intercom-messenger-loader";

/// The last user, as a salted hash of the `user_id`, which no precomputed table contains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LastUser {
    salt: u32,
    hash: u32,
}

impl LastUser {
    /// The note of a user. `salt` is random, and different for each note that is written.
    #[must_use]
    pub fn new(user_id: &str, salt: u32) -> Self {
        Self { salt, hash: hash(user_id, salt) }
    }

    /// Whether it is this user's.
    #[must_use]
    pub fn is(self, user_id: &str) -> bool {
        self.hash == hash(user_id, self.salt)
    }

    /// Reads a note; `None` for an absent one. An unreadable note is that of an unknown user.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        let parts =
            cut(text, b'.').and_then(|(salt, hash)| Some((json::natural(salt)?, json::natural(hash)?)));
        Some(parts.map_or_else(Self::default, |(salt, hash)| Self { salt, hash }))
    }

    /// The note as text.
    #[must_use]
    pub fn to_text(self) -> String {
        let mut text = decimal(self.salt.into());
        text.push('.');
        text.push_str(&decimal(self.hash.into()));
        text
    }
}

/// FNV-1a, 32 bits, of the salt and the `user_id`.
fn hash(user_id: &str, salt: u32) -> u32 {
    let bytes = salt.to_le_bytes().into_iter().chain(user_id.bytes());
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_note_is_read_as_it_was_written_and_is_its_user_s(user_id: String, salt: u32) {
            let note = LastUser::new(&user_id, salt);
            prop_assert_eq!(LastUser::parse(&note.to_text()), Some(note));
            prop_assert!(note.is(&user_id));
            let other = user_id + "!";
            prop_assert!(!note.is(&other));
        }
    }

    #[test]
    fn the_same_user_has_another_note_under_another_salt() {
        assert_ne!(LastUser::new("7", 1).hash, LastUser::new("7", 2).hash);
    }

    #[test]
    fn what_cannot_be_read_is_an_unknown_user_s_and_an_empty_text_nobody_s() {
        assert_eq!(LastUser::parse(""), None);
        for text in ["7", "1.2.3", "x", "-1.2", "1."] {
            assert_eq!(LastUser::parse(text), Some(LastUser::default()), "{text}");
        }
    }
}
