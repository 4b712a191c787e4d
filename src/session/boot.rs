//! From the wish to boot to the boot call in the Messenger's queue.

use std::rc::Rc;

use super::state::{Live, State, Step, Subject, Wanted, can_ask};
use super::{Call, Effect, Notice, Now, Session, Ticket, Timer};
use crate::config::{Config, TokenSource};
use crate::endpoint::Answer;

impl Session {
    pub(super) fn on_boot(&mut self, ticket: Ticket, config: Rc<Config>, now: &Now) {
        if let Err(error) = config.check() {
            self.push(Effect::Settle(ticket, Err(error)));
            return;
        }
        match &mut self.state {
            State::Booting { wanted, .. } | State::ShuttingDown { next: Some(wanted), .. }
                if wanted.config == config =>
            {
                wanted.tickets.push(ticket);
            }
            State::Active(live) if live.config == config => self.boot_again(ticket),
            State::Idle => self.begin(Wanted::new(config, vec![ticket], None), now),
            State::Booting { .. } | State::Active(_) | State::ShuttingDown { .. } => {
                self.replace(Wanted::new(config, vec![ticket], None));
            }
        }
    }

    /// The same options on a live session: a user's stays as it is, a visitor's is looked into again.
    fn boot_again(&mut self, ticket: Ticket) {
        let State::Active(live) = &self.state else { return };
        let visitor = matches!(live.subject, Subject::Visitor);
        if visitor && can_ask(&live.config) {
            self.renew(Some(ticket));
        } else {
            let identity = live.subject.identity();
            self.push(Effect::Settle(ticket, Ok(Some(identity))));
        }
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
        self.push(Effect::Prepare { config: Rc::clone(&config), preload: decided.is_none() });
        self.enter(State::Booting { wanted, step: Step::Identifying { attempt: 1 } });
        match (decided, &config.token) {
            (Some(subject), _) => self.hand_over(subject, now),
            (None, TokenSource::Fixed(secret)) => self.on_token(Answer::Token(secret.clone()), None, now),
            (None, _) => self.push(Effect::RequestToken { generation: self.generation }),
        }
    }

    /// Queues the boot call, and only then lets the widget come: one that arrives earlier would boot by itself.
    pub(super) fn hand_over(&mut self, subject: Subject, now: &Now) {
        let State::Booting { wanted, step } = &mut self.state else { return };
        let config = Rc::clone(&wanted.config);
        *step = Step::Handing { subject: subject.clone(), attempt: 1 };
        if config.token != TokenSource::None || !config.allow_unsigned_identity {
            self.push(Effect::CleanSettings);
        } else if config.settings.identifies() {
            self.push(Effect::WarnUnsigned);
        }
        // A live Messenger that was shut down a moment ago has no session to end.
        if now.page.occupied && !(now.page.live && self.quiet) {
            self.push(Effect::Call(Call::Shutdown));
        }
        self.quiet = false;
        let payload = config.boot_payload(subject.token().map(|token| token.secret().clone()));
        self.push(Effect::Call(Call::Boot(payload)));
        self.budget.spend(now.uptime);
        if now.page.live {
            self.activate(now);
        } else {
            self.push(Effect::LoadWidget { generation: self.generation });
            self.arm(Timer::WidgetTimeout, config.timeout);
        }
    }

    /// The widget is there and has its boot call: the session lives.
    pub(super) fn activate(&mut self, now: &Now) {
        match std::mem::take(&mut self.state) {
            State::Booting { wanted, step: Step::Handing { subject, .. } } => {
                let identity = subject.identity();
                self.enter(State::Active(Box::new(Live {
                    config: wanted.config,
                    subject,
                    renewal: None,
                    told_url: now.page.url.clone(),
                    told_at: None,
                    next_url: None,
                })));
                self.push(Effect::Disarm(Timer::WidgetTimeout));
                self.push(Effect::Disarm(Timer::WidgetRetry));
                self.settle(wanted.tickets, &Ok(Some(identity.clone())));
                self.push(Effect::Notify(Notice::Ready(identity)));
            }
            state => self.state = state,
        }
    }

    /// A boot asked for while another session is there: that one goes first.
    fn replace(&mut self, wanted: Box<Wanted>) {
        let torn_down_already = matches!(self.state, State::ShuttingDown { .. });
        let waiting = self.supersede();
        if torn_down_already {
            self.state = State::ShuttingDown { waiting, next: Some(wanted) };
        } else {
            self.tear_down(waiting, Some(wanted));
        }
    }
}
