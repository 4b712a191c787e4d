//! The attributes that go to the Messenger's `boot` and `update`, as plain data.

use serde::ser::{SerializeMap as _, SerializeSeq as _};
use serde::{Serialize, Serializer};

use crate::error::{Code, Error, quote};
use crate::jwt::Secret;

/// Attributes that say who the user is. They belong inside the token, where they are signed.
pub(crate) const IDENTIFYING: [&str; 4] = ["user_id", "email", "phone", "user_hash"];

/// Attributes that the loader sends itself, with the option that each comes from.
const RESERVED: [(&str, &str); 3] =
    [("app_id", "appId"), ("api_base", "region"), ("intercom_user_jwt", "jwtUrl or getJwt")];

/// From here on a time cannot be meant in seconds.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

/// An attribute's value: what JSON can say, whole numbers kept whole.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, which clears an attribute.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number: a count, or a time in Unix seconds.
    Integer(i64),
    /// Any other finite number.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// An object, its keys in order.
    Object(Vec<(String, Self)>),
}

macro_rules! value_from {
    ($($from:ty => $variant:ident),*) => {
        $(impl From<$from> for Value {
            fn from(value: $from) -> Self { Self::$variant(value.into()) }
        })*
    };
}
value_from!(bool => Bool, i64 => Integer, i32 => Integer, u32 => Integer, f64 => Number, &str => Text, String => Text,
    Vec<Self> => List, Vec<(String, Self)> => Object);

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_f64(as_js(*value)),
            Self::Number(value) => serializer.serialize_f64(*value),
            Self::Text(value) => serializer.serialize_str(value),
            Self::List(values) => {
                let mut list = serializer.serialize_seq(Some(values.len()))?;
                values.iter().try_for_each(|value| list.serialize_element(value))?;
                list.end()
            }
            Self::Object(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                fields.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))?;
                map.end()
            }
        }
    }
}

/// A whole number as JavaScript has it: exact up to 2⁵³. The serializer would take it as it is, and bring in the
/// text of its complaint about larger ones.
#[expect(clippy::cast_precision_loss, reason = "JavaScript has no other numbers")]
pub(crate) const fn as_js(number: i64) -> f64 {
    number as f64
}

/// Intercom's attributes under Intercom's names (`name`, `custom_launcher_selector`, `company`, …).
///
/// ```
/// use intercom_messenger_loader::Settings;
/// let settings = Settings::new().with("alignment", "left").with("created_at", 1_760_000_000);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings(Vec<(String, Value)>);

impl Settings {
    /// No attributes.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The same attributes and one more, which takes the place of an older one of that name.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.set(name.into(), value.into());
        self
    }

    /// Sets one attribute. A `created_at` in milliseconds, which Intercom would take for a date far in the
    /// future, becomes seconds.
    pub(crate) fn set(&mut self, name: String, mut value: Value) {
        to_seconds(&name, &mut value);
        self.0.retain(|(other, _)| *other != name);
        self.0.push((name, value));
    }

    /// Takes in `newer` attributes, in place of older ones of the same names.
    pub(crate) fn merge(&mut self, newer: Self) {
        newer.0.into_iter().for_each(|(name, value)| self.set(name, value));
    }

    /// The value of one attribute.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value)
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

/// Turns every `created_at` in milliseconds into seconds, the company's and each company's included.
fn to_seconds(name: &str, value: &mut Value) {
    match value {
        Value::Integer(time) if name == "created_at" && *time >= MILLISECONDS_FROM => *time /= 1_000,
        Value::Object(fields) if name == "company" => {
            fields.iter_mut().for_each(|(name, value)| to_seconds(name, value));
        }
        Value::List(companies) if name == "companies" => {
            companies.iter_mut().for_each(|company| to_seconds("company", company));
        }
        _ => {}
    }
}

/// The object that goes to `boot` or `update`: attributes, and for a user the token.
#[derive(Clone, Debug, PartialEq)]
pub struct Payload {
    settings: Settings,
    token: Option<Secret>,
}

impl Payload {
    /// `settings`, signed by `token` where there is a user.
    #[must_use]
    pub const fn new(settings: Settings, token: Option<Secret>) -> Self {
        Self { settings, token }
    }

    /// Whose token is in it, for tests that ask whom the widget was told.
    #[must_use]
    pub const fn token(&self) -> Option<&Secret> {
        self.token.as_ref()
    }

    /// The attributes beside the token.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }
}

impl Serialize for Payload {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.settings.0.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))?;
        if let Some(token) = &self.token {
            map.serialize_entry("intercom_user_jwt", token)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests;
