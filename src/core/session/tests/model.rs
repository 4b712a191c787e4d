//! Model of the Messenger's permitted owner: derived a second time, from the application's last request and from the
//! answers of its source since. It has no states and no generations.

use std::collections::BTreeMap;

use super::fake_page::Who;
use super::sent;
use super::setups::{Setup, Source};
use crate::core::attributes::{Attributes, Payload};
use crate::core::config::Fallback;
use crate::core::last_user::LastUser;
/// Parsed answer of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    User(&'static str),
    SignedOut,
    /// A transient failure.
    Busy,
    /// A permanent failure, or an unusable token.
    Nonsense,
}

#[derive(Debug, Default)]
pub(super) struct Model {
    wish: Option<usize>,
    who: Option<Who>,
    /// Owner of the application's attributes and calls; `None` for the user that the first answer names.
    owner: Option<Who>,
    /// Attributes that its owner's Messenger may receive, as JSON.
    attributes: BTreeMap<String, String>,
    /// Runs of script in which the application has restated all of them, for the user that the next answer names.
    restated: Vec<u32>,
    /// Runs of script in which it has asked who the visitor is by now.
    asked: Vec<u32>,
    /// Attributes since then, for the user that the answer will name.
    later: BTreeMap<String, String>,
    /// Number of changes of owner.
    changes: u32,
    /// The note of the last user at the application's request.
    noted: Option<LastUser>,
    /// Number of requests, to distinguish questions of older ones.
    wishes: u32,
    busy: u8,
    /// Whether the last answer rules out any boot.
    lost: bool,
}

impl Model {
    pub(super) fn who(&self) -> Option<&Who> {
        self.who.as_ref()
    }

    /// Owner of the application's attributes and calls.
    pub(super) fn owner(&self) -> Option<&Who> {
        self.owner.as_ref()
    }

    pub(super) const fn wished(&self) -> Option<usize> {
        self.wish
    }

    pub(super) fn is_wished(&self) -> bool {
        self.wish.is_some()
    }

    /// Whether the application has to be told that its request failed.
    pub(super) fn is_lost(&self) -> bool {
        self.lost
    }

    /// Number of the request that a question asked now belongs to.
    pub(super) fn wish(&self) -> u32 {
        self.wishes
    }

    /// Handles a boot. `is_settled`: there is a session, or its owner is known.
    pub(super) fn boot(
        &mut self,
        index: usize,
        setups: &[Setup],
        noted: Option<LastUser>,
        turn: u32,
        is_settled: bool,
    ) {
        let setup = &setups[index];
        if setup.config.check().is_err()
            || self.wish.is_some_and(|wish| wish != index && setup.renews(&setups[wish]))
        {
            return;
        }
        if self.wish == Some(index) {
            // A user's session fulfils the request.
            let has_all = is_settled && matches!(self.who, Some(Who::User(_)));
            if !has_all && matches!(setup.source, Source::Own(_) | Source::Shared) {
                self.restated.push(turn);
            }
            return;
        }
        self.forget();
        self.wish = Some(index);
        self.noted = noted;
        self.attributes = as_json(&setup.config.settings);
        let who = match setup.source {
            Source::Nothing => Some(Who::Visitor),
            Source::Fixed(Some(user)) => Some(Who::User(user.to_owned())),
            Source::Fixed(None) => visitor_if(setup.config.when_token_fails),
            Source::Own(_) | Source::Shared => None,
        };
        // In a browser noted as a user's, an unknown user does not count as a visitor.
        self.lost = setup.source == Source::Fixed(None) && (who.is_none() || noted.is_some());
        if who.is_some() {
            self.owner.clone_from(&who);
        }
        self.who = who;
    }

    /// Adds attributes of the current owner.
    pub(super) fn update(&mut self, settings: &Attributes, is_active: bool) {
        if is_active && self.is_said_for_the_next() {
            self.later.extend(as_json(settings));
        } else if self.is_wished() {
            self.attributes.extend(as_json(settings));
        }
    }

    /// Whether a visitor's application now makes calls for the user that the answer to its boot will name.
    pub(super) fn is_said_for_the_next(&self) -> bool {
        let is_asked = !(self.restated.is_empty() && self.asked.is_empty());
        self.owner == Some(Who::Visitor) && self.who == Some(Who::Visitor) && is_asked
    }

    /// Handles a call for a new token: what follows is for the user that the answer names.
    pub(super) fn refresh(&mut self, setups: &[Setup], turn: u32) {
        let can_ask = |index: usize| matches!(setups[index].source, Source::Own(_) | Source::Shared);
        if self.who == Some(Who::Visitor) && self.wish.is_some_and(can_ask) {
            self.asked.push(turn);
        }
    }

    /// Attributes that the current owner's Messenger may receive.
    pub(super) fn attributes(&self) -> &BTreeMap<String, String> {
        &self.attributes
    }

    /// Distinguishes calls before and after a change of user.
    pub(super) fn changes(&self) -> u32 {
        self.changes
    }

    /// Sets the owner. Attributes and calls of another owner are dropped.
    fn become_known(&mut self, who: Who, setup: &Setup, restated: bool, noted: Option<LastUser>) {
        let names = |noted: Option<LastUser>| match (&who, noted) {
            (Who::User(user), Some(noted)) => noted.is(user),
            _ => false,
        };
        let another = match &self.owner {
            Some(owner) => *owner != who,
            None => self.noted.is_some() && self.noted != noted && !names(self.noted),
        };
        if another {
            let restated = restated && self.owner == Some(Who::Visitor);
            self.say_no_more(restated.then_some(setup));
        }
        self.attributes.append(&mut self.later);
        self.owner = Some(who.clone());
        self.who = Some(who);
    }

