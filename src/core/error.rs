//! What can go wrong, defined once: a stable code, what happened, and what to do about it.
//!
//! The texts are in `web/failures.js`, for both languages.
//! A token never appears in one: whatever is quoted from outside goes through [`quote`].

use std::any::Any;
use std::fmt;
use std::rc::Rc;

use crate::core::text::part;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident, $retryable:literal;)*) => {
        /// The stable identity of a failure; the texts may change between releases, a code does not.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code, in the order of the README's table.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Whether the same call can succeed later without a change of code or configuration.
            #[must_use]
            pub const fn retryable(self) -> bool { match self { $(Self::$name => $retryable),* } }
        }
    };
}

/// Per code a line with its name, its message and its hint, with bars in between; before the first one stand
/// [`LINES_BEFORE`] others. JavaScript has them too, and on a page nobody needs them twice.
const TEXTS: &str = include_str!("../web/failures.js");

const LINES_BEFORE: usize = 3;

impl Code {
    /// The code as JavaScript sees it: `error.code`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.text(0)
    }

    /// What happened and why.
    #[must_use]
    pub fn message(self) -> &'static str {
        self.text(1)
    }

    /// What to type or change.
    #[must_use]
    pub fn hint(self) -> &'static str {
        self.text(2)
    }

    fn text(self, which: usize) -> &'static str {
        part(part(TEXTS, b'\n', self as usize + LINES_BEFORE), b'|', which)
    }
}

codes! {
    /// The options are not an object.
    InvalidOptions, false;
    /// A key of the options is not known.
    UnknownOption, false;
    /// An option has a value of the wrong type or outside its range.
    InvalidOption, false;
    /// The workspace's id is not letters and digits.
    InvalidAppId, false;
    /// The region is none of Intercom's.
    UnknownRegion, false;
    /// Both `region` and `apiBase` are given.
    RegionAndApiBase, false;
    /// The API base is not an https origin of Intercom's.
    InvalidApiBase, false;
    /// More than one of the options that say where the token comes from.
    SeveralTokenSources, false;
    /// An attribute in `settings` cannot be sent.
    InvalidSettings, false;
    /// An identifying attribute beside a token.
    IdentityOutsideToken, false;
    /// An identifying attribute without a token.
    UnsignedIdentity, false;

    /// The token is not a JSON Web Token.
    TokenMalformed, false;
    /// The token is longer than 16 KiB.
    TokenTooLarge, false;
    /// The token is not signed with HS256.
    TokenAlgorithm, false;
    /// The token does not say whose it is.
    TokenUserIdMissing, false;
    /// The token has expired.
    TokenExpired, true;
    /// The token's times are not Unix seconds.
    TokenTimes, false;

    /// The endpoint could not be reached.
    EndpointUnreachable, true;
    /// The endpoint did not answer in time.
    EndpointTimeout, true;
    /// The endpoint limits how often it may be asked.
    EndpointRateLimited, true;
    /// The endpoint failed.
    EndpointServerError, true;
    /// The endpoint answered with a status that means nothing here.
    EndpointStatus, false;
    /// The endpoint answered with a web page.
    EndpointHtml, false;
    /// The endpoint answered 200 with an empty body.
    EndpointEmpty, false;
    /// The endpoint's answer is not the JSON that was asked for.
    EndpointInvalid, false;
    /// The endpoint's answer is longer than 64 KiB.
    EndpointTooLarge, false;
    /// The application's own `getJwt` failed.
    GetJwtFailed, true;
    /// Nobody is signed in, and `whenSignedOut` is `error`.
    SignedOut, true;

    /// The widget's script did not load.
    WidgetBlocked, true;
    /// The page's Content-Security-Policy forbids the widget's script.
    WidgetBlockedByCsp, false;
    /// The widget's script neither loaded nor failed in time.
    WidgetTimeout, true;
    /// What loaded is not the widget.
    WidgetInvalid, false;

    /// There is no session.
    NotBooted, false;
    /// A new token is asked for where none can be fetched.
    NoTokenSource, false;
    /// A shutdown or another boot came before this boot was done.
    BootSuperseded, false;
    /// The user changed before the call's turn came.
    UserChanged, false;
    /// There is no web page here.
    UnsupportedEnvironment, false;
}

/// A failure: its [`Code`], and what was seen this time.
#[derive(Clone)]
pub struct Error(Box<Failure>);

/// In a box, so that results which are mostly good are small to pass on.
#[derive(Clone)]
struct Failure {
    code: Code,
    detail: Option<String>,
    cause: Option<Rc<dyn Any>>,
}

