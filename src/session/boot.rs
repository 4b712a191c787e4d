//! From the wish to boot to the boot call in the Messenger's queue.

use std::rc::Rc;

use super::state::{Live, State, Step, Subject, Wanted, can_ask};
use super::{Call, Effect, Given, Notice, Now, Session, Ticket, Timer};
use crate::config::{Config, Load, Routes, TokenSource};
use crate::endpoint::Answer;
use crate::error::{Code, Error};

impl Session {
    pub(super) fn on_boot(&mut self, ticket: Ticket, config: Rc<Config>, now: &Now) {
        if let Err(error) = config.check_settings(&config.settings) {
            self.push(Effect::Settle(ticket, Err(error)));
            return;
        }
        match &mut self.state {
            State::Booting { step: Step::Identifying { .. } | Step::Handing { .. }, wanted }
            | State::ShuttingDown { next: Some(wanted), .. }
                if wanted.config == config =>
            {
                wanted.tickets.push(ticket);
            }
            State::Active(live) if live.config == config => self.boot_again(ticket, now),
            State::Booting { wanted, .. } if wanted.config == config => self.boot_again(ticket, now),
            State::Idle => self.begin(Wanted::new(config, vec![ticket], None), now),
            State::Booting { .. } | State::Active(_) | State::ShuttingDown { .. } => {
                self.retire(Some(Wanted::new(config, vec![ticket], None)));
            }
        }
    }

    /// The same options where it is known who it is: a user's session stays, a visitor's is looked into again.
    fn boot_again(&mut self, ticket: Ticket, now: &Now) {
        let (Some(subject), Some(config)) = (self.state.subject(), self.state.config()) else { return };
        if matches!(subject, Subject::Visitor) && can_ask(config) {
            return self.on_refresh(ticket, now);
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
        let decided = match &config.token {
            TokenSource::None => Some(Subject::Visitor),
            _ => wanted.subject.take(),
        };
        // What is decided already loads the script in the same breath, and a preload would only cost a tag.
        let preload = decided.is_none() && wanted.due;
        self.push(Effect::Prepare { config: Rc::clone(&config), preload });
        self.enter(State::Booting { wanted, step: Step::Identifying { attempt: 1, before: None } });
        match (decided, &config.token) {
            (Some(subject), _) => self.identified(subject, now),
            (None, TokenSource::Fixed(secret)) => self.on_token(Answer::Token(secret.clone()), None, now),
            (None, _) => self.ask_again(now),
        }
    }

    /// It is known who it is. The Messenger is told, unless it is not wanted yet.
    pub(super) fn identified(&mut self, subject: Subject, now: &Now) {
        let State::Booting { wanted, step } = &mut self.state else { return };
        if wanted.due {
            return self.hand_over(subject, now);
        }
        let tickets = std::mem::take(&mut wanted.tickets);
        let identity = subject.identity();
        *step = Step::Deferred { subject };
        self.changed = true;
        self.settle(tickets, &Ok(Given::Session(identity)));
        self.push(Effect::Defer { generation: self.generation });
    }

    /// The moment that a deferred boot waited for. A token may have grown old meanwhile.
    pub(super) fn on_due(&mut self, open: bool, now: &Now) {
        let State::Booting { wanted, step } = &mut self.state else { return };
        wanted.due = true;
        if open {
            wanted.calls.push((None, super::MethodCall::show()));
        }
        let Step::Deferred { subject } = step else { return };
        let subject = subject.clone();
        let old = subject.lease().is_some_and(|lease| lease.wait(now.moment()) == 0);
        self.changed = true;
        if old && can_ask(&wanted.config) {
            self.ask_before_due(now);
        } else {
            self.hand_over_unless_ended(subject, &Code::TokenExpired.into(), now);
        }
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
        if subject.token().is_some_and(|token| token.check_expiry(clock).is_err()) {
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
        let mut settings = config.settings.clone();
        settings.merge(std::mem::take(&mut wanted.changes));
        wanted.settings = settings.clone();
        *step = Step::Handing { subject: subject.clone(), attempt: 1 };
        if config.token != TokenSource::None || !config.allow_unsigned_identity {
            self.push(Effect::CleanSettings);
        } else if config.settings.identifies() {
            self.push(Effect::WarnUnsigned);
        }
        self.claim(&config, &subject, told, now);
        // A live Messenger that was shut down a moment ago has no session to end.
        if now.page.occupied && !(now.page.live && self.quiet) {
            self.push(Effect::Call(Call::Shutdown));
        }
        self.quiet = false;
        self.push(Effect::Call(Call::Boot(config.boot_payload(settings, subject.secret()))));
        self.budget.spend(now.uptime);
        self.call_back();
        self.invoke_waiting(now.page.live);
        if now.page.live {
            self.activate(now);
        } else {
            self.push(Effect::LoadWidget { generation: self.generation });
            self.arm(Timer::WidgetTimeout, config.timeout);
        }
    }

    /// The widget is there and has its boot call: the session lives.
    pub(super) fn activate(&mut self, now: &Now) {
        self.invoke_waiting(true);
        match std::mem::take(&mut self.state) {
            State::Booting { wanted, step: Step::Handing { subject, .. } } => {
                let identity = subject.identity();
                let Wanted { config, tickets, settings, changes, .. } = *wanted;
                let (deferred, auto) = (config.load != Load::Now, config.routes == Routes::Auto);
                self.enter(State::Active(Box::new(Live::new(
                    config,
                    subject,
                    settings,
                    now.page.url.clone(),
                ))));
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
                self.change(changes, now);
                self.keep_fresh(now);
            }
            state => self.state = state,
        }
    }

    /// Ends what there is, unless it is ending already, and goes on with `next`.
    pub(super) fn retire(&mut self, next: Option<Box<Wanted>>) {
        let torn_down_already = matches!(self.state, State::ShuttingDown { .. });
        let waiting = self.supersede();
        if torn_down_already {
            self.state = State::ShuttingDown { waiting, next };
        } else {
            self.tear_down(waiting, next);
        }
    }
}
