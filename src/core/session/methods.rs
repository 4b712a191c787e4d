//! The Messenger's own methods and their arguments.

use std::fmt;

use crate::core::attributes::Value;
use crate::core::config::invalid;
use crate::core::error::Error;
use crate::core::json;

/// Arguments of a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    Nothing,
    /// A text, or nothing.
    MaybeText,
    /// A text.
    Text,
    /// `true` or `false`.
    Flag,
    /// Id of an article, a tour and so on: a text or a number.
    Id,
    /// One of the Messenger's spaces.
    Space,
    /// A name, and optionally an object of metadata.
    Event,
    /// An object of texts.
    Tokens,
}

/// A method of the Messenger.
#[derive(Debug, PartialEq, Eq)]
pub struct Method {
    /// Its name in `window.Intercom`.
    pub name: &'static str,
    takes: Takes,
    /// Whether it opens the Messenger, which then has to be loaded.
    pub opens: bool,
    /// Whether it returns a value, which only a loaded Messenger can.
    pub answers: bool,
}

impl Method {
    /// The method of that name.
    ///
    /// # Errors
    /// [`Code::InvalidOption`](crate::Code::InvalidOption) for a name that the Messenger does not have.
    pub fn named(name: &str) -> Result<&'static Self, Error> {
        let method = METHODS.iter().find(|method| method.name == name);
        method.ok_or_else(|| invalid("method", "must be one of the Messenger's"))
    }

    /// Whether its argument is tokens for data connectors.
    #[must_use]
    pub fn takes_tokens(&self) -> bool {
        self.takes == Takes::Tokens
    }

    /// Maximum number of its arguments.
    #[must_use]
    pub const fn arity(&self) -> usize {
        match self.takes {
            Takes::Nothing => 0,
            Takes::Event => 2,
            _ => 1,
        }
    }
}

const fn method(name: &'static str, takes: Takes, opens: bool) -> Method {
    Method { name, takes, opens, answers: false }
}

const fn question(name: &'static str) -> Method {
    Method { name, takes: Takes::Nothing, opens: false, answers: true }
}

/// Every method, as the Messenger's reference lists them.
pub static METHODS: [Method; 18] = [
    method("show", Takes::Nothing, true),
    method("hide", Takes::Nothing, false),
    method("showSpace", Takes::Space, true),
    method("showMessages", Takes::Nothing, true),
    method("showNewMessage", Takes::MaybeText, true),
    method("startConversation", Takes::Text, true),
    method("hideNotifications", Takes::Flag, false),
    method("startTour", Takes::Id, true),
    method("showArticle", Takes::Id, true),
    method("showNews", Takes::Id, true),
    method("startSurvey", Takes::Id, true),
    method("startChecklist", Takes::Id, true),
    method("showTicket", Takes::Id, true),
    method("showConversation", Takes::Id, true),
    method("trackEvent", Takes::Event, false),
    method("setAuthTokens", Takes::Tokens, false),
    question("getVisitorId"),
    question("whoami"),
];

/// Arguments of `showSpace`.
pub const SPACES: [&str; 6] = ["home", "messages", "help", "news", "tasks", "tickets"];

/// A method with its arguments. These do not print: those of `setAuthTokens` are tokens.
#[derive(Clone, PartialEq)]
pub struct MethodCall {
    method: &'static Method,
    args: Vec<Value>,
}

impl fmt::Debug for MethodCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple(self.method.name).finish_non_exhaustive()
    }
}

impl MethodCall {
    /// A call of the method `name` with `args`.
    ///
    /// # Errors
    /// [`Code::InvalidOption`](crate::Code::InvalidOption) for a name that the Messenger does not have, and for
    /// arguments that the method does not take.
    pub fn new(name: &str, args: Vec<Value>) -> Result<Self, Error> {
        Self::of(Method::named(name)?, args)
    }

    /// A call of this method with `args`.
    ///
    /// # Errors
    /// [`Code::InvalidOption`](crate::Code::InvalidOption) for arguments that the method does not take.
    pub(crate) fn of(method: &'static Method, args: Vec<Value>) -> Result<Self, Error> {
        match must_be(method.takes, &args) {
            Some(must) => Err(invalid(method.name, must)),
            None => Ok(Self { method, args }),
        }
    }

    /// `show()`.
    pub(super) const fn show() -> Self {
        Self { method: &METHODS[0], args: Vec::new() }
    }

    /// The method.
    #[must_use]
    pub const fn method(&self) -> &'static Method {
        self.method
    }

    /// The arguments.
    #[must_use]
    pub fn args(&self) -> &[Value] {
        &self.args
    }

    /// The arguments, as a JSON list.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn to_json(&self) -> String {
        json::list(self.args.iter().map(Value::as_json))
    }
}

