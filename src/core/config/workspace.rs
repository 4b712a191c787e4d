//! A workspace, and the region of its data.

use crate::core::error::{Code, Error, quote};
use crate::core::json;
use crate::core::text::cut;

/// A workspace's id: ASCII letters and digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppId(String);

impl AppId {
    /// The longest id, in letters and digits.
    pub const MAX_LEN: usize = 64;

    /// Reads an id as Intercom shows it: ASCII letters and digits, 1 to [`Self::MAX_LEN`].
    ///
    /// # Errors
    /// [`Code::InvalidAppId`].
    pub fn parse(text: &str) -> Result<Self, Error> {
        let valid = (1..=Self::MAX_LEN).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !valid {
            return Err(Error::new(Code::InvalidAppId).with_detail(quote(text)));
        }
        Ok(Self(text.to_owned()))
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Region of a workspace's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// United States.
    Us,
    /// European Union.
    Eu,
    /// Australia, which the official SDK calls `ap`.
    Au,
}

impl Region {
    /// Every value of the option `region`.
    pub const NAMES: [(&str, Self); 4] =
        [("us", Self::Us), ("eu", Self::Eu), ("au", Self::Au), ("ap", Self::Au)];

    /// Reads `us`, `eu`, `au`, or `ap`, which is `au`.
    ///
    /// # Errors
    /// [`Code::UnknownRegion`].
    pub fn parse(text: &str) -> Result<Self, Error> {
        let known = Self::NAMES.iter().find(|(name, _)| *name == text);
        known
            .map(|(_, region)| *region)
            .ok_or_else(|| Error::new(Code::UnknownRegion).with_detail(quote(text)))
    }

    /// The region of `api_base`; the US where none is given.
    #[must_use]
    pub fn of(api_base: Option<&ApiBase>) -> Option<Self> {
        let Some(api_base) = api_base else { return Some(Self::Us) };
        [Self::Us, Self::Eu, Self::Au].into_iter().find(|region| region.api_base() == api_base.as_str())
    }

    /// The short name, as in the option `region`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Eu => "eu",
            Self::Au => "au",
        }
    }

    /// The region's `api_base`.
    #[must_use]
    pub const fn api_base(self) -> &'static str {
        match self {
            Self::Us => "https://api-iam.intercom.io",
            Self::Eu => "https://api-iam.eu.intercom.io",
            Self::Au => "https://api-iam.au.intercom.io",
        }
    }
}

/// An origin of the Messenger's API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiBase(String);

impl ApiBase {
    /// Accepts `https://` and a host of Intercom's; with `any_host` any host, and a port.
    ///
    /// # Errors
    /// [`Code::InvalidApiBase`].
    pub fn parse(text: &str, any_host: bool) -> Result<Self, Error> {
        let origin = text.strip_suffix('/').unwrap_or(text).to_ascii_lowercase();
        let valid = origin.strip_prefix("https://").is_some_and(|host| {
            let (name, port) = cut(host, b':').map_or((host, None), |(name, port)| (name, Some(port)));
            is_host(name)
                && if any_host {
                    port.is_none_or(is_port)
                } else {
                    port.is_none() && name.ends_with(".intercom.io")
                }
        });
        if !valid {
            return Err(Error::new(Code::InvalidApiBase).with_detail(quote(text)));
        }
        Ok(Self(origin))
    }

    /// The origin that the options `region` and `apiBase` name, `None` where neither is given.
    ///
    /// # Errors
    /// [`Code::RegionAndApiBase`], [`Code::UnknownRegion`], and as [`Self::parse`].
    pub fn of_options(
        region: Option<&str>,
        api_base: Option<&str>,
        any_host: bool,
    ) -> Result<Option<Self>, Error> {
        match (region, api_base) {
            (Some(_), Some(_)) => Err(Code::RegionAndApiBase.into()),
            (Some(region), None) => Ok(Some(Region::parse(region)?.into())),
            (None, Some(api_base)) => Self::parse(api_base, any_host).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// The origin, without a trailing slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_host(mut name: &str) -> bool {
    while let Some((label, rest)) = cut(name, b'.') {
        if !is_label(label) {
            return false;
        }
        name = rest;
    }
    is_label(name)
}

/// Whether a text is a host's label, the part between two dots.
fn is_label(text: &str) -> bool {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    plain && !text.is_empty() && !text.starts_with('-') && !text.ends_with('-')
}

fn is_port(text: &str) -> bool {
    text.len() <= 5 && json::natural(text).is_some_and(|port| port <= 65_535)
}

impl From<Region> for ApiBase {
    fn from(region: Region) -> Self {
        Self(region.api_base().to_owned())
    }
}

#[cfg(test)]
mod tests;
