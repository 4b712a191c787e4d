//! From the wish to boot to the boot call in the Messenger's queue.

use std::rc::Rc;

use super::state::{Live, Renewal, State, Step, Subject, can_ask};
use super::wanted::{Change, Queued, Wanted};
use super::{Call, Effect, Given, Identity, Notice, Now, Session, Ticket, Timer};
use crate::core::config::{Config, Load, Routes, TokenSource};
use crate::core::error::{Code, Error};
use crate::core::last_user::LastUser;
use crate::core::response::Answer;

impl Session {
    pub(super) fn on_boot(&mut self, ticket: Ticket, config: Rc<Config>, now: &Now) {
        if let Err(error) = config.check_settings(&config.settings) {
            self.push(Effect::Settle(ticket, Err(error)));
            return;
        }
        match &self.state {
            State::Booting { wanted, .. } | State::ShuttingDown { next: Some(wanted), .. }
                if wanted.config == config =>
            {
                self.join(ticket, now);
            }
            State::Active(live) if live.config == config => self.boot_again(ticket, now),
            State::Idle => self.begin(Wanted::new(config, ticket, self.noted), now),
            State::Booting { .. } | State::Active(_) | State::ShuttingDown { .. } => {
                self.retire(Some(Wanted::new(config, ticket, self.noted)));
            }
        }
    }

    /// The same options while booting. Where nobody is signed in by an answer that was asked for before this call,
    /// somebody may be by now.
    fn join(&mut self, ticket: Ticket, now: &Now) {
        let served = self.question.serves(now);
        match &mut self.state {
            State::Booting { step: Step::Deferred { .. }, .. } => self.boot_again(ticket, now),
            State::Booting { wanted, step } => {
                let served = match step {
                    Step::Identifying { .. } => served,
                    Step::Handing { subject, .. } => subject.token().is_some() || !can_ask(&wanted.config),
                    Step::Deferred { .. } => true,
                };
                wanted.join(ticket, served);
            }
            State::ShuttingDown { next: Some(wanted), .. } => {
                let served = wanted.subject.is_none();
                wanted.join(ticket, served);
            }
            State::Idle | State::Active(_) | State::ShuttingDown { .. } => {}
        }
    }

    /// The same options where it is known who it is: a user's session stays, a visitor's is looked into again.
    fn boot_again(&mut self, ticket: Ticket, now: &Now) {
        let (Some(subject), Some(config)) = (self.state.subject(), self.state.config()) else { return };
        if matches!(subject, Subject::Visitor { .. }) && can_ask(config) {
            let served = self.question.serves(now);
            self.on_refresh(ticket, now);
            match &mut self.state {
                State::Booting { wanted, .. } => wanted.restated = true,
                State::Active(live) => live.renewal.iter_mut().for_each(|renewal| {
                    if served {
                        renewal.restated = true;
                    } else {
                        renewal.late_restated = true;
                    }
                }),
                State::Idle | State::ShuttingDown { .. } => {}
            }
            return;
        }
        let identity = subject.identity();
        self.push(Effect::Settle(ticket, Ok(Given::Session(identity))));
    }

    /// Begins a boot on a page that has no session.
    pub(super) fn begin(&mut self, mut wanted: Box<Wanted>, now: &Now) {
        self.generation.advance();
        self.last_error = None;
        self.skew = 0;
        let config = Rc::clone(&wanted.config);
        self.app_id = Some(config.app_id.clone());
        self.sync_tabs = config.sync_tabs;
        let decided = match &config.token {
            TokenSource::None => Some(Subject::NOBODY),
            _ => wanted.subject.take(),
        };
        // What is decided already loads the script in the same breath, and a preload would only cost a tag.
        let preload = decided.is_none() && wanted.due;
        let told = wanted.told;
        self.push(Effect::Prepare { config: Rc::clone(&config), preload });
        self.enter(State::Booting { wanted, step: Step::Identifying { attempt: 1, before: None } });
        match (decided, &config.token) {
            (Some(subject), _) => self.identified(subject, now),
            (None, TokenSource::Fixed(secret)) => {
                self.question.answer_now(self.noted);
                self.on_answer(Answer::Token(secret.clone()), None, now);
            }
            // Other tabs may say it again and again.
            (None, _) if told.is_some() => self.ask_soon(now),
            (None, _) => self.ask_again(now),
        }
    }

