//! The states of a session.
//!
//! | from | event | to | effects |
//! |---|---|---|---|
//! | Idle | boot | Booting(identifying) | prepare the page, ask for the token |
//! | Idle | boot of a visitor | Booting(loading widget) | queue `boot`, load the widget |
//! | Booting(identifying) | token, or signed out | Booting(loading widget) | queue `boot`, load the widget |
//! | Booting(identifying) | failure that may pass | same | ask again after a while, three times in all |
//! | Booting(identifying) | an answer that may be out of date | same | ask again, see `identify.rs` |
//! | Booting(identifying) | token, or signed out, with a deferred `load` | Booting(deferred) | settle the calls |
//! | Booting(deferred) | its moment has come | Booting(loading widget) | queue `boot`, load the widget |
//! | Booting(deferred) | the same, the token is too old by then | Booting(identifying) | ask for another |
//! | Booting(loading widget) | widget ready | Active | settle the calls |
//! | Booting(loading widget) | widget errored | same | load it again after a while, three times in all |
//! | Booting | final failure | ShuttingDown | undo this boot's effects, reject the calls |
//! | Booting | boot, same options | same | join it; where no user is signed in, ask once more for it |
//! | Active(user) | boot, same options | same | settle with the session |
//! | Active(visitor) | boot, same options | same | ask the endpoint again |
//! | Active(visitor) | token | ShuttingDown(next) | move up to the user |
//! | Active(user) | refresh, same user's token | same | `boot` again with the new token |
//! | Active(user) | refresh, another user's token | ShuttingDown(next) | boot as that user |
//! | Active(user) | refresh, signed out | ShuttingDown(next) | go on as `whenSignedOut` says |
//! | Booting, Active(user) | boot, new token of this user alone | same | keep until the old is due (`newer_token.rs`) |
//! | Active(user) | refresh failed | same | ask again after a while, for as long as it takes |
//! | Booting, Active | another tab: shutdown | ShuttingDown | tear down |
//! | Active | another tab: switch | ShuttingDown(next) | tear down, then ask who is signed in |
//! | Booting | another tab: switch | Booting(identifying) | withdraw the boot, ask who is signed in |
//! | Booting, Active | out of the back-forward cache | same, Booting(identifying) | ask who is signed in |
//! | Booting, Active | boot, other options | ShuttingDown(next) | tear down, then boot |
//! | any | shutdown | ShuttingDown | tear down, forget any next boot |
//! | any but Idle | leave | ShuttingDown | the same for this page alone |
//! | ShuttingDown | torn down | Idle | settle the shutdowns |
//! | ShuttingDown(next) | torn down | Booting | start the waiting boot |
//!
//! `pending_boot.rs` lists what is kept on a change of user.

use std::rc::Rc;

use crate::core::attributes::Attributes;
use crate::core::config::{Config, TokenSource};
use crate::core::quota::Purpose;
use crate::core::schedule::{Lease, Millis};
use crate::core::session::Ticket;
use crate::core::session::pending_boot::{PendingBoot, Queued, Said};
use crate::core::token::{RawToken, Token};

/// Counts boots and shutdowns. A completion that carries an older one is late and changes nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generation(u32);

impl Generation {
    /// The generation with this [`number`](Self::number).
    #[must_use]
    pub const fn of(number: u32) -> Self {
        Self(number)
    }

    /// Its number, for interfaces that carry numbers alone.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }

    pub(super) const fn advance(&mut self) {
        self.0 = self.0.wrapping_add(1);
    }
}

/// Owner of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// A signed-in user's.
    User {
        /// The token's `user_id`.
        user_id: String,
    },
    /// Any visitor.
    Visitor,
}

/// Owner of a session, with the proof.
#[derive(Clone, Debug)]
pub(super) enum Subject {
    User {
        token: Rc<Token>,
        /// Time at which the token is to be replaced; `None` for one that does not expire.
        lease: Option<Lease>,
    },
    Visitor {
        /// Whether that is certain, or only assumed because no answer came (`whenTokenFails`).
        known: bool,
    },
}

impl Subject {
    /// A visitor: no user is signed in.
    pub(super) const NOBODY: Self = Self::Visitor { known: true };

    pub(super) fn user_id(&self) -> Option<&str> {
        self.token().map(Token::user_id)
    }