    fn say_no_more(&mut self, restated: Option<&Setup>) {
        self.changes += 1;
        self.attributes.retain(|name, _| name == "alignment" || name == "hide_default_launcher");
        if let Some(setup) = restated {
            let look = std::mem::replace(&mut self.attributes, as_json(&setup.config.settings));
            self.attributes.extend(look);
        }
    }

    /// Drops the request: after a shutdown, or a boot that failed.
    pub(super) fn forget(&mut self) {
        *self = Self { wishes: self.wishes + 1, changes: self.changes + 1, ..Self::default() };
    }

    /// Ignores all earlier questions. The owner is dropped as well, unless it is `kept`.
    fn ask_afresh(&mut self, kept: bool) {
        self.wishes += 1;
        self.busy = 0;
        if !kept {
            self.who = None;
        }
    }

    /// Handles the page's return. The owner has to be asked for again; a fixed token cannot be, and is dropped where
    /// another user is noted.
    pub(super) fn come_back(&mut self, setups: &[Setup], kept: bool, moved: bool, noted: Option<LastUser>) {
        let Some(index) = self.wish else { return };
        self.forget_statements();
        match setups[index].source {
            Source::Nothing => {}
            Source::Fixed(_) => {
                if moved && !self.is_noted(noted) {
                    self.forget();
                }
            }
            Source::Own(_) | Source::Shared => {
                if self.owner.is_none() {
                    self.say_no_more(None);
                }
                self.ask_afresh(kept);
            }
        }
    }

    /// Drops what was said for the user that the next answer names.
    fn forget_statements(&mut self) {
        self.restated.clear();
        self.asked.clear();
        self.later.clear();
    }

    /// Handles an answer to a question of this run of script. Returns whether the application has restated everything
    /// before that.
    fn is_restated(&mut self, turn: u32) -> bool {
        let before = self.restated.iter().any(|restated| *restated <= turn);
        self.restated.retain(|restated| *restated > turn);
        self.asked.retain(|asked| *asked > turn);
        before
    }

    /// Handles a rejected answer. Its user nevertheless owns what was requested until now.
    pub(super) fn take_for(&mut self, wish: u32, said: &Said, turn: u32, outdated: bool) {
        let who = match said {
            Said::User(user) => Who::User((*user).to_owned()),
            Said::SignedOut => Who::Visitor,
            Said::Busy | Said::Nonsense => return,
        };
        if wish == self.wishes {
            self.is_restated(turn);
            if outdated {
                self.forget_statements();
                self.owner.get_or_insert(who);
            }
        }
    }

    /// Whether the note is the owner's.
    pub(super) fn is_noted(&self, noted: Option<LastUser>) -> bool {
        match (&self.owner, noted) {
            (Some(Who::User(user)), Some(noted)) => noted.is(user),
            (Some(Who::Visitor), None) => true,
            _ => false,
        }
    }

    /// Handles another tab's message of a change: the owner is dropped, unless the note is the owner's, and where there
    /// is a source it is asked again. A fixed token cannot be.
    pub(super) fn ask_again(&mut self, setups: &[Setup], kept: bool, noted: Option<LastUser>) {
        let Some(index) = self.wish else { return };
        if matches!(self.owner, Some(Who::User(_))) && self.is_noted(noted) {
            return;
        }
        self.forget_statements();
        match setups[index].source {
            Source::Nothing => {}
            Source::Fixed(_) => self.forget(),
            Source::Own(_) | Source::Shared => self.ask_afresh(kept),
        }
    }

    /// Handles a source's answer to a question of request number `wish`; while the page is being left no failure
    /// counts.
    pub(super) fn hear(
        &mut self,
        wish: u32,
        said: &Said,
        setup: &Setup,
        hidden: bool,
        noted: Option<LastUser>,
        turn: u32,
    ) {
        if wish != self.wishes || (hidden && *said == Said::Busy) {
            return;
        }
        let config = &setup.config;
        self.busy = if *said == Said::Busy { self.busy + 1 } else { 0 };
        let who = match said {
            Said::User(user) => Some(Who::User((*user).to_owned())),
            Said::SignedOut => visitor_if(config.when_signed_out),
            Said::Busy if self.busy < 3 => return,
            Said::Busy | Said::Nonsense => {
                self.busy = 0;
                self.later.clear();
                self.is_restated(turn);
                let visitor = visitor_if(config.when_token_fails).filter(|_| noted.is_none());
                self.who.take().or(visitor)
            }
        };
        self.lost = who.is_none();
        match who {
            Some(who) => {
                let restated = self.is_restated(turn);
                self.become_known(who, setup, restated, noted);
            }
            None => self.who = None,
        }
    }
}

fn visitor_if(otherwise: Fallback) -> Option<Who> {
    (otherwise == Fallback::Visitor).then_some(Who::Visitor)
}

/// Attributes by their names, each as JSON.
pub(super) fn as_json(settings: &Attributes) -> BTreeMap<String, String> {
    let fields = sent(&Payload::new(settings.clone(), None));
    fields.as_object().unwrap().iter().map(|(name, value)| (name.clone(), value.to_string())).collect()
}
