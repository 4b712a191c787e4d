//! Pages beside this one: other tabs of the site, and later pages in the same browser.

use super::pending_boot::PendingBoot;
use super::question::agrees;
use super::state::{Refresh, State, Step, Subject, can_ask};
use super::{Call, Effect, Env, Identity, Session, SessionEvent, Timer};
use crate::core::config::{AppId, Config};
use crate::core::error::Code;
use crate::core::last_user::LastUser;
use crate::core::schedule::SECOND;
use crate::core::session::teardown::Extent;
use crate::core::tabs::{TabMessage, TabNews};
use crate::core::token::Token;

impl Session {
    /// Records the owner of this browser's session. If it was another user's, the cookies which that one left are
    /// expired, even without a shutdown, and the other tabs are notified unless they know.
    ///
    /// A page that never asks who is signed in records nothing, nor does one that got no answer: it boots a visitor
    /// only where no user is noted.
    pub(super) fn record_owner(
        &mut self,
        config: &Config,
        subject: &Subject,
        tab_news: Option<TabNews>,
        env: &Env,
    ) {
        let is_noted = agrees(self.noted, subject.user_id());
        // One that is left in this host's storage alone says nothing to pages of sibling hosts.
        let is_everywhere = self.noted.is_none() || self.note_is_shared;
        if config.token.is_none() || is_noted && is_everywhere {
            return;
        }
        if self.noted.is_some() && !is_noted {
            self.push(Effect::ExpireCookies { app_id: Some(config.app_id.clone()), device: true });
        }
        let new = || subject.user_id().map(|user_id| LastUser::new(user_id, env.random));
        let note = self.noted.filter(|_| is_noted).or_else(new);
        self.note(config.app_id.clone(), note);
        if let State::Booting { pending, .. } = &mut self.state {
            // A page that removes this note has signed its user out.
            pending.noted = note;
        }
        if is_noted {
            return;
        }
        let news = match tab_news {
            None => TabNews::Switch,
            Some(TabNews::Switch) => TabNews::Dispute,
            Some(TabNews::Dispute | TabNews::Shutdown) => return,
        };
        if config.sync_tabs {
            self.push(Effect::TellTabs(TabMessage { news, app_id: Some(config.app_id.clone()) }));
        }
    }

    /// Notes the owner of this browser's session, for this page and later ones.
    pub(super) fn note(&mut self, app_id: AppId, note: Option<LastUser>) {
        (self.noted, self.note_is_own, self.note_was_shared) = (note, true, false);
        self.push(Effect::Note(app_id, note));
    }

    /// Handles a tab's message: the session was ended, or is another user's now.
    pub(super) fn on_tab(&mut self, message: &TabMessage, env: &Env) {
        let Some(config) = self.state.config() else { return };
        if !config.sync_tabs || !message.concerns(&config.app_id) {
            return;
        }
        match message.news {
            TabNews::Shutdown => {
                // This page has noted its user after the other one removed the note, and before this message came.
                if let Some(app_id) = self.app_id.clone().filter(|_| self.note_is_own && self.noted.is_some())
                {
                    self.note(app_id, None);
                }
                self.end_by_others();
            }
            // The note may be older than the message, as it sometimes is in WebKit, so it is read again.
            _ if self.owner_is_noted() => self.arm(Timer::Note, SECOND),
            news => self.on_switch(news, env),
        }
    }

    /// Compares the note once more after another tab's message.
    pub(super) fn on_note_due(&mut self, env: &Env) {
        if !self.owner_is_noted() {
            self.on_switch(TabNews::Switch, env);
        }
    }

    /// Whether every tab sees a note of the owner of this session, who is then the newest user known in this browser.
    /// A note in a tab's own storage may be older than another tab's message.
    fn owner_is_noted(&self) -> bool {
        self.note_is_shared && agrees(self.noted, self.owner().as_deref())
    }

    /// Ends the session after its user has signed out in another tab.
    pub(super) fn end_by_others(&mut self) {
        if self.is_known_signed_in() {
            self.push(Effect::Notify(SessionEvent::SignedOut));
        }
        if self.extent() == Extent::Questions {
            self.push(Effect::ForgetSettings);
        }
        self.replace_with(None);
    }

    /// Handles another tab's message that another user is signed in, and noted.
    fn on_switch(&mut self, news: TabNews, env: &Env) {
        let Some(config) = self.state.config() else { return };
        if config.token.is_none() {
            return;
        }
        if !can_ask(config) {
            // The page's own token cannot be requested again, and may be another user's.
            return self.end_by_others();
        }
        self.settle_live(env);
        self.forget_statements();
        match &mut self.state {
            State::Booting { pending, step } => {
                pending.tab_news = Some(news);
                if let Step::Identifying { .. } = step {
                    return self.question.doubt();
                }
                self.take_back();
                self.ask_soon(env);
            }
            State::Active(active) => {
                let mut next = PendingBoot::instead(active, None);
                next.tab_news = Some(news);
                self.state = State::Idle;
                self.tear_down(Extent::Session, Vec::new(), Some(next));
            }
            State::ShuttingDown { next: Some(pending), .. } => {
                pending.subject = None;
                pending.tab_news = Some(news);
            }
            State::Idle | State::ShuttingDown { .. } => {}
        }
    }

