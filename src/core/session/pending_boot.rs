//! A requested boot, and what belongs to it.
//!
//! Attributes, queued updates and queued calls belong to a user: the one that the first answer names, or that of the
//! session in which they were made. When the user changes without a boot by the application:
//!
//! | | on a change of user |
//! |---|---|
//! | attributes of the Messenger's appearance and behaviour | kept |
//! | every other attribute, of the boot and of updates | dropped |
//! | waiting updates and calls | rejected with `user_changed` |
//! | calls that wait for a session (`boot`, `refreshToken`) | get the new one |

use std::rc::Rc;

use crate::core::attributes::Attributes;
use crate::core::config::{Config, Load};
use crate::core::last_user::LastUser;
use crate::core::session::question::agrees;
use crate::core::session::state::{ActiveSession, Refresh, Subject};
use crate::core::session::{Call, Effect, Identity, MessengerEvent, MethodCall, Ticket};
use crate::core::tabs::TabNews;

/// A requested boot, and the calls that requested it.
#[derive(Clone, Debug)]
pub(super) struct PendingBoot {
    pub(super) config: Rc<Config>,
    /// Calls that wait for the session.
    pub(super) tickets: Vec<Ticket>,
    /// Boots that came after the question was asked: its answer holds for them where it names a user; where it names
    /// none, one may have signed in since.
    pub(super) joined: Vec<Ticket>,
    /// Calls for a new token that came after the question was asked.
    pub(super) refreshes: Vec<Ticket>,
    /// A token that was fetched before the old session ended, so that it is not fetched twice.
    pub(super) subject: Option<Subject>,
    /// Whether it replaces a visitor's session.
    pub(super) after_visitor: bool,
    /// Whether it boots over that session, which the Messenger still has.
    pub(super) over_visitor: bool,
    /// A newer token than the one in the boot call, passed by the application.
    pub(super) newer: Option<Subject>,
    /// The attributes of the boot call.
    pub(super) settings: Attributes,
    /// Attribute changes made meanwhile, and the calls that made them.
    pub(super) changes: Attributes,
    pub(super) updates: Vec<Ticket>,
    /// Calls made before the Messenger has loaded, in order.
    pub(super) calls: Vec<Queued>,
    /// Owner of all of these; `None` for the user that the first answer names.
    pub(super) owner: Option<Identity>,
    /// Whether a boot by the application restates the attributes, for the user that the answer names.
    pub(super) restated: bool,
    /// Whether one that came after the question does, for the next answer.
    pub(super) late_restated: bool,
    /// The note of the last user at the application's call, or at the last answer.
    pub(super) noted: Option<LastUser>,
    /// Whether the application knows of a session of its owner.
    pub(super) announced: bool,
    /// Whether a user's session was ended for it, without a call by the application.
    pub(super) ended_user: bool,
    /// Whether the moment of a deferred boot has come.
    pub(super) due: bool,
    /// Another tab's message about the user, which caused the question.
    pub(super) tab_news: Option<TabNews>,
}

/// An operation that waits for the Messenger.
#[derive(Clone, Debug)]
pub(super) enum Queued {
    /// A call of a method.
    Call {
        /// The application's call; `None` where it is the loader's own.
        ticket: Option<Ticket>,
        /// The method and its arguments.
        call: MethodCall,
        /// Whether it concerns no user in particular, and opens the Messenger for the current one.
        of_anybody: bool,
    },
    /// Registration of a callback, for a listener of the application.
    Register(MessengerEvent),
}

impl Queued {
    /// Effect that carries it out.
    pub(super) fn into_effect(self) -> Effect {
        match self {
            Self::Call { ticket, call, .. } => Effect::Invoke(ticket, call),
            Self::Register(news) => Effect::Call(Call::Register(news)),
        }
    }

    pub(super) const fn ticket(&self) -> Option<Ticket> {
        match self {
            Self::Call { ticket, .. } => *ticket,
            Self::Register(_) => None,
        }
    }
}

/// Updates and calls that wait until their user is known.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) changes: Attributes,
    pub(super) updates: Vec<Ticket>,
    pub(super) calls: Vec<Queued>,
}

impl Said {
    pub(super) fn into_tickets(self) -> Vec<Ticket> {
        let Self { mut updates, calls, .. } = self;
        for queued in calls {
            updates.extend(queued.ticket());
        }
        updates
    }
}

/// Consequences of a change of user.
#[derive(Debug)]
pub(super) struct Change {
    /// Calls to reject.
    pub(super) ended: Vec<Ticket>,
    /// Whether the session was a user's.
    pub(super) signed_out: bool,
}