    pub(super) fn identity(&self) -> Identity {
        self.token().map_or(Identity::Visitor, |token| Identity::User { user_id: token.user_id().to_owned() })
    }

    pub(super) fn token(&self) -> Option<&Token> {
        match self {
            Self::User { token, .. } => Some(token),
            Self::Visitor { .. } => None,
        }
    }

    pub(super) fn secret(&self) -> Option<RawToken> {
        self.token().map(|token| token.secret().clone())
    }

    pub(super) const fn lease(&self) -> Option<&Lease> {
        match self {
            Self::User { lease, .. } => lease.as_ref(),
            Self::Visitor { .. } => None,
        }
    }
}

/// Progress of a boot.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// A token is requested; `attempt` counts from 1. A deferred boot knows its owner `before`.
    Identifying { attempt: u8, before: Option<Subject> },
    /// The owner is known, and the Messenger is not wanted yet.
    Deferred { subject: Subject },
    /// `boot` is queued, and the widget is being loaded; `attempt` counts from 1.
    LoadingWidget { subject: Subject, attempt: u8 },
}

/// A token request during a session: for a user a refresh, for a visitor the question who is signed in now.
#[derive(Clone, Debug)]
pub(super) struct Refresh {
    pub(super) attempt: u8,
    pub(super) tickets: Vec<Ticket>,
    /// Calls that came after the question was asked, and are served only by the next one.
    pub(super) late: Vec<Ticket>,
    /// Whether one of the calls was a boot, which restates its attributes for the user that the answer names.
    pub(super) restated: bool,
    /// Whether one of the later calls was.
    pub(super) late_restated: bool,
    /// Whether the application asks: what it says then is for the user that the answer names.
    pub(super) asked: bool,
    /// Whether it failed and waits for the next attempt.
    pub(super) waiting: bool,
    /// Whether the server asked for that wait, so that nothing cuts it short.
    pub(super) server_directed: bool,
}

impl Refresh {
    /// A request that is sent now.
    pub(super) const fn new(tickets: Vec<Ticket>) -> Self {
        Self {
            attempt: 1,
            asked: !tickets.is_empty(),
            tickets,
            late: Vec::new(),
            restated: false,
            late_restated: false,
            waiting: false,
            server_directed: false,
        }
    }

    /// The next attempt after `attempt` ones have failed, with no calls waiting for it.
    pub(super) fn after(attempt: u8, server_directed: bool) -> Self {
        Self { attempt, waiting: true, server_directed, ..Self::new(Vec::new()) }
    }

    /// Every call that waits for an answer.
    pub(super) fn into_tickets(self) -> Vec<Ticket> {
        let Self { mut tickets, mut late, .. } = self;
        tickets.append(&mut late);
        tickets
    }
}

/// A session that lives.
#[derive(Clone, Debug)]
pub(super) struct ActiveSession {
    pub(super) config: Rc<Config>,
    pub(super) subject: Subject,
    pub(super) refresh: Option<Refresh>,
    /// A newer token than the Messenger's, passed by the application.
    pub(super) newer: Option<Subject>,
    /// Whether the user may have changed, so that the question is asked at the next opportunity.
    pub(super) identity_stale: bool,
    /// The current attributes: those of the boot, and the changes since.
    pub(super) settings: Attributes,
    /// Those that the Messenger does not have yet, and the calls that brought them.
    pub(super) changes: Attributes,
    pub(super) updates: Vec<Ticket>,
    /// Calls made while it is not known whether the session's user is still signed in.
    pub(super) calls: Vec<Queued>,
    /// Updates and calls after a call that asks who the visitor is by now: they belong to the user that the answer
    /// names.
    pub(super) said_next: Said,
    /// The address last sent to the Messenger.
    pub(super) told_url: String,
    /// Time of the last update, by the monotonic clock.
    pub(super) told_at: Option<Millis>,
    /// Time sent with the last address, in seconds since 1970.
    pub(super) told_second: i64,
    /// The address to be sent, once a burst is over and the quota has room.
    pub(super) next_url: Option<String>,
    /// Purpose of the update that the armed timer waits for.
    pub(super) waits_for: Option<Purpose>,
}

