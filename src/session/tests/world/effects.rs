//! What becomes of effects, and what must hold after each of them and after every step.

use std::rc::Rc;

use super::super::page::{Who, who};
use super::super::truth::Source;
use super::{Pending, World};
use crate::config::{AppId, Config};
use crate::refresh::MINUTE;
use crate::session::{Call, Effect, Given, Identity, MethodCall, Outcome, Phase, Ticket, Timer};
use crate::settings::Payload;

impl World {
    pub(super) fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Prepare { config, .. } => {
                self.page.put_stub();
                self.prepared = self.setup(&config);
                self.page.never_asks = self.setups[self.prepared].source == Source::Nothing;
            }
            Effect::RequestToken { generation } => {
                let (setup, wish) = (self.prepared, self.truth.wish());
                let same = |pending: &Pending| matches!(pending, Pending::Token { generation: old, .. } if *old == generation);
                assert!(!self.pending.iter().any(same), "two requests at a time");
                self.pending.push(Pending::Token { generation, setup, wish, asked_as: self.signed_in });
            }
            Effect::LoadWidget { generation, .. } => {
                if self.kind.hasty {
                    self.page.run_script(false);
                }
                self.pending.push(Pending::Widget { generation, wish: self.truth.wish() });
            }
            Effect::RemoveWidget => self.let_go_of_scripts(),
            Effect::CleanSettings | Effect::ForgetSettings => self.page.identifying_settings = false,
            Effect::Call(call) => self.call(&call),
            Effect::Arm { timer, generation, after } => {
                let most = if timer == Timer::Refresh { 2 * 60 * MINUTE } else { 30 * MINUTE };
                assert!((0..=most).contains(&after), "{timer:?} in {after}");
                self.disarm(|old| old == timer);
                self.pending.push(Pending::Timer { generation, wish: self.truth.wish(), timer, after });
            }
            Effect::Disarm(timer) => self.disarm(|old| old == timer),
            Effect::Defer { generation } => self.pending.push(Pending::Due { generation }),
            Effect::EndDefer => self.pending.retain(|pending| !matches!(pending, Pending::Due { .. })),
            Effect::Mark(app_id, mark) => {
                if self.asked_for == app_id.as_str() {
                    self.page.mark = mark;
                }
                self.marks.remove(app_id.as_str());
                self.marks.extend(mark.map(|mark| (app_id.as_str().to_owned(), mark)));
            }
            Effect::Invoke(ticket, call) => self.invoke(ticket, &call),
            Effect::WatchRoutes | Effect::TellTabs(_) => {}
            Effect::CancelAll => {
                self.disarm(|_| true);
                if self.kind.cancels {
                    self.pending.retain(|pending| !matches!(pending, Pending::Token { .. }));
                    self.let_go_of_scripts();
                }
            }
            Effect::EmptyQueue => self.page.empty_queue(),
            Effect::ExpireCookies(app_id) => self.page.expire_cookies(app_id.as_ref().map(AppId::as_str)),
            Effect::Finish(generation) => self.pending.push(Pending::TornDown { generation }),
            Effect::Settle(ticket, result) => self.settle(ticket, result),
            Effect::Notify(_) | Effect::WarnUnsigned => {}
        }
    }

    /// Every call of the Messenger speaks for whom it may speak, and updates keep within Intercom's quota.
    fn call(&mut self, call: &Call) {
        let speaks_for = |payload: &Payload| assert_eq!(Some(&who(payload)), self.truth.who(), "{call:?}");
        match call {
            Call::Boot(payload) => {
                speaks_for(payload);
                self.token = payload.token().cloned();
                self.sent.push(self.uptime);
            }
            Call::Update(payload) => {
                speaks_for(payload);
                assert_eq!(payload.token(), self.token.as_ref());
                self.sent.push(self.uptime);
                let recent = self.sent.iter().filter(|at| self.uptime - **at < 30 * MINUTE).count();
                assert!(recent <= 18, "{recent} updates in half an hour");
            }
            Call::Shutdown | Call::Register(_) => {}
        }
        self.page.call(call);
    }

    /// A method reaches the session of whom it was called for, and is answered by a Messenger that is there.
    fn invoke(&mut self, ticket: Option<Ticket>, call: &MethodCall) {
        assert_eq!(self.page.told().as_ref(), self.truth.who(), "{call:?}");
        assert!(self.page.look().live || !call.method().answers, "{call:?} asks a stub");
        if let Some(ticket) = ticket {
            self.settle(ticket, Ok(Given::Nothing));
        }
    }

    /// A call is settled once, and with no other session than the Messenger was told of.
    fn settle(&mut self, Ticket(ticket): Ticket, result: Outcome) {
        let deferred = self.session.snapshot(&self.now()).phase == Phase::Deferred;
        let told = self.page.told();
        let asked = &mut self.calls[usize::try_from(ticket).unwrap()];
        assert!(asked.result.is_none(), "settled twice: {:?}, {result:?}", asked.result);
        if let Ok(given) = &result {
            assert_eq!(matches!(given, Given::Session(_)), asked.for_session, "{result:?}");
            let said = match given {
                Given::Session(Identity::User { user_id }) => Some(Who::User(user_id.clone())),
                Given::Session(Identity::Visitor) => Some(Who::Visitor),
                Given::Nothing | Given::Value(_) => None,
            };
            let known = if deferred { self.truth.who() } else { told.as_ref() };
            assert!(said.is_none() || said.as_ref() == known, "settled as {said:?}, but told {told:?}");
        }
        asked.result = Some(result);
    }

    pub(super) fn look_around(&mut self) {
        let now = self.now();
        let snapshot = self.session.snapshot(&now);
        if snapshot.app_id.is_none() && self.truth.is_wished() {
            assert!(
                self.truth.is_lost() || self.script_failed || self.outlived,
                "it gave up on {:?}",
                self.truth
            );
            self.truth.forget();
        }
        let told = self.page.told();
        match snapshot.phase {
            Phase::Active => {
                assert!(now.page.live, "there is no Messenger");
                assert_eq!(told.as_ref(), self.truth.who());
            }
            Phase::Booting => {
                let fine = told.is_none() || told == Some(Who::Foreign) || told.as_ref() == self.truth.who();
                assert!(fine, "told {told:?}, which may be {:?}", self.truth.who());
            }
            Phase::Deferred => {
                let fine = told.is_none() || told == Some(Who::Foreign);
                assert!(fine, "told {told:?} before anybody wanted it");
            }
            Phase::Idle if !self.touched => {}
            Phase::Idle | Phase::ShuttingDown => {
                assert!(self.page.is_clean(), "left behind: {:?}", self.page)
            }
        }
        assert_eq!(snapshot.session.is_some(), matches!(snapshot.phase, Phase::Active | Phase::Deferred));
    }

    fn setup(&self, config: &Rc<Config>) -> usize {
        self.setups.iter().position(|setup| setup.config == *config).unwrap()
    }

    fn disarm(&mut self, which: impl Fn(super::Timer) -> bool) {
        let cancels = self.kind.cancels;
        self.pending
            .retain(|pending| !matches!(pending, Pending::Timer { timer, .. } if cancels && which(*timer)));
    }

    /// A script that is taken out of the page runs all the same; only nobody hears of it.
    fn let_go_of_scripts(&mut self) {
        for pending in &mut self.pending {
            if let Pending::Widget { .. } = pending {
                *pending = Pending::Script { of_the_page: false };
            }
        }
    }
}

/// A session is ended in the one order in which nothing can come back.
pub(super) fn check_teardown(effects: &[Effect]) {
    let Some(first) = effects.iter().position(|effect| *effect == Effect::CancelAll) else {
        let ends = |effect: &Effect| matches!(effect, Effect::EmptyQueue | Effect::Finish(_));
        return assert!(!effects.iter().any(ends), "half an end: {effects:?}");
    };
    let in_order = matches!(
        effects.get(first..first + 6),
        Some([
            Effect::CancelAll,
            Effect::EmptyQueue,
            Effect::Call(Call::Shutdown),
            Effect::ForgetSettings,
            Effect::ExpireCookies(_),
            Effect::Finish(_),
        ])
    );
    let after = effects.iter().skip(first + 6);
    assert!(in_order && after.count() <= 1, "out of order: {effects:?}");
}
