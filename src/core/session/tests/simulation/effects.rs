//! Handling of effects, and assertions after each of them and after every step.

use std::rc::Rc;

use super::super::fake_page::{Who, who};
use super::super::model::as_json;
use super::super::setups::Source;
use super::super::user_in;
use super::{For, Pending, Simulation};
use crate::core::attributes::Payload;
use crate::core::config::{AppId, Config, Load, RefreshWith, VisitorOnSignIn};
use crate::core::schedule::MINUTE;
use crate::core::session::{
    Call, CallResult, CallValue, Effect, Generation, Identity, MethodCall, Phase, Ticket, Timer,
};

impl Simulation {
    /// Carries them out in order. Updates that an ending session still sends belong to the application's old request.
    pub(super) fn carry_out_all(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if !matches!(effect, Effect::Call(Call::Update(_)) | Effect::Settle(_, Ok(_))) {
                self.turn_to_next_wish();
            }
            self.carry_out(effect);
        }
        self.turn_to_next_wish();
    }

    fn turn_to_next_wish(&mut self) {
        if let Some(turn) = self.next_wish.take() {
            turn(self);
        }
    }

    pub(super) fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Prepare { config, .. } => {
                self.page.put_stub();
                self.prepared = self.setup(&config);
                self.page.goes_over_visitor = config.visitor_on_sign_in == VisitorOnSignIn::Keep
                    && self.page.is_live()
                    && self.page.told() == Some(Who::Visitor);
                self.page.keeps_visitor = config.visitor_on_sign_in == VisitorOnSignIn::Keep;
                self.page.never_asks = self.setups[self.prepared].source == Source::Nothing;
            }
            Effect::RequestToken { question, fresh } => {
                (self.newest, self.doubted) = (question, false);
                let (setup, wish) = (self.prepared, self.model.wish());
                if self.kind.cancels {
                    self.pending.retain(|pending| !matches!(pending, Pending::Token { .. }));
                }
                let (asked_as, turn, noted) = (self.signed_in, self.turn, self.note());
                self.pending.push(Pending::Token { question, setup, wish, asked_as, turn, noted, fresh });
            }
            Effect::LoadWidget { generation, .. } => {
                if self.kind.hasty {
                    self.page.run_script(false);
                }
                self.pending.push(Pending::Widget { generation, wish: self.model.wish() });
            }
            Effect::RemoveWidget => self.let_go_of_scripts(),
            Effect::ForgetSettings => self.page.identifying_settings = false,
            Effect::Call(call) => self.call(&call),
            Effect::Arm { timer, generation, after } => {
                let most = if timer == Timer::Refresh { 2 * 60 * MINUTE } else { 30 * MINUTE };
                assert!((0..=most).contains(&after), "{timer:?} in {after}");
                self.disarm(|old| old == timer);
                self.pending.push(Pending::Timer { generation, wish: self.model.wish(), timer, after });
            }
            Effect::Disarm(timer) => self.disarm(|old| old == timer),
            Effect::Defer { generation, .. } => {
                self.pending.retain(|pending| !matches!(pending, Pending::Due { .. }));
                self.pending.push(Pending::Due { generation });
            }
            Effect::EndDefer => self.pending.retain(|pending| !matches!(pending, Pending::Due { .. })),
            Effect::Note(app_id, note) => {
                self.notes.remove(app_id.as_str());
                self.notes.extend(note.map(|note| (app_id.as_str().to_owned(), note)));
            }
            Effect::ForgetNotes => self.notes.clear(),
            Effect::Invoke(ticket, call) => self.invoke(ticket, &call),
            Effect::WatchRoutes | Effect::TellTabs(_) => {}
            Effect::CancelAll => {
                self.cleaned = false;
                (self.asked_live, self.is_live) = (None, false);
                // No call waits for earlier questions any more.
                self.newest = Generation::default();
                self.disarm(|_| true);
                if self.kind.cancels {
                    self.pending.retain(|pending| !matches!(pending, Pending::Token { .. }));
                    self.let_go_of_scripts();
                }
            }
            Effect::EmptyQueue => self.page.empty_queue(),
            Effect::WithdrawShutdown => self.page.withdraw_shutdown(),
            Effect::ExpireCookies { app_id, .. } => {
                let noted = app_id.as_ref().is_some_and(|app_id| self.note_of(app_id).is_some());
                assert!(self.may_expire || noted, "it deletes cookies that are not its own");
                self.cleaned = true;
                self.page.expire_cookies(app_id.as_ref().map(AppId::as_str));
            }
            Effect::Finish(generation) => self.pending.push(Pending::TornDown { generation }),
            Effect::Settle(ticket, result) => self.settle(ticket, result),
            Effect::Notify(_) | Effect::WarnUnsigned => {}
        }
    }

    /// Asserts that every call of the Messenger is for its permitted owner, and that updates keep within Intercom's
    /// quota.
    fn call(&mut self, call: &Call) {
        let speaks_for = |payload: &Payload| {
            assert_eq!(Some(&who(payload)), self.model.who(), "{call:?}");
            let mut said = as_json(payload.settings());
            said.retain(|name, _| !["app_id", "api_base", "last_request_at"].contains(&name.as_str()));
            for (name, value) in &said {
                assert_eq!(self.model.attributes().get(name), Some(value), "{name} in {call:?}");
            }
            said
        };
        match call {
            Call::Boot(payload) => {
                let said = speaks_for(payload);
                let looks = |(name, _): &(&String, &String)| {
                    ["alignment", "hide_default_launcher"].contains(&name.as_str())
                };
                let unsaid =
                    self.model.attributes().iter().filter(looks).find(|(name, _)| !said.contains_key(*name));
                assert_eq!(unsaid, None, "how it looks is forgotten: {call:?}");
                self.token = payload.token().cloned();
                assert!(self.brought.is_none() || self.brought == self.token, "an older token is told");
                self.sent.push(self.uptime);
            }
            Call::Update(payload) => {
                let said = speaks_for(payload);
                if self.refreshes_with_update() {
                    self.token = payload.token().cloned();
                }
                self.token = self.brought.take().or_else(|| self.token.take());
                assert_eq!(payload.token(), self.token.as_ref());
                self.sent.push(self.uptime);
                let recent = self.sent.iter().filter(|at| self.uptime - **at < 30 * MINUTE).count();
                // Two updates are reserved for tokens, and six of the others for attributes.
                let most = if said.is_empty() { 12 } else { 18 };
                let most = if self.refreshes_with_update() { usize::MAX } else { most };
                assert!(recent <= most, "{recent} updates in half an hour: {call:?}");
            }
            Call::Shutdown => self.brought = None,
            Call::Ready(generation) => {
                (self.asked_live, self.is_live) = (Some(*generation), false);
                self.pending.push(Pending::Live { generation: *generation });
            }
            Call::Register(_) => {}
        }
        self.page.call(call);
    }

    /// Asserts that a method reaches the session of its user, and that a loaded Messenger returns its value.
    fn invoke(&mut self, ticket: Option<Ticket>, call: &MethodCall) {
        assert_eq!(self.page.told().as_ref(), self.model.owner(), "{call:?}");
        assert!(self.page.is_live(), "{call:?} is left to a stub");
        if let Some(ticket) = ticket {
            let asked = &self.calls[usize::try_from(ticket.0).unwrap()];
            let changes = self.model.changes();
            assert_eq!(asked.changes.unwrap_or(changes), changes, "{call:?} was for somebody else");
            self.settle(ticket, Ok(CallValue::Nothing));
        }
    }

    /// Asserts that a call is settled once, and only with the session that the Messenger has.
    fn settle(&mut self, Ticket(ticket): Ticket, result: CallResult) {
        let told = self.page.told();
        let deferred =
            self.setups[self.prepared].config.load != Load::Now && matches!(told, None | Some(Who::Foreign));
        let asked = &mut self.calls[usize::try_from(ticket).unwrap()];
        assert!(asked.result.is_none(), "settled twice: {:?}, {result:?}", asked.result);
        if let Ok(given) = &result {
            assert_eq!(matches!(given, CallValue::Session(_)), asked.what != For::Nothing, "{result:?}");
            let asks = !matches!(self.setups[self.prepared].source, Source::Nothing | Source::Fixed(_));
            let older = asks && self.answered < asked.turn;
            let visitor = *given == CallValue::Session(Identity::Visitor);
            assert!(!(older && visitor), "an older question makes a visitor of whoever called");
            assert!(
                !(older && asked.what == For::Refresh),
                "an older question's token is given for a new one"
            );
            let said = match given {
                CallValue::Session(Identity::User { user_id }) => Some(Who::User(user_id.clone())),
                CallValue::Session(Identity::Visitor) => Some(Who::Visitor),
                CallValue::Nothing | CallValue::Value(_) => None,
            };
            let known = if deferred { self.model.who() } else { told.as_ref() };
            assert!(said.is_none() || said.as_ref() == known, "settled as {said:?}, but told {told:?}");
        }
        asked.result = Some(result);
    }

    pub(super) fn look_around(&mut self) {
        let now = self.now();
        let snapshot = self.session.snapshot(&now);
        if snapshot.app_id.is_none() && self.model.is_wished() {
            assert!(
                self.model.is_lost() || self.script_failed || self.outlived,
                "it gave up on {:?}",
                self.model
            );
            self.model.forget();
        }
        assert!(snapshot.live != Some(true) || self.is_live, "an old session's word is taken");
        let told = self.page.told();
        match snapshot.phase {
            Phase::Active => {
                assert!(now.page.is_widget, "there is no Messenger");
                assert_eq!(told.as_ref(), self.model.who());
            }
            Phase::Booting => {
                let kept = told == Some(Who::Visitor) && self.page.goes_over_visitor;
                let fine =
                    told.is_none() || told == Some(Who::Foreign) || kept || told.as_ref() == self.model.who();
                assert!(fine, "told {told:?}, which may be {:?}", self.model.who());
            }
            Phase::Deferred => {
                let fine = told.is_none() || told == Some(Who::Foreign);
                assert!(fine, "told {told:?} before anybody wanted it");
            }
            Phase::Idle if !self.touched => {}
            Phase::Idle | Phase::ShuttingDown if self.cleaned => {
                assert!(self.page.is_clean(), "left behind: {:?}", self.page)
            }
            Phase::Idle | Phase::ShuttingDown => {
                assert!(self.page.has_nothing_of_ours(), "left behind: {:?}", self.page)
            }
        }
        assert_eq!(snapshot.session.is_some(), matches!(snapshot.phase, Phase::Active | Phase::Deferred));
    }

    fn setup(&self, config: &Rc<Config>) -> usize {
        self.setups.iter().position(|setup| Rc::ptr_eq(&setup.config, config)).unwrap()
    }

    /// Whether an update of this session may carry a new token.
    fn refreshes_with_update(&self) -> bool {
        self.setups[self.prepared].config.refresh_with == RefreshWith::Update
    }

    fn disarm(&mut self, which: impl Fn(super::Timer) -> bool) {
        let cancels = self.kind.cancels;
        self.pending
            .retain(|pending| !matches!(pending, Pending::Timer { timer, .. } if cancels && which(*timer)));
    }

    /// Releases the scripts: one that is removed from the page runs all the same, without a listener.
    fn let_go_of_scripts(&mut self) {
        for pending in &mut self.pending {
            if let Pending::Widget { .. } = pending {
                *pending = Pending::Script { of_the_page: false };
            }
        }
    }
}