    /// Handles the page's return to the front. Pages of sibling hosts, which share the Messenger's cookies but not the
    /// channel, may have ended its session since, or begun another one: the note's cookie shows it. Each note causes
    /// one question.
    pub(super) fn on_looked_at(&mut self, env: &Env) -> bool {
        let was_shared = std::mem::replace(&mut self.note_was_shared, self.note_is_shared);
        let State::Active(active) = &self.state else { return false };
        let is_user = active.subject.token().is_some();
        let is_lost = is_user && was_shared && !self.note_is_shared;
        let is_others = self.note_is_shared
            && self.note_looked_at != self.noted
            && !agrees(self.noted, active.subject.user_id());
        if !(is_lost || is_others) || !active.config.sync_tabs || active.config.token.is_none() {
            return false;
        }
        self.note_looked_at = self.noted;
        if can_ask(&active.config) {
            // The same note is no reason to ask again, should the page also have been in the back-forward cache.
            self.noted_when_hidden = self.noted;
            // A visitor's session stays during the question; a user's does not, as that user may have signed out.
            self.ask_whose(is_user, env);
        } else {
            self.end_by_others();
        }
        true
    }

    /// Handles the page's return from the back-forward cache, in which it received no messages. Earlier questions are
    /// dropped.
    pub(super) fn on_restored(&mut self, env: &Env) {
        let Some(config) = self.state.config() else { return };
        if config.token.is_none() {
            return;
        }
        if !can_ask(config) {
            // No token can be requested; a note changed by another page decides.
            let moved = self.noted_when_hidden != self.noted;
            let own = self.noted.is_some() && agrees(self.noted, self.owner().as_deref());
            if moved && !own {
                self.end_by_others();
            }
            return;
        }
        let overtaken = self.noted_when_hidden != self.noted && !agrees(self.noted, self.owner().as_deref());
        self.ask_whose(overtaken, env);
    }

    /// Asks who is signed in, and drops earlier questions. `overtaken`: no session is kept during the question.
    fn ask_whose(&mut self, overtaken: bool, env: &Env) {
        self.question.close();
        self.settle_live(env);
        self.forget_statements();
        if let State::Booting { pending, .. } | State::ShuttingDown { next: Some(pending), .. } =
            &mut self.state
        {
            pending.subject = None;
            // The user of these can no longer be determined.
            let ended = if pending.owner.is_none() { pending.change_owner() } else { Vec::new() };
            self.settle(ended, &Err(Code::UserChanged.into()));
        }
        match &mut self.state {
            State::Booting { .. } => {
                self.take_back();
                self.ask_anew(env);
            }
            State::Active(active) if overtaken => {
                let next = PendingBoot::instead(active, None);
                self.state = State::Idle;
                self.tear_down(Extent::Session, Vec::new(), Some(next));
            }
            State::Active(active) => {
                active.identity_stale = true;
                active.refresh.get_or_insert_with(|| Refresh::new(Vec::new()));
                if !self.question.is_open() {
                    self.ask_anew(env);
                }
            }
            State::Idle | State::ShuttingDown { .. } => {}
        }
    }

    /// Owner of the current or coming session, where that is a known user.
    fn owner(&self) -> Option<String> {
        let pending = match &self.state {
            State::Active(active) => return active.subject.user_id().map(str::to_owned),
            State::Booting { pending, .. } | State::ShuttingDown { next: Some(pending), .. } => pending,
            State::Idle | State::ShuttingDown { .. } => return None,
        };
        match &pending.owner {
            Some(Identity::User { user_id }) => Some(user_id.clone()),
            Some(Identity::Visitor) => None,
            None => self.user_of(&pending.config),
        }
    }

    /// The page's own token.
    pub(super) fn own_token(&self, config: &Config) -> Option<Token> {
        (self.reader)(config.token.jwt()?.clone()).ok()
    }

    /// User of that token.
    pub(super) fn user_of(&self, config: &Config) -> Option<String> {
        self.own_token(config).map(|token| token.user_id().to_owned())
    }

    /// Whether the application knows of a user's session and has not been notified of its end.
    fn is_known_signed_in(&self) -> bool {
        match &self.state {
            State::Active(active) => active.subject.user_id().is_some(),
            State::Booting { pending, .. } | State::ShuttingDown { next: Some(pending), .. } => {
                pending.announced && matches!(pending.owner, Some(Identity::User { .. }))
            }
            State::Idle | State::ShuttingDown { .. } => false,
        }
    }

    /// Activates a session that the Messenger has begun already but not reported yet.
    fn settle_live(&mut self, env: &Env) {
        if env.page.is_widget && matches!(self.state, State::Booting { step: Step::LoadingWidget { .. }, .. })
        {
            self.activate(env);
        }
    }

    /// Withdraws a boot that the Messenger has not run, to ask again who is signed in. A script on its way finds a
    /// shutdown, so that it does not boot by itself.
    fn take_back(&mut self) {
        let State::Booting { pending, step } = &mut self.state else { return };
        let mut before = match step {
            Step::Identifying { before, .. } => before.take(),
            Step::Deferred { subject } => Some(subject.clone()),
            Step::LoadingWidget { .. } => {
                *step = Step::Identifying { attempt: 1, before: None };
                self.generation.advance();
                self.push(Effect::Disarm(Timer::WidgetTimeout));
                self.push(Effect::Disarm(Timer::WidgetRetry));
                self.push(Effect::EmptyQueue);
                self.push(Effect::Call(Call::Shutdown));
                self.changed = true;
                return;
            }
        };
        if before.as_ref().is_some_and(|subject| pending.has_moved(subject.user_id(), self.noted)) {
            // A user who is no longer signed in is not a fallback, even if the note changes again.
            before = None;
            pending.ended_user = matches!(pending.owner, Some(Identity::User { .. }));
        }
        *step = Step::Identifying { attempt: 1, before };
        self.changed = true;
    }
}
