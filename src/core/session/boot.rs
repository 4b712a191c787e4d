//! From a call of `boot` to the boot call in the Messenger's queue.

use std::rc::Rc;

use super::pending_boot::{Change, PendingBoot, Queued};
use super::question::agrees;
use super::state::{ActiveSession, Refresh, State, Step, Subject, can_ask};
use super::{Call, CallValue, Called, Effect, Env, Identity, Session, SessionEvent, Ticket, Timer};
use crate::core::config::{Config, Load, Routes, TokenSource, VisitorOnSignIn};
use crate::core::error::{Code, Error};
use crate::core::last_user::LastUser;
use crate::core::response::Answer;

impl Session {
    pub(super) fn on_boot(&mut self, ticket: Ticket, config: Rc<Config>, called: Option<Called>, env: &Env) {
        if let Err(error) = config.check_settings(&config.settings) {
            self.report(&error);
            self.push(Effect::Settle(ticket, Err(error)));
            return;
        }
        // A note that this page has written since results from earlier calls.
        let noted = called.filter(|_| !self.note_is_own).map_or(self.noted, |called| called.last_user);
        if noted != self.noted {
            // A request sent with the call may be answered with a user who has signed out since.
            self.question.go_past_caches();
            if config.token.jwt().is_some() && !agrees(self.noted, self.user_of(&config).as_deref()) {
                return self.refuse_overtaken(ticket);
            }
        }
        let known = self.state.config().filter(|known| ***known == *config);
        let has_same_token = known.is_some_and(|known| known.token.jwt() == config.token.jwt());
        if known.is_some() && !has_same_token && self.on_newer_token(ticket, &config, env) {
            return;
        }
        match &self.state {
            State::Booting { .. } | State::ShuttingDown { next: Some(_), .. } if has_same_token => {
                self.join(ticket, env);
            }
            State::Active(_) if has_same_token => self.boot_again(ticket, env),
            State::Idle => self.begin(PendingBoot::new(config, ticket, noted), env),
            state => {
                let is_kept = config.visitor_on_sign_in == VisitorOnSignIn::Keep
                    && matches!(state, State::Active(active) if active.config.app_id == config.app_id)
                    && self.has_visitor_session();
                self.flush_for_owner(env);
                let next = PendingBoot::new(config, ticket, noted);
                if is_kept {
                    self.begin_over_visitor(next, env);
                } else {
                    self.replace_with(Some(next));
                }
            }
        }
    }

    /// Refuses a boot with a token of the page's own, when another user has been noted between the call and now. The
    /// session before it would have ended with the call.
    fn refuse_overtaken(&mut self, ticket: Ticket) {
        if !matches!(self.state, State::Idle) {
            self.end_by_others();
        }
        self.reject(ticket, Code::BootSuperseded);
    }

    /// Joins a boot with the same options to the current one. If the answer was requested before this call and names no
    /// user, one may have signed in since.
    fn join(&mut self, ticket: Ticket, env: &Env) {
        let served = self.question.serves(env);
        match &mut self.state {
            State::Booting { step: Step::Deferred { .. }, .. } => self.boot_again(ticket, env),
            State::Booting { pending, step } => {
                let served = match step {
                    Step::Identifying { .. } => served,
                    Step::LoadingWidget { subject, .. } => {
                        subject.token().is_some() || !can_ask(&pending.config)
                    }
                    Step::Deferred { .. } => true,
                };
                pending.join(ticket, served);
            }
            State::ShuttingDown { next: Some(pending), .. } => {
                let served = pending.subject.is_none();
                pending.join(ticket, served);
            }
            State::Idle | State::Active(_) | State::ShuttingDown { .. } => {}
        }
    }

    /// Boots with the same options once the user is known: a user's session stays, a visitor's is checked again.
    fn boot_again(&mut self, ticket: Ticket, env: &Env) {
        let (Some(subject), Some(config)) = (self.state.subject(), self.state.config()) else { return };
        if matches!(subject, Subject::Visitor { .. }) && can_ask(config) {
            let served = self.question.serves(env);
            self.on_refresh(ticket, env);
            match &mut self.state {
                State::Booting { pending, .. } => pending.restated = true,
                State::Active(active) => active.refresh.iter_mut().for_each(|refresh| {
                    if served {
                        refresh.restated = true;
                    } else {
                        refresh.late_restated = true;
                    }
                }),
                State::Idle | State::ShuttingDown { .. } => {}
            }
            return;
        }
        let identity = subject.identity();
        self.push(Effect::Settle(ticket, Ok(CallValue::Session(identity))));
    }

