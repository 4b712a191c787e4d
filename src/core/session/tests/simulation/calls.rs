//! Calls of the application, and events that wake a page.

use std::rc::Rc;

use super::super::setups::{Setup, newer};
use super::{For, Pending, Simulation};
use crate::core::attributes::Attributes;
use crate::core::config::TokenSource;
use crate::core::schedule::{MINUTE, SECOND};
use crate::core::session::{Called, Effect, Event, MethodCall, Phase, Resume, Timer};

impl Simulation {
    pub(in crate::core::session::tests) fn boot(&mut self, index: usize) {
        self.boot_called(index, None);
    }

    /// Boots by a call that the session receives later than it was made.
    pub(super) fn boot_called(&mut self, index: usize, called: Option<Called>) {
        let index = index % self.setups.len();
        let setup = self.setups[index].clone();
        self.touched |= setup.config.check().is_ok();
        let now = self.note_of(&setup.config.app_id);
        let note = called.map_or(now, |called| called.last_user);
        let phase = self.session.snapshot(&self.now()).phase;
        let is_settled = matches!(phase, Phase::Deferred | Phase::Active);
        let renews = self.model.wished().is_some_and(|wish| setup.renews(&self.setups[wish]));
        let is_overtaken = note != now && setup.is_overtaken(now);
        let config = Rc::clone(&setup.config);
        self.next_wish = Some(Box::new(move |simulation| {
            simulation.model.boot(index, &simulation.setups, note, simulation.turn, is_settled);
            if is_overtaken {
                simulation.model.forget();
            }
            simulation.bring(&setup, renews);
        }));
        let ticket = self.ask(For::Boot);
        let before = (self.page.told(), self.sent.len());
        self.step(Event::Boot { ticket, config, called });
        if renews && !is_overtaken {
            assert_eq!(
                (self.page.told(), self.sent.len()),
                before,
                "a newer token costs a call, or the session"
            );
        }
    }

    /// Passes a boot's token, which is another one of the same user where it `renews`.
    fn bring(&mut self, setup: &Setup, renews: bool) {
        if let (true, TokenSource::Fixed(token)) = (renews, &setup.config.token) {
            let is_newer = [newer("ada"), newer("bob")].contains(token);
            self.brought = is_newer.then(|| token.clone()).or_else(|| self.brought.take());
        } else if setup.config.check().is_ok() {
            self.brought = None;
        }
    }

    pub(in crate::core::session::tests) fn shutdown(&mut self) {
        self.touched = true;
        self.next_wish = Some(Box::new(|simulation| simulation.model.forget()));
        let ticket = self.ask(For::Nothing);
        self.step(Event::Shutdown { ticket });
    }

    /// Ends the session on this page alone.
    pub(in crate::core::session::tests) fn leave(&mut self) {
        self.next_wish = Some(Box::new(|simulation| simulation.model.forget()));
        let ticket = self.ask(For::Nothing);
        self.step(Event::Leave { ticket });
    }

    pub(in crate::core::session::tests) fn refresh(&mut self) {
        self.model.refresh(&self.setups, self.turn);
        let ticket = self.ask(For::Refresh);
        self.step(Event::Refresh { ticket });
    }

    pub(in crate::core::session::tests) fn route(&mut self, path: u8) {
        let ticket = self.ask(For::Nothing);
        self.step(Event::Route { ticket: Some(ticket), url: format!("https://example.com/{path}") });
    }

    pub(in crate::core::session::tests) fn update(&mut self, plan: u8) {
        let settings = if plan == 0 {
            Attributes::new()
        } else if plan < 40 {
            Attributes::new().with("hide_default_launcher", plan < 20)
        } else {
            Attributes::new().with("plan", i64::from(plan))
        };
        let phase = self.session.snapshot(&self.now()).phase;
        self.model.update(&settings, phase == Phase::Active);
        let ticket = self.ask(For::Nothing);
        let says = !settings.is_empty() && phase == Phase::Active && !self.model.is_said_for_the_next();
        self.step(Event::Update { ticket, settings });
        if says {
            let recent = self.sent.iter().filter(|at| self.uptime - **at < 30 * MINUTE).count();
            let soon = |pending: &Pending| matches!(pending, Pending::Timer { timer: Timer::Update, after, .. } if *after <= SECOND);
            assert!(recent >= 18 || self.pending.iter().any(soon), "attributes wait, {recent} are sent");
        }
    }

    pub(in crate::core::session::tests) fn method(&mut self, method: &str) {
        let phase = self.session.snapshot(&self.now()).phase;
        let is_next = phase == Phase::Active && self.model.is_said_for_the_next();
        let ticket = self.ask(For::Nothing);
        let call = MethodCall::new(method, Vec::new()).unwrap();
        if is_next || (phase == Phase::Deferred && call.method().opens) {
            self.calls.last_mut().unwrap().changes = None;
        }
        // It may end the wait of a deferred boot.
        self.outlived = true;
        self.step(Event::Call { ticket, call });
        self.outlived = false;
    }

    pub(in crate::core::session::tests) fn wake(&mut self, wake: Resume) {
        let phase = self.session.snapshot(&self.now()).phase;
        if wake == Resume::Focused && phase == Phase::Active && !self.model.is_noted(self.note()) {
            // A page of a sibling host has signed a user in or out, which causes one question.
            let effects = self.session.clone().handle(Event::Resume(wake), &self.now());
            let ends = effects.contains(&Effect::CancelAll);
            if ends || effects.iter().any(|effect| matches!(effect, Effect::RequestToken { .. })) {
                self.model.come_back(&self.setups, !ends, true, self.note());
            }
        }
        self.step(Event::Resume(wake));
    }
}
