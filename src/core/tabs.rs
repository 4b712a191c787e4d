//! Messages between the tabs of one site. They come from outside, and are validated.

use crate::core::config::AppId;
use crate::core::text::cut;

/// The channel's name.
pub const CHANNEL: &str = "intercom-messenger-loader";

/// Event in another tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TabNews {
    /// The session was ended: its user has signed out.
    Shutdown,
    /// Another user is signed in, or none.
    Switch,
    /// Answer to a switch, where the user found is not the one noted. No tab answers it: tabs that disagree would go on
    /// for ever.
    Dispute,
}

/// A message from one tab to the others. It contains nothing about users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TabMessage {
    /// The event.
    pub news: TabNews,
    /// The workspace; `None` for every one.
    pub app_id: Option<AppId>,
}

impl TabMessage {
    /// Reads another tab's message; `None` for anything that this loader would not have sent.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (news, app_id) = cut(text, b':')?;
        let news = match news {
            "shutdown" => TabNews::Shutdown,
            "switch" => TabNews::Switch,
            "dispute" => TabNews::Dispute,
            _ => return None,
        };
        let app_id = if app_id.is_empty() { None } else { Some(AppId::parse(app_id).ok()?) };
        Some(Self { news, app_id })
    }

    /// The message as text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::from(match self.news {
            TabNews::Shutdown => "shutdown:",
            TabNews::Switch => "switch:",
            TabNews::Dispute => "dispute:",
        });
        text.push_str(self.app_id.as_ref().map_or("", AppId::as_str));
        text
    }

    /// Whether it is about this workspace.
    #[must_use]
    pub fn concerns(&self, app_id: &AppId) -> bool {
        self.app_id.as_ref().is_none_or(|named| named == app_id)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_sent_can_be_read() {
        for news in [TabNews::Shutdown, TabNews::Switch, TabNews::Dispute] {
            for app_id in [None, Some(AppId::parse("abc12345").unwrap())] {
                let message = TabMessage { news, app_id };
                assert_eq!(TabMessage::parse(&message.to_text()), Some(message));
            }
        }
    }

    #[test]
    fn nothing_else_can() {
        for text in
            ["", "shutdown", "Shutdown:abc", "boot:abc", "shutdown:a b", "switch:abc:def", "shutdown:<x>"]
        {
            assert_eq!(TabMessage::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nonsense_is_no_message(text: String) {
            if let Some(message) = TabMessage::parse(&text) {
                prop_assert_eq!(message.to_text(), text);
            }
        }
    }
}