/// Asserts that a session is ended in the one order in which nothing can come back, and that nothing else is ended.
pub(super) fn check_teardown(effects: &[Effect]) {
    let Some(first) = effects.iter().position(|effect| *effect == Effect::CancelAll) else {
        let ends = effects.iter().any(|effect| matches!(effect, Effect::Finish(_)));
        return assert!(!ends, "half an end: {effects:?}");
    };
    if effects.get(first + 1).is_some_and(|effect| matches!(effect, Effect::Prepare { .. })) {
        // A boot goes over a visitor's session.
        return;
    }
    let rest: Vec<_> =
        effects.iter().skip(first + 1).filter(|effect| !matches!(effect, Effect::Notify(_))).collect();
    let fine = matches!(
        rest.as_slice(),
        [Effect::Finish(_)]
            | [Effect::EmptyQueue, Effect::Call(Call::Shutdown), Effect::Finish(_)]
            | [
                Effect::EmptyQueue,
                Effect::Call(Call::Shutdown),
                Effect::ForgetSettings,
                Effect::ExpireCookies { .. },
                Effect::Finish(_),
            ]
    );
    assert!(fine, "out of order: {effects:?}");
}

/// User that a boot call names.
pub(super) fn user_booted(effect: &Effect) -> Option<String> {
    match effect {
        Effect::Call(Call::Boot(payload)) => user_in(payload),
        _ => None,
    }
}
