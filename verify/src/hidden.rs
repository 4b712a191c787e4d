//! What must not be printed, should a server repeat it.

use intercom_messenger_loader::error::quote;

/// What stands in the place of a secret.
const PLACE: &str = "(not shown)";
/// A shorter value would also be found where it is no secret.
const SHORTEST: usize = 6;

/// Secrets, and their parts. It has no `Debug`.
pub(crate) struct Hidden(Vec<String>);

impl Hidden {
    /// Takes what must not be printed.
    pub(crate) fn new(secrets: impl IntoIterator<Item = String>) -> Self {
        let mut secrets: Vec<_> = secrets.into_iter().filter(|secret| secret.len() >= SHORTEST).collect();
        // A part is also found in its whole, so the whole is looked for first.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Self(secrets)
    }

    /// A value from outside, fit for a terminal: without secrets, short, and with nothing that moves the cursor.
    ///
    /// The secrets go first: of one that was cut short, the rest would not be found.
    pub(crate) fn outside(&self, value: &str) -> String {
        let value = self.0.iter().fold(value.to_owned(), |value, secret| value.replace(secret, PLACE));
        quote(&value.chars().map(|letter| if letter.is_control() { '?' } else { letter }).collect::<String>())
    }
}
