//! What becomes of effects, and what must hold after each of them and after every step.

use std::rc::Rc;

use super::super::page::{Who, who};
use super::{Pending, World};
use crate::config::{AppId, Config};
use crate::error::Error;
use crate::refresh::MINUTE;
use crate::session::{Call, Effect, Identity, Phase, Ticket};
use crate::settings::Payload;

impl World {
    pub(super) fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Prepare { config, .. } => {
                self.page.put_stub();
                self.prepared = self.setup(&config);
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
                assert!((0..=30 * MINUTE).contains(&after), "{timer:?} in {after}");
                self.disarm(|old| old == timer);
                self.pending.push(Pending::Timer { generation, wish: self.truth.wish(), timer, after });
            }
            Effect::Disarm(timer) => self.disarm(|old| old == timer),
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
            Call::Shutdown => {}
        }
        self.page.call(call);
    }

    /// A call is settled once, and with no other session than the Messenger was told of.
    fn settle(&mut self, Ticket(ticket): Ticket, result: Result<Option<Identity>, Error>) {
        let told = self.page.told();
        let asked = &mut self.calls[usize::try_from(ticket).unwrap()];
        assert!(asked.result.is_none(), "settled twice: {:?}, {result:?}", asked.result);
        if let Ok(session) = &result {
            assert_eq!(session.is_some(), asked.for_session, "{result:?}");
            let said = session.clone().map(|identity| match identity {
                Identity::User { user_id } => Who::User(user_id),
                Identity::Visitor => Who::Visitor,
            });
            assert!(said.is_none() || said == told, "settled as {said:?}, but told {told:?}");
        }
        asked.result = Some(result);
    }

    pub(super) fn look_around(&mut self) {
        let now = self.now();
        let snapshot = self.session.snapshot(&now);
        if snapshot.app_id.is_none() && self.truth.is_wished() {
            assert!(self.truth.is_lost() || self.script_failed, "it gave up on {:?}", self.truth);
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
            Phase::Idle if !self.touched => {}
            Phase::Idle | Phase::ShuttingDown => {
                assert!(self.page.is_clean(), "left behind: {:?}", self.page)
            }
        }
        assert_eq!(snapshot.session.is_some(), snapshot.phase == Phase::Active);
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
        let ends = |effect: &Effect| {
            matches!(effect, Effect::EmptyQueue | Effect::ExpireCookies(_) | Effect::Finish(_))
        };
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