    /// Begins a boot on a page that has no session.
    pub(super) fn begin(&mut self, mut pending: Box<PendingBoot>, env: &Env) {
        self.generation.advance();
        self.last_error = None;
        self.skew = 0;
        let config = Rc::clone(&pending.config);
        self.app_id = Some(config.app_id.clone());
        self.sync_tabs = config.sync_tabs;
        let decided = match &config.token {
            TokenSource::None => Some(Subject::NOBODY),
            _ => pending.subject.take(),
        };
        // A decided boot loads the script at once, and a preload would only cost a tag.
        let preload = decided.is_none() && pending.due;
        let tab_news = pending.tab_news;
        self.push(Effect::Prepare { config: Rc::clone(&config), preload });
        self.enter(State::Booting { pending, step: Step::Identifying { attempt: 1, before: None } });
        match (decided, &config.token) {
            (Some(subject), _) => self.identified(subject, env),
            (None, TokenSource::Fixed(secret)) => {
                self.question.answer_now(self.noted);
                self.on_answer(Answer::Token(secret.clone()), None, env);
            }
            // Other tabs may repeat their message.
            (None, _) if tab_news.is_some() => self.ask_soon(env),
            (None, _) => self.ask_again(env),
        }
    }

    /// Continues with a known user: boots the Messenger, unless it is not wanted yet.
    pub(super) fn identified(&mut self, subject: Subject, env: &Env) {
        self.own(subject.identity());
        let State::Booting { pending, .. } = &self.state else { return };
        if pending.due {
            return self.queue_boot_call(subject, env);
        }
        // The user is known, but the Messenger is not wanted yet.
        let (config, tab_news) = (Rc::clone(&pending.config), pending.tab_news);
        self.record_owner(&config, &subject, tab_news, env);
        let State::Booting { pending, step } = &mut self.state else { return };
        let mut tickets = std::mem::take(&mut pending.tickets);
        if subject.token().is_some() {
            tickets.append(&mut pending.joined);
        }
        let again = !pending.joined.is_empty() || !pending.refreshes.is_empty();
        let identity = subject.identity();
        *step = Step::Deferred { subject };
        pending.announced = true;
        self.changed = true;
        self.settle(tickets, &Ok(CallValue::Session(identity)));
        self.defer();
        if again {
            self.ask_before_due(env);
        }
    }

    /// Waits for the moment that the options name, with a launcher that follows the current attributes.
    pub(super) fn defer(&mut self) {
        let State::Booting { pending, .. } = &self.state else { return };
        let mut look = pending.settings.look();
        look.merge(pending.changes.look());
        self.push(Effect::Defer { generation: self.generation, look });
    }

    /// Makes `identity` the boot's owner. What belonged to another one is dropped, see `pending_boot.rs`.
    pub(super) fn own(&mut self, identity: Identity) {
        let State::Booting { pending, .. } = &mut self.state else { return };
        let restated = pending.is_restated();
        let change = pending.become_of(identity, self.noted);
        if change.is_some() && !restated {
            self.push(Effect::ForgetSettings);
        }
        self.notify_change(change);
    }

    /// Rejects the calls of another user, and reports the sign-out.
    pub(super) fn notify_change(&mut self, change: Option<Change>) {
        let Some(Change { ended, signed_out }) = change else { return };
        self.settle(ended, &Err(Code::UserChanged.into()));
        if signed_out {
            self.push(Effect::Notify(SessionEvent::SignedOut));
        }
    }

    /// Resumes a deferred boot at its moment. Meanwhile the token may have aged, and another user signed in.
    pub(super) fn on_due(&mut self, open: bool, env: &Env) {
        let State::Booting { pending, step } = &mut self.state else { return };
        pending.due = true;
        if open {
            let call = super::MethodCall::show();
            pending.calls.push(Queued::Call { ticket: None, call, of_anybody: true });
        }
        let Step::Deferred { subject } = step else { return };
        let subject = subject.clone();
        let old = subject.lease().is_some_and(|lease| lease.wait(env.moment()) == 0);
        let moved = pending.has_moved(subject.user_id(), self.noted);
        let guessed = matches!(subject, Subject::Visitor { known: false });
        self.changed = true;
        if (old || moved || guessed) && can_ask(&pending.config) {
            self.ask_before_due(env);
        } else if moved {
            self.fail_as_moved(&Code::SignedOut.into());
        } else {
            self.hand_over_unless_ended(subject, &Code::TokenExpired.into(), env);
        }
    }

    /// Ends a deferred boot whose user, by the note, is no longer signed in; the new one cannot be determined.
    fn fail_as_moved(&mut self, error: &Error) {
        if let State::Booting { pending, .. } = &mut self.state {
            pending.ended_user = matches!(pending.owner, Some(Identity::User { .. }));
        }
        self.fail(error);
    }

    /// Asks again who is signed in, with the known user to fall back on.
    pub(super) fn ask_before_due(&mut self, env: &Env) {
        let State::Booting { step, .. } = &mut self.state else { return };
        let Step::Deferred { subject } = step else { return };
        *step = Step::Identifying { attempt: 1, before: Some(subject.clone()) };
        self.changed = true;
        self.ask_again(env);
    }