/// Requirement that the arguments violate; `None` if they are valid.
fn must_be(takes: Takes, args: &[Value]) -> Option<&'static str> {
    // An absent argument is the empty string, which is no JSON: neither a text nor anything else.
    let json = |at| args.get(at).map_or("", Value::as_json);
    let (first, few) = (json(0), args.len() < 2);
    let (fine, must) = match takes {
        Takes::Nothing => (args.is_empty(), "takes nothing"),
        Takes::MaybeText => (few && (first.is_empty() || first.starts_with('"')), "takes a text or nothing"),
        Takes::Text => (few && is_said(first), "must be given a text"),
        Takes::Flag => (few && matches!(first, "true" | "false"), "must be given true or false"),
        Takes::Id => {
            (few && (is_said(first) || is_whole(first)), "must be given an id, a text or a whole number")
        }
        Takes::Space => (
            few && json::text(first).is_some_and(|text| SPACES.contains(&text.as_str())),
            "must be given home, messages, help, news, tasks or tickets",
        ),
        Takes::Event => (
            is_said(first) && (few || args.len() == 2 && json(1).starts_with('{')),
            "must be given the event's name and perhaps an object",
        ),
        Takes::Tokens => (
            few && first.starts_with('{') && json::fields(first).all(|(_, token)| is_said(token)),
            "must be given an object of texts",
        ),
    };
    (!fine).then_some(must)
}

/// Whether a value is a whole number of up to 53 bits, which JavaScript passes on exactly.
fn is_whole(json: &str) -> bool {
    const LARGEST: &str = "9007199254740991";
    let digits = json.strip_prefix('-').unwrap_or(json);
    let whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    whole && (digits.len() < LARGEST.len() || digits.len() == LARGEST.len() && digits <= LARGEST)
}

/// Whether a value is a text that is not empty.
fn is_said(json: &str) -> bool {
    json.starts_with('"') && json.len() > 2
}

/// Event for which the Messenger calls back, with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessengerEvent {
    /// It was opened.
    Show,
    /// It was closed.
    Hide,
    /// Number of unread conversations. The Messenger calls back at once with the current one.
    Unread(u32),
    /// A visitor has given an e-mail address. The address is not passed on.
    EmailSupplied,
}

impl MessengerEvent {
    /// One of each kind, in the order of their [`Self::index`].
    pub const KINDS: [Self; 4] = [Self::Show, Self::Hide, Self::Unread(0), Self::EmailSupplied];

    /// Index of its kind.
    #[must_use]
    pub const fn index(&self) -> u8 {
        match self {
            Self::Show => 0,
            Self::Hide => 1,
            Self::Unread(_) => 2,
            Self::EmailSupplied => 3,
        }
    }

    /// The method that registers a callback for it.
    #[must_use]
    pub const fn method(&self) -> &'static str {
        match self {
            Self::Show => "onShow",
            Self::Hide => "onHide",
            Self::Unread(_) => "onUnreadCountChange",
            Self::EmailSupplied => "onUserEmailSupplied",
        }
    }

    /// Its name in `on`.
    #[must_use]
    pub const fn event(&self) -> &'static str {
        match self {
            Self::Show => "show",
            Self::Hide => "hide",
            Self::Unread(_) => "unreadcountchange",
            Self::EmailSupplied => "useremailsupplied",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(name: &str, args: &[Value]) -> Result<MethodCall, String> {
        MethodCall::new(name, args.to_vec()).map_err(|error| error.message())
    }

    /// `tests/tables/methods.json` has each method's arguments, except those that JavaScript cannot request.
    #[test]
    fn other_methods_and_more_than_one_takes_are_refused() {
        let bad: [(&str, &[Value], &str); 5] = [
            ("sing", &[], "method must be one"),
            ("show", &["home".into()], "show takes nothing"),
            ("showNewMessage", &["a".into(), "b".into()], "a text or nothing"),
            ("showArticle", &["7".into(), true.into()], "an id"),
            (
                "trackEvent",
                &["paid".into(), vec![("plan".to_owned(), "pro".into())].into(), 7.into()],
                "perhaps",
            ),
        ];
        for (name, args, must) in bad {
            assert!(call(name, args).is_err_and(|message| message.contains(must)), "{name} {args:?}");
        }
    }

    #[test]
    fn a_call_does_not_print_the_tokens_that_it_is_given() {
        let tokens = Value::from(vec![("crm".to_owned(), Value::from("eyJhbGciOi"))]);
        let printed = format!("{:?}", call("setAuthTokens", &[tokens]));
        assert!(printed.contains("setAuthTokens") && !printed.contains("eyJ"), "{printed}");
    }
}