impl PendingBoot {
    /// A boot by the application.
    pub(super) fn new(config: Rc<Config>, ticket: Ticket, noted: Option<LastUser>) -> Box<Self> {
        Box::new(Self {
            due: config.load == Load::Now,
            settings: config.settings.clone(),
            config,
            tickets: vec![ticket],
            joined: Vec::new(),
            refreshes: Vec::new(),
            subject: None,
            after_visitor: false,
            over_visitor: false,
            newer: None,
            changes: Attributes::new(),
            updates: Vec::new(),
            calls: Vec::new(),
            owner: None,
            restated: false,
            late_restated: false,
            noted,
            announced: false,
            ended_user: false,
            tab_news: None,
        })
    }

    /// A boot that replaces `active`, and still belongs to its user. The Messenger is loaded, so nothing is deferred.
    pub(super) fn instead(active: &mut ActiveSession, subject: Option<Subject>) -> Box<Self> {
        let Refresh { tickets, late, restated, late_restated, .. } =
            active.refresh.take().unwrap_or_else(|| Refresh::new(Vec::new()));
        Box::new(Self {
            config: Rc::clone(&active.config),
            tickets,
            joined: Vec::new(),
            refreshes: late,
            subject,
            after_visitor: active.subject.token().is_none(),
            over_visitor: false,
            newer: None,
            // These include the changes.
            settings: std::mem::take(&mut active.settings),
            changes: Attributes::new(),
            updates: std::mem::take(&mut active.updates),
            calls: std::mem::take(&mut active.calls),
            owner: Some(active.subject.identity()),
            restated,
            late_restated,
            noted: None,
            announced: true,
            ended_user: active.subject.token().is_some(),
            due: true,
            tab_news: None,
        })
    }

    /// Whether a user signed in or out in this browser since the owner was known: the note has changed, and does not
    /// name `user_id`.
    pub(super) fn has_moved(&self, user_id: Option<&str>, noted: Option<LastUser>) -> bool {
        !self.config.token.is_none() && self.noted != noted && !agrees(noted, user_id)
    }

    /// Joins a boot with the same options, which restates its attributes. `served`: the awaited answer holds for it
    /// even if it names no user.
    pub(super) fn join(&mut self, ticket: Ticket, served: bool) {
        if served {
            self.restated = true;
            self.tickets.push(ticket);
        } else {
            self.late_restated = true;
            self.joined.push(ticket);
        }
    }

    /// Whether a visitor becomes a user by a boot of the application.
    pub(super) fn is_restated(&self) -> bool {
        self.restated && self.owner == Some(Identity::Visitor)
    }

    /// Sets the owner. Returns the change of user, if the calls were made for another one.
    pub(super) fn become_of(&mut self, identity: Identity, noted: Option<LastUser>) -> Option<Change> {
        let user_id = match &identity {
            Identity::User { user_id } => Some(user_id.as_str()),
            Identity::Visitor => None,
        };
        let another = match &self.owner {
            Some(owner) => *owner != identity,
            // The application made the call while this browser was another user's, who is no longer signed in.
            None => {
                let before = self.noted.filter(|_| !self.config.token.is_none());
                before.is_some() && before != noted && !agrees(before, user_id)
            }
        };
        let signed_out = self.announced && matches!(self.owner, Some(Identity::User { .. }));
        self.ended_user = false;
        let change = another.then(|| Change { ended: self.change_owner(), signed_out });
        self.noted = noted;
        self.owner = Some(identity);
        self.announced &= !another;
        self.restated = false;
        change
    }

    /// Whether the failure of this boot ends a user's session.
    pub(super) fn ends_session(&self) -> bool {
        self.ended_user
    }

    /// Drops what belongs to another user. Returns the calls to reject.
    pub(super) fn change_owner(&mut self) -> Vec<Ticket> {
        let mut settings = std::mem::take(&mut self.settings);
        settings.merge(std::mem::take(&mut self.changes));
        self.settings = settings.look();
        if self.is_restated() {
            let look = std::mem::replace(&mut self.settings, self.config.settings.clone());
            self.settings.merge(look);
        }
        let mut ended = std::mem::take(&mut self.updates);
        for queued in std::mem::take(&mut self.calls) {
            match queued {
                Queued::Call { ticket, of_anybody: false, .. } => ended.extend(ticket),
                queued => self.calls.push(queued),
            }
        }
        ended
    }

    /// Every call that waits for this boot.
    pub(super) fn into_tickets(self) -> Vec<Ticket> {
        let Self { mut tickets, mut joined, mut refreshes, changes, updates, calls, .. } = self;
        tickets.append(&mut joined);
        tickets.append(&mut refreshes);
        tickets.append(&mut Said { changes, updates, calls }.into_tickets());
        tickets
    }
}
