//! Configurations that the application of a random simulation may boot.

use std::rc::Rc;

use super::token;
use crate::core::attributes::Attributes;
use crate::core::config::{
    Config, Fallback, JwtProvider, JwtRequest, Load, RefreshWith, Region, TokenSource, VisitorOnSignIn,
};
use crate::core::last_user::LastUser;
use crate::core::token::RawToken;

/// Token source of a boot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Nothing,
    /// An endpoint or function that gives this user's tokens.
    Own(&'static str),
    /// An endpoint that answers for the signed-in user.
    Shared,
    /// This user's token, or an unusable one.
    Fixed(Option<&'static str>),
}

/// A configuration of the application. Each is different from all others.
#[derive(Clone, Debug)]
pub(super) struct Setup {
    pub(super) config: Rc<Config>,
    pub(super) source: Source,
}

/// The setup whose source gives Ada's tokens.
pub(super) const ADA: usize = 0;

/// A token without an expiry, independent of the device's clock.
fn endless(user: &str) -> RawToken {
    token(&format!(r#"{{"user_id":"{user}","iat":1760000000}}"#))
}

/// One that was issued a second later.
pub(super) fn newer(user: &str) -> RawToken {
    token(&format!(r#"{{"user_id":"{user}","iat":1760000001}}"#))
}

impl Setup {
    /// Whether its user cannot be asked for again, and the note names another one than its token.
    pub(super) fn is_overtaken(&self, noted: Option<LastUser>) -> bool {
        match (self.source, noted) {
            (Source::Fixed(Some(user)), Some(noted)) => !noted.is(user),
            (Source::Fixed(user), _) => user.is_some() || noted.is_some(),
            _ => false,
        }
    }

    /// Whether it is `other` with another fixed token of the same user.
    pub(super) fn renews(&self, other: &Self) -> bool {
        matches!(self.source, Source::Fixed(Some(_)))
            && self.source == other.source
            && self.config == other.config
    }
}

pub(super) fn setups() -> Vec<Setup> {
    let setup = |source: Source, app_id: &str, change: fn(&mut Config)| {
        let mut config = Config::new(app_id).unwrap();
        config.token = match source {
            Source::Nothing => TokenSource::None,
            Source::Own(_) => TokenSource::Provider(JwtProvider::new(|| async { Ok(None) })),
            Source::Shared => TokenSource::Request(JwtRequest::get("/jwt")),
            Source::Fixed(Some(user)) => TokenSource::Fixed(endless(user)),
            Source::Fixed(None) => {
                TokenSource::Fixed(token(r#"{"user_id":"eve","iat":1760000000,"exp":1759999999}"#))
            }
        };
        let look = if app_id == "abc12345" { "left" } else { "right" };
        config.settings = Attributes::new().with("name", "somebody").with("alignment", look);
        change(&mut config);
        Setup { config: Rc::new(config), source }
    };
    vec![
        setup(Source::Own("ada"), "abc12345", |_| {}),
        setup(Source::Own("bob"), "abc12345", |_| {}),
        setup(Source::Shared, "abc12345", |_| {}),
        setup(Source::Shared, "abc12345", |config| config.when_signed_out = Fallback::Error),
        setup(Source::Shared, "abc12345", |config| config.when_token_fails = Fallback::Visitor),
        setup(Source::Shared, "xyz67890", |config| {
            (config.when_signed_out, config.when_token_fails) = (Fallback::Error, Fallback::Visitor);
            config.api_base = Some(Region::Eu.into());
        }),
        setup(Source::Nothing, "abc12345", |_| {}),
        setup(Source::Own("bob"), "xyz67890", |config| config.allow_unsigned_identity = true),
        setup(Source::Fixed(Some("ada")), "abc12345", |_| {}),
        setup(Source::Fixed(Some("bob")), "xyz67890", |_| {}),
        setup(Source::Fixed(None), "abc12345", |_| {}),
        setup(Source::Fixed(None), "abc12345", |config| config.when_token_fails = Fallback::Visitor),
        setup(Source::Shared, "abc12345", |config| {
            config.settings = Attributes::new().with("email", "eve@example.com")
        }),
        setup(Source::Shared, "abc12345", |config| config.load = Load::Interaction),
        setup(Source::Nothing, "xyz67890", |config| config.load = Load::Idle),
        setup(Source::Fixed(Some("bob")), "abc12345", |config| config.load = Load::Load),
        setup(Source::Fixed(Some("ada")), "abc12345", |config| {
            config.token = TokenSource::Fixed(newer("ada"))
        }),
        setup(Source::Fixed(Some("bob")), "abc12345", |config| {
            (config.load, config.token) = (Load::Load, TokenSource::Fixed(newer("bob")));
        }),
        setup(Source::Shared, "abc12345", |config| config.visitor_on_sign_in = VisitorOnSignIn::Keep),
        setup(Source::Fixed(Some("ada")), "abc12345", |config| {
            config.visitor_on_sign_in = VisitorOnSignIn::Keep;
        }),
        setup(Source::Own("ada"), "abc12345", |config| config.refresh_with = RefreshWith::Update),
    ]
}