    /// It is known who it is. The Messenger is told, unless it is not wanted yet.
    pub(super) fn identified(&mut self, subject: Subject, now: &Now) {
        self.own(subject.identity());
        let State::Booting { wanted, .. } = &self.state else { return };
        if wanted.due {
            return self.hand_over(subject, now);
        }
        // Who it is, is known, though nobody wants the Messenger yet.
        let (config, told) = (Rc::clone(&wanted.config), wanted.told);
        self.claim(&config, &subject, told, now);
        let State::Booting { wanted, step } = &mut self.state else { return };
        let mut tickets = std::mem::take(&mut wanted.tickets);
        if subject.token().is_some() {
            tickets.append(&mut wanted.joined);
        }
        let again = !wanted.joined.is_empty() || !wanted.refreshes.is_empty();
        let identity = subject.identity();
        *step = Step::Deferred { subject };
        wanted.announced = true;
        self.changed = true;
        self.settle(tickets, &Ok(Given::Session(identity)));
        self.push(Effect::Defer { generation: self.generation });
        if again {
            self.ask_before_due(now);
        }
    }

    /// Whatever was said for somebody else than `identity` goes, see `wanted.rs`.
    pub(super) fn own(&mut self, identity: Identity) {
        let State::Booting { wanted, .. } = &mut self.state else { return };
        let restated = wanted.is_restated();
        let change = wanted.become_of(identity, self.noted);
        if change.is_some() && !restated {
            self.push(Effect::ForgetSettings);
        }
        self.tell_change(change);
    }

    /// Ends what was somebody else's.
    pub(super) fn tell_change(&mut self, change: Option<Change>) {
        let Some(Change { ended, signed_out }) = change else { return };
        self.settle(ended, &Err(Code::UserChanged.into()));
        if signed_out {
            self.push(Effect::Notify(Notice::SignedOut));
        }
    }

    /// The moment that a deferred boot waited for. A token may have grown old meanwhile, and somebody else signed in.
    pub(super) fn on_due(&mut self, open: bool, now: &Now) {
        let State::Booting { wanted, step } = &mut self.state else { return };
        wanted.due = true;
        if open {
            let call = super::MethodCall::show();
            wanted.calls.push(Queued::Call { ticket: None, call, of_anybody: true });
        }
        let Step::Deferred { subject } = step else { return };
        let subject = subject.clone();
        let old = subject.lease().is_some_and(|lease| lease.wait(now.moment()) == 0);
        let moved = wanted.has_moved(subject.user_id(), self.noted);
        let guessed = matches!(subject, Subject::Visitor { known: false });
        self.changed = true;
        if (old || moved || guessed) && can_ask(&wanted.config) {
            self.ask_before_due(now);
        } else if moved {
            self.fail_as_moved(&Code::SignedOut.into());
        } else {
            self.hand_over_unless_ended(subject, &Code::TokenExpired.into(), now);
        }
    }

    /// Ends a deferred boot that was for somebody who is not any more, by the note; there is no telling who is.
    fn fail_as_moved(&mut self, error: &Error) {
        if let State::Booting { wanted, .. } = &mut self.state {
            wanted.ended_user = matches!(wanted.owner, Some(Identity::User { .. }));
        }
        self.fail(error);
    }

    /// Asks again who it is, though that is known well enough to go back to.
    pub(super) fn ask_before_due(&mut self, now: &Now) {
        let State::Booting { step, .. } = &mut self.state else { return };
        let Step::Deferred { subject } = step else { return };
        *step = Step::Identifying { attempt: 1, before: Some(subject.clone()) };
        self.changed = true;
        self.ask_again(now);
    }

