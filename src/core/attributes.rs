//! The attributes that go to the Messenger's `boot` and `update`, as plain data.

use std::fmt;

use crate::core::error::{Code, Error, decimal, quote};
use crate::core::json;
use crate::core::token::RawToken;

/// Attributes that identify the user. They belong inside the token, where they are signed.
pub const IDENTIFYING: [&str; 4] = ["user_id", "email", "phone", "user_hash"];

/// Attributes that the loader itself sends, with the option that sets each.
const RESERVED: [(&str, &str); 3] =
    [("app_id", "appId"), ("api_base", "region"), ("intercom_user_jwt", "jwtUrl or getJwt")];

/// Attributes of the Messenger's appearance and behaviour. They are not about its user, and are kept when the user
/// changes.
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

/// Minimum number of digits of a time in milliseconds; a time in seconds has fewer.
const MILLISECOND_DIGITS: usize = 12;

/// An attribute's value, held as JSON. The loader passes values on and rarely reads one.
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

    /// The value as JSON text.
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

/// Non-finite numbers become `null`, as in `JSON.stringify`.
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
        // The order of the fields does not matter.
        fields.sort_by(|(one, _), (other, _)| one.cmp(other));
        Self(json::object(fields.iter().map(|(name, value)| (name.as_str(), value.as_json()))))
    }
}

/// Attribute that holds tokens for data connectors, by their names. They do not identify the user.
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

/// The order of the attributes does not matter.
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

    /// Sets an attribute, replacing an older one of that name. A `created_at` in milliseconds, which Intercom would
    /// read as a date far in the future, is converted to seconds: the user's, the company's and that of each of the
    /// companies.
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

    /// Sets one attribute without conversion.
    pub(crate) fn set(&mut self, name: String, value: Value) {
        self.0.retain(|(other, _)| *other != name);
        self.0.push((name, value));
    }

    /// Merges `newer` attributes, which replace older ones of the same names.
    pub(crate) fn merge(&mut self, newer: Self) {
        newer.0.into_iter().for_each(|(name, value)| self.set(name, value));
    }

    /// The attributes of [`LOOK`] alone: those that are kept when the user changes without a boot by the application.
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

    /// Checks whether these attributes may be sent, with a token (`signed`) or without one.
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

/// Whether an attribute of this name identifies the user.
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

/// The same for a list of companies, or for one.
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

/// Argument of `boot` or `update`: attributes, and for a user the token.
#[derive(Clone, Debug, PartialEq)]
pub struct Payload {
    settings: Attributes,
    token: Option<RawToken>,
    /// Nothing else may identify the user: identifying attributes in `window.intercomSettings`, which the Messenger
    /// merges in, are removed before the call runs.
    exclusive: bool,
}

impl Payload {
    /// `settings`, with a user's `token`.
    #[must_use]
    pub const fn new(settings: Attributes, token: Option<RawToken>) -> Self {
        Self { settings, token, exclusive: true }
    }

    /// The same beside identifying attributes in the page's own `window.intercomSettings`, where these are allowed.
    #[must_use]
    pub(crate) const fn beside_others(mut self) -> Self {
        self.exclusive = false;
        self
    }

    /// Whether nothing else may identify the user.
    #[must_use]
    pub const fn is_exclusive(&self) -> bool {
        self.exclusive
    }

    /// The token, for tests that check which user the widget was given.
    #[must_use]
    pub const fn token(&self) -> Option<&RawToken> {
        self.token.as_ref()
    }

    /// The attributes beside the token.
    #[must_use]
    pub const fn settings(&self) -> &Attributes {
        &self.settings
    }

    /// As JSON. It contains the token, and is for the Messenger alone.
    #[cfg(any(test, target_arch = "wasm32"))]
    pub(crate) fn to_json(&self) -> String {
        let token = self.token.as_ref().map(RawToken::to_json);
        let token = token.as_deref().map(|token| ("intercom_user_jwt", token));
        json::object(self.settings.fields().chain(token))
    }
}

#[cfg(test)]
mod tests;
