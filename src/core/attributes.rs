//! The attributes that go to the Messenger's `boot` and `update`, as plain data.

use std::fmt;

use crate::core::error::{Code, Error, decimal, quote};
use crate::core::json;
use crate::core::token::RawToken;

/// Attributes that say who the user is. They belong inside the token, where they are signed.
pub const IDENTIFYING: [&str; 4] = ["user_id", "email", "phone", "user_hash"];

/// Attributes that the loader sends itself, with the option that each comes from.
const RESERVED: [(&str, &str); 3] =
    [("app_id", "appId"), ("api_base", "region"), ("intercom_user_jwt", "jwtUrl or getJwt")];

/// Attributes that say how the Messenger looks and behaves. They say nothing about its user, and so outlive one.
pub const LOOK: [&str; 14] = [
    "custom_launcher_selector",
    "alignment",
    "horizontal_padding",
    "vertical_padding",
    "z_index",
    "hide_default_launcher",
    "hide_notifications",
    "theme_mode",
    "session_duration",
    "action_color",
    "background_color",
    "link_color",
    "messenger_style_id",
    "installation_type",
];

/// How many digits a time in milliseconds has; with as many it cannot be meant in seconds.
const MILLISECOND_DIGITS: usize = 12;

/// An attribute's value: what JSON can say, and kept as that. The loader passes values on and seldom looks into one.
///
/// ```
/// use intercom_messenger_loader::Value;
/// let company = Value::from(vec![("company_id".to_owned(), "c1".into()), ("seats".to_owned(), 12.into())]);
/// assert_eq!(company.as_json(), r#"{"company_id":"c1","seats":12}"#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value(String);

impl Value {
    /// `null`, which clears an attribute.
    #[must_use]
    pub fn null() -> Self {
        Self(json::NULL.to_owned())
    }

    /// Wraps text that is JSON already, without white space.
    #[cfg(target_arch = "wasm32")]
    pub(crate) const fn of_json(json: String) -> Self {
        Self(json)
    }

    /// The value as JSON, for a reader of JSON.
    #[must_use]
    pub fn as_json(&self) -> &str {
        &self.0
    }

    /// A text's characters; `None` for any other value.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        json::text(&self.0)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self(json::flag(value).to_owned())
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self(decimal(value))
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        i64::from(value).into()
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        i64::from(value).into()
    }
}

/// What is not finite is `null`, as in JavaScript's JSON.
impl From<f64> for Value {
    fn from(value: f64) -> Self {
        if value.is_finite() { Self(value.to_string()) } else { Self::null() }
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self(json::quoted(value))
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        value.as_str().into()
    }
}

impl From<Vec<Self>> for Value {
    fn from(values: Vec<Self>) -> Self {
        Self(json::list(values.iter().map(Self::as_json)))
    }
}

impl From<Vec<(String, Self)>> for Value {
    fn from(mut fields: Vec<(String, Self)>) -> Self {
        // In another order they are the same.
        fields.sort_by(|(one, _), (other, _)| one.cmp(other));
        Self(json::object(fields.iter().map(|(name, value)| (name.as_str(), value.as_json()))))
    }
}

/// Attribute with tokens for data connectors, by their names. Those have nothing to do with the user's identity.
pub const AUTH_TOKENS: &str = "auth_tokens";

/// Intercom's attributes under Intercom's names (`name`, `custom_launcher_selector`, `company`, …).
///
/// ```
/// use intercom_messenger_loader::Attributes;
/// let settings = Attributes::new().with("alignment", "left").with("created_at", 1_760_000_000);
/// ```
#[derive(Clone, Default)]
pub struct Attributes(Vec<(String, Value)>);

/// Tokens of data connectors are not printed.
impl fmt::Debug for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |(name, value): &(String, Value)| {
            let value = if name == AUTH_TOKENS { "…" } else { value.as_json() };
            (name.clone(), value.to_owned())
        };
        f.debug_map().entries(self.0.iter().map(shown)).finish()
    }
}

/// In another order they are the same.
impl PartialEq for Attributes {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.0.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}