    /// Asking again who it is has failed with `error`. What was known stays, as long as the token does.
    pub(super) fn go_back(&mut self, subject: Subject, error: &Error, now: &Now) {
        let State::Booting { wanted, step } = &mut self.state else { return };
        if wanted.has_moved(subject.user_id(), self.noted) {
            return self.fail_as_moved(error);
        }
        if wanted.due {
            return self.hand_over_unless_ended(subject, error, now);
        }
        let tickets = std::mem::take(&mut wanted.tickets);
        *step = Step::Deferred { subject };
        self.settle(tickets, &Err(error.clone()));
        self.report(error);
    }

    fn hand_over_unless_ended(&mut self, subject: Subject, error: &Error, now: &Now) {
        let clock = self.server_clock(now);
        let ended = subject.token().is_some_and(|token| token.check_expiry(clock).is_err());
        if ended || is_barred(&subject, self.noted) {
            self.fail(error);
        } else {
            self.hand_over(subject, now);
        }
    }

    /// Queues the boot call, and only then lets the widget come: one that arrives earlier would boot by itself.
    fn hand_over(&mut self, subject: Subject, now: &Now) {
        let State::Booting { wanted, step } = &mut self.state else { return };
        let config = Rc::clone(&wanted.config);
        let told = wanted.told;
        let changes = std::mem::take(&mut wanted.changes);
        wanted.settings.merge(changes);
        let settings = wanted.settings.clone();
        *step = Step::Handing { subject: subject.clone(), attempt: 1 };
        if config.token.is_none() && settings.identifies() {
            self.push(Effect::WarnUnsigned);
        }
        self.claim(&config, &subject, told, now);
        if !now.page.live {
            self.push(Effect::WithdrawShutdown);
        }
        // A live Messenger that was shut down has no session to end, and another shutdown would delete what another tab has
        // begun since.
        if now.page.occupied && !(now.page.live && self.quiet) {
            self.push(Effect::Call(Call::Shutdown));
        }
        self.quiet = false;
        self.push(Effect::Call(Call::Boot(config.boot_payload(settings, subject.secret()))));
        self.quota.spend(now.uptime);
        self.call_back();
        if now.page.live {
            self.activate(now);
        } else {
            self.push(Effect::LoadWidget { generation: self.generation });
            self.arm(Timer::WidgetTimeout, config.timeout);
        }
    }

    /// The widget is there and has its boot call: the session lives.
    pub(super) fn activate(&mut self, now: &Now) {
        let (wanted, subject) = match std::mem::take(&mut self.state) {
            State::Booting { wanted, step: Step::Handing { subject, .. } } => (wanted, subject),
            state => return self.state = state,
        };
        let identity = subject.identity();
        let Wanted { config, mut tickets, mut joined, refreshes, settings, changes, updates, calls, .. } =
            *wanted;
        let mut asked = refreshes;
        if subject.token().is_some() || !can_ask(&config) {
            tickets.append(&mut joined);
        }
        let restated = !joined.is_empty();
        asked.append(&mut joined);
        let (deferred, auto) = (config.load != Load::Now, config.routes == Routes::Auto);
        let told = changes.is_empty();
        let mut live = Live::new(config, subject, settings, now.page.url.clone());
        if !asked.is_empty() {
            live.renewal = Some(Renewal { restated, ..Renewal::new(asked) });
        }
        let asks = live.renewal.is_some();
        self.enter(State::Active(Box::new(live)));
        for queued in calls {
            self.push(queued.into_effect());
        }
        self.push(Effect::Disarm(Timer::WidgetTimeout));
        self.push(Effect::Disarm(Timer::WidgetRetry));
        if deferred {
            self.push(Effect::EndDefer);
        }
        if auto {
            self.push(Effect::WatchRoutes);
        }
        self.settle(tickets, &Ok(Given::Session(identity.clone())));
        self.push(Effect::Notify(Notice::Ready(identity)));
        if told {
            self.settle(updates, &Ok(Given::Nothing));
        } else {
            self.change(changes, updates, now);
        }
        if asks {
            self.ask_again(now);
        } else {
            self.keep_fresh(now);
        }
    }
}

/// Whether nobody is to be booted: it is not known that nobody is signed in, and the browser has another user's cookies,
/// which a visitor would go on with.
pub(super) const fn is_barred(subject: &Subject, noted: Option<LastUser>) -> bool {
    matches!(subject, Subject::Visitor { known: false }) && noted.is_some()
}