impl Error {
    /// The failure that `code` describes, with no more to say about it.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self(Box::new(Failure { code, detail: None, cause: None }))
    }

    /// The same failure, saying what was seen. Anything from outside must have been through [`quote`].
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// The same failure, carrying what caused it: in a browser the JavaScript value that was thrown.
    #[must_use]
    pub fn with_cause(mut self, cause: impl Any) -> Self {
        self.0.cause = Some(Rc::new(cause));
        self
    }

    /// What happened, as a value to branch on.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// Whether the same call can succeed later without a change of code or configuration.
    #[must_use]
    pub fn retryable(&self) -> bool {
        self.code().retryable()
    }

    /// What to type or change.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        self.code().hint()
    }

    /// What was seen this time.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn detail(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }

    /// What caused this, where something did.
    #[must_use]
    pub fn cause(&self) -> Option<&dyn Any> {
        self.0.cause.as_deref()
    }

    /// What happened and why, and what was seen this time.
    #[must_use]
    pub fn message(&self) -> String {
        let mut message = String::from(self.code().message());
        if let Some(detail) = &self.0.detail {
            message.push_str(": ");
            message.push_str(detail);
        }
        message
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

/// Two failures are equal when they tell the user the same; the cause is not compared.
impl PartialEq for Error {
    fn eq(&self, other: &Self) -> bool {
        self.0.code == other.0.code && self.0.detail == other.0.detail
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}. {}", self.message(), self.hint())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("code", &self.0.code)
            .field("detail", &self.0.detail)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {}

/// A number's digits, without the machinery that `format!` brings into the wasm.
#[must_use]
pub(crate) fn decimal(number: i64) -> String {
    let mut digits = Vec::new();
    let mut rest = number.unsigned_abs();
    loop {
        digits.push(u8::try_from(rest % 10).map_or(b'0', |digit| b'0'.saturating_add(digit)));
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        digits.push(b'-');
    }
    digits.iter().rev().map(|digit| char::from(*digit)).collect()
}

/// A value from outside, fit to stand in a message: at most 40 bytes, and nothing that could be a token.
#[must_use]
pub fn quote(value: &str) -> String {
    // "eyJ" is how the base64url of `{"` begins, and so every token's header.
    if value.as_bytes().windows(3).any(|window| window == b"eyJ") {
        return String::from("(a token, not shown)");
    }
    let mut quoted = String::from("\"");
    let mut end = value.len().min(40);
    while !value.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    quoted.push_str(value.get(..end).unwrap_or_default());
    quoted.push_str(if end < value.len() { "…\"" } else { "\"" });
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_every_text_says_something() {
        for (at, code) in Code::ALL.iter().enumerate() {
            assert!(Code::ALL.iter().skip(at + 1).all(|other| other.as_str() != code.as_str()), "{code:?}");
            assert!(code.message().len() > 10 && code.hint().ends_with('.'), "{code:?}");
        }
    }

    #[test]
    fn each_code_finds_the_line_of_its_own_name() {
        for code in Code::ALL {
            let mut name = String::new();
            for letter in format!("{code:?}").chars() {
                let new_word = letter.is_ascii_uppercase() && !name.is_empty();
                name.extend(new_word.then_some('_'));
                name.push(letter.to_ascii_lowercase());
            }
            assert!(code.as_str().starts_with(&name), "{code:?} is {}", code.as_str());
        }
        let lines = TEXTS.lines().skip(LINES_BEFORE).take_while(|line| !line.starts_with('`'));
        assert_eq!(lines.count(), Code::ALL.len());
    }

    #[test]
    fn the_readme_s_table_says_the_same() {
        let readme = include_str!("../../README.md");
        for code in Code::ALL {
            let again = if code.retryable() { "yes" } else { "no" };
            let row = format!("| `{}` | {} | {again} | {} |", code.as_str(), code.message(), code.hint());
            assert!(readme.contains(&row), "README.md lacks the row\n{row}");
        }
    }

    #[test]
    fn numbers_are_written_as_everywhere() {
        for number in [0, 7, 10, -1, 429, i64::MAX, i64::MIN] {
            assert_eq!(decimal(number), number.to_string());
        }
    }

    #[test]
    fn a_token_is_never_quoted() {
        assert_eq!(quote("eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjoiMSJ9.c2ln"), "(a token, not shown)");
        assert_eq!(quote("abc-123"), "\"abc-123\"");
        assert_eq!(quote(&"x".repeat(50)).chars().count(), 43);
    }
}