impl Attributes {
    /// No attributes.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The same attributes and one more, which takes the place of an older one of that name. A `created_at` in
    /// milliseconds, which Intercom would take for a date far in the future, becomes seconds: the user's, the company's
    /// and that of each of the companies.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        let (name, mut value) = (name.into(), value.into());
        match name.as_str() {
            "created_at" => value.0 = seconds(&value.0).to_owned(),
            "company" => value.0 = company_in_seconds(&value.0),
            "companies" => value.0 = companies_in_seconds(&value.0),
            _ => {}
        }
        self.set(name, value);
        self
    }

    /// Sets one attribute as it is.
    pub(crate) fn set(&mut self, name: String, value: Value) {
        self.0.retain(|(other, _)| *other != name);
        self.0.push((name, value));
    }

    /// Takes in `newer` attributes, in place of older ones of the same names.
    pub(crate) fn merge(&mut self, newer: Self) {
        newer.0.into_iter().for_each(|(name, value)| self.set(name, value));
    }

    /// How the Messenger looks and behaves, and nothing about its user: what outlives a user whom the application did
    /// not change by a boot.
    #[must_use]
    pub(crate) fn look(&self) -> Self {
        let mut look = Self::new();
        for (name, value) in &self.0 {
            if LOOK.contains(&name.as_str()) {
                look.0.push((name.clone(), value.clone()));
            }
        }
        look
    }

    /// The value of one attribute.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value)
    }

    /// Each name with its value as JSON.
    #[cfg(any(test, target_arch = "wasm32"))]
    fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_json()))
    }

    /// As JSON.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn to_json(&self) -> String {
        json::object(self.fields())
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Checks what may be said here, with a token (`signed`) or without one.
    ///
    /// # Errors
    /// [`Code::InvalidSettings`] for an attribute that the loader sends itself; for one that identifies the user
    /// [`Code::IdentityOutsideToken`] with a token, and without one [`Code::UnsignedIdentity`] unless
    /// `allow_unsigned`.
    pub(crate) fn check(&self, signed: bool, allow_unsigned: bool) -> Result<(), Error> {
        for (name, _) in &self.0 {
            if let Some((_, option)) = RESERVED.iter().find(|(reserved, _)| reserved == name) {
                let mut detail = quote(name);
                detail.push_str(" is sent by the loader; use the option ");
                detail.push_str(option);
                return Err(Error::new(Code::InvalidSettings).with_detail(detail));
            }
            if IDENTIFYING.contains(&name.as_str()) && (signed || !allow_unsigned) {
                let code = if signed { Code::IdentityOutsideToken } else { Code::UnsignedIdentity };
                return Err(Error::new(code).with_detail(name.as_str()));
            }
        }
        Ok(())
    }

    /// Whether an attribute identifies the user.
    pub(crate) fn identifies(&self) -> bool {
        self.0.iter().any(|(name, _)| is_identifying(name))
    }
}

/// Whether an attribute of this name says who the user is.
#[must_use]
pub(crate) fn is_identifying(name: &str) -> bool {
    IDENTIFYING.contains(&name)
}

/// A number of milliseconds without its last three digits; anything else as it is.
fn seconds(number: &str) -> &str {
    let whole = number.bytes().all(|byte| byte.is_ascii_digit());
    let digits = if whole && number.len() >= MILLISECOND_DIGITS { 3 } else { 0 };
    number.get(..number.len().saturating_sub(digits)).unwrap_or(number)
}

/// A company with its own `created_at` in seconds, not those of objects inside it. Anything else stays as it is.
fn company_in_seconds(company: &str) -> String {
    if !company.starts_with('{') {
        return company.to_owned();
    }
    let mut object = json::Writer::object();
    for (name, value) in json::fields(company) {
        object.member(name, if name == "\"created_at\"" { seconds(value) } else { value });
    }
    object.end()
}

/// The same for a list of them, or for one.
fn companies_in_seconds(companies: &str) -> String {
    if !companies.starts_with('[') {
        return company_in_seconds(companies);
    }
    let mut list = json::Writer::list();
    for company in json::parts(companies) {
        list.item(&company_in_seconds(company));
    }
    list.end()
}

/// The object that goes to `boot` or `update`: attributes, and for a user the token.
#[derive(Clone, Debug, PartialEq)]
pub struct Payload {
    settings: Attributes,
    token: Option<RawToken>,
    /// Nothing else may say who the user is: identifying attributes that stand in `window.intercomSettings`, which the
    /// Messenger merges in, go before the call runs.
    exclusive: bool,
}

impl Payload {
    /// `settings`, signed by `token` where there is a user.
    #[must_use]
    pub const fn new(settings: Attributes, token: Option<RawToken>) -> Self {
        Self { settings, token, exclusive: true }
    }

    /// The same beside what the page's own `window.intercomSettings` says of the user, where that is allowed.
    #[must_use]
    pub(crate) const fn beside_others(mut self) -> Self {
        self.exclusive = false;
        self
    }

    /// Whether nothing else may say who the user is.
    #[must_use]
    pub const fn is_exclusive(&self) -> bool {
        self.exclusive
    }

    /// Whose token is in it, for tests that ask whom the widget was told.
    #[must_use]
    pub const fn token(&self) -> Option<&RawToken> {
        self.token.as_ref()
    }

    /// The attributes beside the token.
    #[must_use]
    pub const fn settings(&self) -> &Attributes {
        &self.settings
    }

    /// As JSON. It has the token in it, and is for the Messenger alone.
    #[cfg(any(test, target_arch = "wasm32"))]
    pub(crate) fn to_json(&self) -> String {
        let token = self.token.as_ref().map(RawToken::to_json);
        let token = token.as_deref().map(|token| ("intercom_user_jwt", token));
        json::object(self.settings.fields().chain(token))
    }
}

#[cfg(test)]
mod tests;
