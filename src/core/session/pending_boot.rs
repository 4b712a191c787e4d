//! A boot that was asked for, and what belongs to it.
//!
//! Attributes, queued updates and queued calls are said for somebody: for whom the first answer names, or for the user of
//! the session that they were made in. When somebody else comes without a boot of the application's:
//!
//! | | what becomes of it |
//! |---|---|
//! | attributes that say how the Messenger looks and behaves | stay |
//! | every other attribute, of the boot and of updates | goes |
//! | updates and calls that wait | are rejected with `user_changed` |
//! | calls that wait for a session (`boot`, `refreshToken`) | get the new one |

use std::rc::Rc;

use crate::core::attributes::Attributes;
use crate::core::config::{Config, Load};
use crate::core::last_user::LastUser;
use crate::core::session::question::agrees;
use crate::core::session::state::{ActiveSession, Refresh, Subject};
use crate::core::session::{Call, Effect, Identity, MessengerEvent, MethodCall, Ticket};
use crate::core::tabs::TabNews;

/// A boot that was asked for, and by which calls.
#[derive(Clone, Debug)]
pub(super) struct PendingBoot {
    pub(super) config: Rc<Config>,
    /// Calls that wait for the session.
    pub(super) tickets: Vec<Ticket>,
    /// Boots that came after the question was asked: its answer holds for them where it names a user, and where it names
    /// nobody, somebody may have signed in since.
    pub(super) joined: Vec<Ticket>,
    /// Calls for a new token that came after the question was asked.
    pub(super) refreshes: Vec<Ticket>,
    /// A token that was fetched before the old session had to go, so that it is not fetched twice.
    pub(super) subject: Option<Subject>,
    /// The session that it takes the place of is a visitor's.
    pub(super) after_visitor: bool,
    /// It goes over that session, which the Messenger still has.
    pub(super) over_visitor: bool,
    /// A newer token than the one in the boot call, which the application has brought.
    pub(super) newer: Option<Subject>,
    /// The attributes of the boot call.
    pub(super) settings: Attributes,
    /// Changes of attributes that came meanwhile, and the calls that brought them.
    pub(super) changes: Attributes,
    pub(super) updates: Vec<Ticket>,
    /// What was called before the Messenger is there, in order.
    pub(super) calls: Vec<Queued>,
    /// For whom all of that was said; `None` for whom the first answer names.
    pub(super) owner: Option<Identity>,
    /// A boot of the application's says the attributes anew, for whoever the answer names.
    pub(super) restated: bool,
    /// One of those that came after the question does, for the next answer.
    pub(super) late_restated: bool,
    /// The note of the last user when the application called, or when it was last answered who it is.
    pub(super) noted: Option<LastUser>,
    /// The application knows of a session of its owner's.
    pub(super) announced: bool,
    /// A user's session was ended for it, without a word of the application's.
    pub(super) ended_user: bool,
    /// What a deferred boot waited for has come.
    pub(super) due: bool,
    /// What another tab has said of who it is, for which it is asked.
    pub(super) tab_news: Option<TabNews>,
}

/// Something that waits for the Messenger.
#[derive(Clone, Debug)]
pub(super) enum Queued {
    /// A call of a method.
    Call {
        /// The application's call; `None` where it is the loader's own.
        ticket: Option<Ticket>,
        /// What is called.
        call: MethodCall,
        /// It says nothing of anybody, and asks for the Messenger of whoever is there now.
        of_anybody: bool,
    },
    /// The application listens to what the Messenger has to be asked for.
    Register(MessengerEvent),
}

impl Queued {
    /// What is done when its turn has come.
    pub(super) fn into_effect(self) -> Effect {
        match self {
            Self::Call { ticket, call, .. } => Effect::Invoke(ticket, call),
            Self::Register(news) => Effect::Call(Call::Register(news)),
        }
    }

    const fn ticket(&self) -> Option<Ticket> {
        match self {
            Self::Call { ticket, .. } => *ticket,
            Self::Register(_) => None,
        }
    }
}

/// Updates and calls that wait to be known whom they are for.
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

/// What a change of user ends.
#[derive(Debug)]
pub(super) struct Change {
    /// Calls that are not to be any more.
    pub(super) ended: Vec<Ticket>,
    /// It was a user whose session that was.
    pub(super) signed_out: bool,
}

impl PendingBoot {
    /// A boot of the application's.
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

    /// A boot that takes the place of `active`, which is still that user's. The Messenger is there, so nothing is deferred.
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
            // What has changed is in them.
            settings: std::mem::take(&mut active.settings),
            changes: Attributes::new(),
            updates: std::mem::take(&mut active.updates),
            calls: Vec::new(),
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

    /// Whether somebody signed in or out in this browser since it was known who it is: the note has changed, and names
    /// somebody else than `user_id`.
    pub(super) fn has_moved(&self, user_id: Option<&str>, noted: Option<LastUser>) -> bool {
        !self.config.token.is_none() && self.noted != noted && !agrees(noted, user_id)
    }

    /// Takes in a boot with the same options, which says its attributes anew. `served` says whether the answer that is waited
    /// for holds for it where it names nobody.
    pub(super) fn join(&mut self, ticket: Ticket, served: bool) {
        if served {
            self.restated = true;
            self.tickets.push(ticket);
        } else {
            self.late_restated = true;
            self.joined.push(ticket);
        }
    }

    /// Whether a visitor moves up to a user by a boot of the application's.
    pub(super) fn is_restated(&self) -> bool {
        self.restated && self.owner == Some(Identity::Visitor)
    }

    /// It is known whose it is. Gives what ends where all was said for somebody else.
    pub(super) fn become_of(&mut self, identity: Identity, noted: Option<LastUser>) -> Option<Change> {
        let user_id = match &identity {
            Identity::User { user_id } => Some(user_id.as_str()),
            Identity::Visitor => None,
        };
        let another = match &self.owner {
            Some(owner) => *owner != identity,
            // The application said it while this browser was another user's, who is not any more.
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

    /// Whether a user's session has ended where this boot fails.
    pub(super) fn ends_session(&self) -> bool {
        self.ended_user
    }

    /// Lets go of what was said for somebody else. Gives the calls that are not to be any more.
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
