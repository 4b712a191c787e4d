//! What a session is at any moment.
//!
//! | from | event | to | what it does |
//! |---|---|---|---|
//! | Idle | boot | Booting(identifying) | prepare the page, ask for the token |
//! | Idle | boot of a visitor | Booting(handing) | queue `boot`, load the widget |
//! | Booting(identifying) | token, or signed out | Booting(handing) | queue `boot`, load the widget |
//! | Booting(identifying) | failure that may pass | same | ask again after a while, three times in all |
//! | Booting(handing) | widget ready | Active | settle the calls |
//! | Booting(handing) | widget errored | same | load it again after a while, three times in all |
//! | Booting | final failure | ShuttingDown | tear down, reject the calls |
//! | Booting | boot, same options | same | join it |
//! | Active(user) | boot, same options | same | settle with the session |
//! | Active(visitor) | boot, same options | same | ask the endpoint again |
//! | Active(visitor) | token | ShuttingDown(next) | move up to the user |
//! | Active(user) | refresh, same user's token | same | `boot` again with the new token |
//! | Active(user) | refresh, another user's token | ShuttingDown(next) | boot as that user |
//! | Active(user) | refresh, signed out | ShuttingDown(next) | go on as `whenSignedOut` says |
//! | Booting, Active | boot, other options | ShuttingDown(next) | tear down, then boot |
//! | any | shutdown | ShuttingDown | tear down, forget any next boot |
//! | ShuttingDown | torn down | Idle | settle the shutdowns |
//! | ShuttingDown(next) | torn down | Booting | boot what waited |

use std::rc::Rc;

use crate::config::{Config, TokenSource};
use crate::jwt::Token;
use crate::refresh::Millis;
use crate::session::Ticket;

/// Counts boots and shutdowns. A completion that carries an older one is late and changes nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generation(u32);

impl Generation {
    pub(super) const fn advance(&mut self) {
        self.0 = self.0.wrapping_add(1);
    }
}

/// Whose Messenger it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// A signed-in user's.
    User {
        /// The token's `user_id`.
        user_id: String,
    },
    /// Anybody's.
    Visitor,
}

/// Who the Messenger boots as, with the proof.
#[derive(Clone, Debug)]
pub(super) enum Subject {
    User(Rc<Token>),
    Visitor,
}

impl Subject {
    pub(super) fn identity(&self) -> Identity {
        match self {
            Self::User(token) => Identity::User { user_id: token.user_id().to_owned() },
            Self::Visitor => Identity::Visitor,
        }
    }

    pub(super) fn token(&self) -> Option<&Token> {
        match self {
            Self::User(token) => Some(token),
            Self::Visitor => None,
        }
    }
}

/// A boot that was asked for, and by which calls.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) config: Rc<Config>,
    pub(super) tickets: Vec<Ticket>,
    /// A token that was fetched before the old session had to go, so that it is not fetched twice.
    pub(super) subject: Option<Subject>,
}

impl Wanted {
    pub(super) fn new(config: Rc<Config>, tickets: Vec<Ticket>, subject: Option<Subject>) -> Box<Self> {
        Box::new(Self { config, tickets, subject })
    }
}

/// How far a boot has come.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// The token is being asked for; `attempt` counts from 1.
    Identifying { attempt: u8 },
    /// `boot` is queued, and the widget is being loaded; `attempt` counts from 1.
    Handing { subject: Subject, attempt: u8 },
}

/// A token asked for while a session lives: for a user a refresh, for a visitor the question who it is now.
#[derive(Clone, Debug)]
pub(super) struct Renewal {
    pub(super) attempt: u8,
    pub(super) tickets: Vec<Ticket>,
}

/// A session that lives.
#[derive(Clone, Debug)]
pub(super) struct Live {
    pub(super) config: Rc<Config>,
    pub(super) subject: Subject,
    pub(super) renewal: Option<Renewal>,
    /// The address that the Messenger was last told.
    pub(super) told_url: String,
    /// When it was told, by the clock that never jumps.
    pub(super) told_at: Option<Millis>,
    /// The address that it is to be told, once a burst is over and the quota has room.
    pub(super) next_url: Option<String>,
}

/// The machine's state.
#[derive(Clone, Debug, Default)]
pub(super) enum State {
    #[default]
    Idle,
    Booting {
        wanted: Box<Wanted>,
        step: Step,
    },
    Active(Box<Live>),
    ShuttingDown {
        waiting: Vec<Ticket>,
        next: Option<Box<Wanted>>,
    },
}

/// The state as the application sees it: `state().phase`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// There is no session.
    Idle,
    /// A session is being prepared.
    Booting,
    /// There is a session.
    Active,
    /// A session is being ended.
    ShuttingDown,
}

impl Phase {
    /// The phase as JavaScript sees it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Booting => "booting",
            Self::Active => "active",
            Self::ShuttingDown => "shutting_down",
        }
    }
}

impl State {
    pub(super) const fn phase(&self) -> Phase {
        match self {
            Self::Idle => Phase::Idle,
            Self::Booting { .. } => Phase::Booting,
            Self::Active(_) => Phase::Active,
            Self::ShuttingDown { .. } => Phase::ShuttingDown,
        }
    }

    pub(super) fn config(&self) -> Option<&Rc<Config>> {
        match self {
            Self::Idle => None,
            Self::Booting { wanted, .. } => Some(&wanted.config),
            Self::Active(live) => Some(&live.config),
            Self::ShuttingDown { next, .. } => next.as_ref().map(|wanted| &wanted.config),
        }
    }

    /// The calls that this state owes an answer.
    pub(super) fn into_tickets(self) -> Vec<Ticket> {
        match self {
            Self::Idle => Vec::new(),
            Self::Booting { wanted, .. } => wanted.tickets,
            Self::Active(live) => live.renewal.map_or_else(Vec::new, |renewal| renewal.tickets),
            Self::ShuttingDown { next, .. } => next.map_or_else(Vec::new, |wanted| wanted.tickets),
        }
    }
}

/// Whether asking again can give another token, or any.
pub(super) fn can_ask(config: &Config) -> bool {
    !matches!(config.token, TokenSource::None | TokenSource::Fixed(_))
}