    /// Resumes a deferred boot after the new question has failed with `error`. The known user stays while the token is
    /// valid.
    pub(super) fn resume_deferred(&mut self, subject: Subject, error: &Error, env: &Env) {
        let State::Booting { pending, step } = &mut self.state else { return };
        if pending.has_moved(subject.user_id(), self.noted) {
            return self.fail_as_moved(error);
        }
        if pending.due {
            return self.hand_over_unless_ended(subject, error, env);
        }
        let tickets = std::mem::take(&mut pending.tickets);
        *step = Step::Deferred { subject };
        self.settle(tickets, &Err(error.clone()));
        self.report(error);
    }

    fn hand_over_unless_ended(&mut self, subject: Subject, error: &Error, env: &Env) {
        let clock = self.server_clock(env);
        let ended = subject.token().is_some_and(|token| token.check_expiry(clock).is_err());
        if ended || is_barred(&subject, self.noted) {
            self.fail(error);
        } else {
            self.queue_boot_call(subject, env);
        }
    }

    /// Queues the boot call, and only then loads the widget: one that loads earlier would boot by itself.
    fn queue_boot_call(&mut self, subject: Subject, env: &Env) {
        let State::Booting { pending, step } = &mut self.state else { return };
        let config = Rc::clone(&pending.config);
        let tab_news = pending.tab_news;
        let changes = std::mem::take(&mut pending.changes);
        pending.settings.merge(changes);
        let settings = pending.settings.clone();
        // In a browser noted as a user's, the visitor's session may have become that user's.
        let over_visitor = pending.over_visitor && self.noted.is_none();
        *step = Step::LoadingWidget { subject: subject.clone(), attempt: 1 };
        if config.token.is_none() && settings.identifies() {
            self.push(Effect::WarnUnsigned);
        }
        self.record_owner(&config, &subject, tab_news, env);
        if !env.page.is_widget {
            self.push(Effect::WithdrawShutdown);
        }
        // A live Messenger that was shut down has no session to end, and another shutdown would delete one that another
        // tab has begun since.
        let has_none = over_visitor || env.page.is_widget && self.messenger_shut_down;
        if env.page.has_session && !has_none {
            self.push(Effect::Call(Call::Shutdown));
        }
        self.messenger_shut_down = false;
        self.live = None;
        self.push(Effect::Call(Call::Ready(self.generation)));
        self.push(Effect::Call(Call::Boot(config.boot_payload(settings, subject.secret()))));
        self.quota.spend(env.uptime);
        self.arm(Timer::Live, config.timeout);
        self.register_callbacks();
        if env.page.is_widget {
            self.activate(env);
        } else {
            self.push(Effect::LoadWidget { generation: self.generation });
            self.arm(Timer::WidgetTimeout, config.timeout);
        }
    }

    /// Activates the session: the widget has loaded and has its boot call.
    pub(super) fn activate(&mut self, env: &Env) {
        let (pending, subject) = match std::mem::take(&mut self.state) {
            State::Booting { pending, step: Step::LoadingWidget { subject, .. } } => (pending, subject),
            state => return self.state = state,
        };
        let identity = subject.identity();
        let PendingBoot {
            config,
            newer,
            mut tickets,
            mut joined,
            refreshes,
            settings,
            changes,
            updates,
            calls,
            ..
        } = *pending;
        let mut asked = refreshes;
        if subject.token().is_some() || !can_ask(&config) {
            tickets.append(&mut joined);
        }
        let restated = !joined.is_empty();
        asked.append(&mut joined);
        let (deferred, auto) = (config.load != Load::Now, config.routes != Routes::Manual);
        let is_unchanged = changes.is_empty();
        let mut active = ActiveSession::new(config, subject, settings, env.page.url.clone());
        active.newer = newer;
        if !asked.is_empty() {
            active.refresh = Some(Refresh { restated, ..Refresh::new(asked) });
        }
        let asks = active.refresh.is_some();
        self.enter(State::Active(Box::new(active)));
        self.push_queued(calls);
        self.push(Effect::Disarm(Timer::WidgetTimeout));
        self.push(Effect::Disarm(Timer::WidgetRetry));
        if deferred {
            self.push(Effect::EndDefer);
        }
        if auto {
            self.push(Effect::WatchRoutes);
        }
        self.settle(tickets, &Ok(CallValue::Session(identity.clone())));
        self.push(Effect::Notify(SessionEvent::Ready(identity)));
        if is_unchanged {
            self.settle(updates, &Ok(CallValue::Nothing));
        } else {
            self.queue_attributes(changes, updates, env);
        }
        if asks {
            self.ask_again(env);
        } else {
            self.schedule_refresh(env);
        }
    }
}

/// Whether a visitor must not be booted: it is not certain that no user is signed in, and the browser has another
/// user's cookies, which a visitor would go on with.
pub(super) const fn is_barred(subject: &Subject, noted: Option<LastUser>) -> bool {
    matches!(subject, Subject::Visitor { known: false }) && noted.is_some()
}
