//! Who the Messenger may be, worked out a second time: from what the application wished last, and from what the
//! source of that wish has said since. It knows of no states and no generations.

use std::rc::Rc;

use super::page::Who;
use super::token;
use crate::config::{Config, JwtProvider, JwtRequest, Load, Otherwise, Region, TokenSource};
use crate::jwt::Secret;
use crate::settings::Settings;

/// What a boot's token comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Nothing,
    /// An endpoint or function that gives this user's tokens.
    Own(&'static str),
    /// An endpoint that answers for whoever is signed in.
    Shared,
    /// This user's token, or one that cannot be used.
    Fixed(Option<&'static str>),
}

/// What the application may boot. Each is different from all others.
#[derive(Clone, Debug)]
pub(super) struct Setup {
    pub(super) config: Rc<Config>,
    pub(super) source: Source,
}

/// The setup whose source gives Ada's tokens.
pub(super) const ADA: usize = 0;

/// A token without an end, so that a device's clock has no say.
fn endless(user: &str) -> Secret {
    token(&format!(r#"{{"user_id":"{user}","iat":1760000000}}"#))
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
        change(&mut config);
        Setup { config: Rc::new(config), source }
    };
    vec![
        setup(Source::Own("ada"), "abc12345", |_| {}),
        setup(Source::Own("bob"), "abc12345", |_| {}),
        setup(Source::Shared, "abc12345", |_| {}),
        setup(Source::Shared, "abc12345", |config| config.when_signed_out = Otherwise::Error),
        setup(Source::Shared, "abc12345", |config| config.when_token_fails = Otherwise::Visitor),
        setup(Source::Shared, "xyz67890", |config| {
            (config.when_signed_out, config.when_token_fails) = (Otherwise::Error, Otherwise::Visitor);
            config.api_base = Some(Region::Eu.into());
        }),
        setup(Source::Nothing, "abc12345", |_| {}),
        setup(Source::Own("bob"), "xyz67890", |config| config.allow_unsigned_identity = true),
        setup(Source::Fixed(Some("ada")), "abc12345", |_| {}),
        setup(Source::Fixed(Some("bob")), "xyz67890", |_| {}),
        setup(Source::Fixed(None), "abc12345", |_| {}),
        setup(Source::Fixed(None), "abc12345", |config| config.when_token_fails = Otherwise::Visitor),
        setup(Source::Shared, "abc12345", |config| {
            config.settings = Settings::new().with("email", "eve@example.com")
        }),
        setup(Source::Shared, "abc12345", |config| config.load = Load::Interaction),
        setup(Source::Nothing, "xyz67890", |config| config.load = Load::Idle),
        setup(Source::Fixed(Some("bob")), "abc12345", |config| config.load = Load::Load),
    ]
}

/// What a source said, as anybody reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    User(&'static str),
    SignedOut,
    /// It failed in a way that may pass.
    Busy,
    /// It failed, or gave a token that cannot be used.
    Nonsense,
}

#[derive(Debug, Default)]
pub(super) struct Truth {
    wish: Option<usize>,
    who: Option<Who>,
    /// Counts wishes, so that what was asked for an older one is told apart.
    wishes: u32,
    busy: u8,
    /// Nobody is to be booted: that was the last word.
    lost: bool,
}

impl Truth {
    pub(super) fn who(&self) -> Option<&Who> {
        self.who.as_ref()
    }

    pub(super) fn is_wished(&self) -> bool {
        self.wish.is_some()
    }

    /// The application is to hear that its wish cannot be fulfilled.
    pub(super) fn is_lost(&self) -> bool {
        self.lost
    }

    /// Which wish a question that is asked now belongs to.
    pub(super) fn wish(&self) -> u32 {
        self.wishes
    }

    pub(super) fn boot(&mut self, index: usize, setup: &Setup) {
        if setup.config.check().is_err() || self.wish == Some(index) {
            return;
        }
        self.forget();
        self.wish = Some(index);
        self.who = match setup.source {
            Source::Nothing => Some(Who::Visitor),
            Source::Fixed(Some(user)) => Some(Who::User(user.to_owned())),
            Source::Fixed(None) => visitor_if(setup.config.when_token_fails),
            Source::Own(_) | Source::Shared => None,
        };
        self.lost = setup.source == Source::Fixed(None) && self.who.is_none();
    }

    /// Nothing is wished any more: after a shutdown, or a boot that failed.
    pub(super) fn forget(&mut self) {
        *self = Self { wishes: self.wishes + 1, ..Self::default() };
    }

    /// Another tab says that it is somebody else: whoever it was here is no more, and where there is a source it is
    /// asked afresh. A token that stands in the page cannot be asked.
    pub(super) fn ask_again(&mut self, setups: &[Setup]) {
        let Some(index) = self.wish else { return };
        match setups[index].source {
            Source::Nothing => {}
            Source::Fixed(_) => self.forget(),
            Source::Own(_) | Source::Shared => {
                self.forget();
                self.wish = Some(index);
            }
        }
    }

    /// A source answers a question of the wish number `wish`; while the page is being left no failure counts.
    pub(super) fn hear(&mut self, wish: u32, said: &Said, config: &Config, hidden: bool) {
        if wish != self.wishes || (hidden && *said == Said::Busy) {
            return;
        }
        self.busy = if *said == Said::Busy { self.busy + 1 } else { 0 };
        match said {
            Said::User(user) => self.who = Some(Who::User((*user).to_owned())),
            Said::SignedOut => {
                self.who = visitor_if(config.when_signed_out);
                self.lost = self.who.is_none();
            }
            Said::Busy if self.busy < 3 => {}
            Said::Busy | Said::Nonsense => {
                self.busy = 0;
                self.who = self.who.take().or_else(|| visitor_if(config.when_token_fails));
                self.lost = self.who.is_none();
            }
        }
    }
}

fn visitor_if(otherwise: Otherwise) -> Option<Who> {
    (otherwise == Otherwise::Visitor).then_some(Who::Visitor)
}