impl ActiveSession {
    pub(super) fn new(config: Rc<Config>, subject: Subject, settings: Attributes, url: String) -> Self {
        Self {
            config,
            subject,
            refresh: None,
            newer: None,
            identity_stale: false,
            settings,
            changes: Attributes::new(),
            updates: Vec::new(),
            calls: Vec::new(),
            said_next: Said::default(),
            told_url: url,
            told_at: None,
            told_second: 0,
            next_url: None,
            waits_for: None,
        }
    }
}

impl ActiveSession {
    /// Every call that waits for this session.
    pub(super) fn into_tickets(mut self) -> Vec<Ticket> {
        let mut tickets = self.refresh.map_or_else(Vec::new, Refresh::into_tickets);
        tickets.append(&mut self.updates);
        tickets.extend(self.calls.iter().filter_map(Queued::ticket));
        tickets.append(&mut self.said_next.into_tickets());
        tickets
    }

    /// Whether the application asks who the visitor is by now.
    pub(super) fn is_asked_for(&self) -> bool {
        self.subject.token().is_none() && self.refresh.as_ref().is_some_and(|refresh| refresh.asked)
    }
}

/// State of the session.
#[derive(Clone, Debug, Default)]
pub(super) enum State {
    #[default]
    Idle,
    Booting {
        pending: Box<PendingBoot>,
        step: Step,
    },
    Active(Box<ActiveSession>),
    ShuttingDown {
        waiting: Vec<Ticket>,
        next: Option<Box<PendingBoot>>,
        /// Whether the Messenger was told to shut down: it may have had a session.
        messenger_told: bool,
    },
}

/// The state as the application sees it: `state().phase`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// There is no session.
    Idle,
    /// A session is being prepared.
    Booting,
    /// The owner is known, and the Messenger is not loaded before it is wanted.
    Deferred,
    /// There is a session.
    Active,
    /// A session is being ended.
    ShuttingDown,
}

impl Phase {
    const ALL: [Self; 5] = [Self::Idle, Self::Booting, Self::Deferred, Self::Active, Self::ShuttingDown];

    /// The phase of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.as_str() == name)
    }

    /// The phase as JavaScript sees it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Booting => "booting",
            Self::Deferred => "deferred",
            Self::Active => "active",
            Self::ShuttingDown => "shutting_down",
        }
    }
}

impl State {
    pub(super) const fn phase(&self) -> Phase {
        match self {
            Self::Idle => Phase::Idle,
            Self::Booting { step: Step::Deferred { .. }, .. } => Phase::Deferred,
            Self::Booting { .. } => Phase::Booting,
            Self::Active(_) => Phase::Active,
            Self::ShuttingDown { .. } => Phase::ShuttingDown,
        }
    }

    pub(super) fn config(&self) -> Option<&Rc<Config>> {
        match self {
            Self::Idle => None,
            Self::Booting { pending, .. } => Some(&pending.config),
            Self::Active(active) => Some(&active.config),
            Self::ShuttingDown { next, .. } => next.as_ref().map(|pending| &pending.config),
        }
    }

    /// Owner of the current or coming session.
    pub(super) const fn subject(&self) -> Option<&Subject> {
        match self {
            Self::Active(active) => Some(&active.subject),
            Self::Booting { step: Step::Deferred { subject }, .. } => Some(subject),
            _ => None,
        }
    }

    /// Whether a launcher of the loader's may be on the page: the Messenger is not wanted yet.
    pub(super) fn has_launcher(&self) -> bool {
        match self {
            Self::Booting { pending, step } => {
                let is_known =
                    matches!(step, Step::Deferred { .. } | Step::Identifying { before: Some(_), .. });
                is_known && !pending.due
            }
            _ => false,
        }
    }

    /// The calls that this state has yet to settle.
    pub(super) fn into_tickets(self) -> Vec<Ticket> {
        match self {
            Self::Idle => Vec::new(),
            Self::Booting { pending, .. } => pending.into_tickets(),
            Self::Active(active) => active.into_tickets(),
            Self::ShuttingDown { next, .. } => next.map_or_else(Vec::new, |pending| pending.into_tickets()),
        }
    }
}

/// Whether another request can give another token, or any.
pub(super) fn can_ask(config: &Config) -> bool {
    !matches!(config.token, TokenSource::None | TokenSource::Fixed(_))
}
