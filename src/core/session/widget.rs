//! Results of loading the widget's script, and their effect on a boot.

use super::state::{State, Step};
use super::{Effect, Env, Session, SessionEvent, Timer, WidgetOutcome};
use crate::core::error::Code;
use crate::core::schedule::{self, MAX_ATTEMPTS};

impl Session {
    pub(super) fn on_widget(&mut self, outcome: WidgetOutcome, env: &Env) {
        let State::Booting { step: Step::LoadingWidget { .. }, .. } = &self.state else { return };
        match outcome {
            // Whatever one tag's result: the Messenger is there, and has run its boot.
            _ if env.page.is_widget => self.activate(env),
            WidgetOutcome::Ready => self.activate(env),
            WidgetOutcome::Errored => self.on_widget_errored(Code::WidgetBlocked, env),
            WidgetOutcome::ErroredIsolated => self.on_widget_errored(Code::WidgetBlockedByCoep, env),
            WidgetOutcome::BlockedByCsp => self.give_up(Code::WidgetBlockedByCsp),
            WidgetOutcome::Invalid => self.give_up(Code::WidgetInvalid),
        }
    }

    /// Handles a script that did not load: `code` is for Intercom's own address.
    fn on_widget_errored(&mut self, code: Code, env: &Env) {
        let State::Booting { step: Step::LoadingWidget { attempt, .. }, pending } = &mut self.state else {
            return;
        };
        if self.hidden {
            // Firefox fails the scripts of a page that is being left; if it comes back, they load again.
        } else if *attempt < MAX_ATTEMPTS {
            *attempt = attempt.saturating_add(1);
        } else {
            let is_own = pending.config.widget_url.is_some();
            return self.give_up(if is_own { Code::WidgetUrlFailed } else { code });
        }
        let wait = schedule::backoff(*attempt, env.random, None);
        self.push(Effect::Disarm(Timer::WidgetTimeout));
        self.push(Effect::RemoveWidget);
        self.arm(Timer::WidgetRetry, wait);
    }

    /// Loads the script again after the wait between two attempts.
    pub(super) fn load_again(&mut self) {
        let State::Booting { pending, step: Step::LoadingWidget { .. } } = &self.state else { return };
        let timeout = pending.config.timeout;
        self.push(Effect::LoadWidget { generation: self.generation });
        self.arm(Timer::WidgetTimeout, timeout);
    }

    pub(super) fn on_widget_timeout(&mut self, env: &Env) {
        if env.page.is_widget {
            return self.activate(env);
        }
        if let State::Booting { step: Step::LoadingWidget { .. }, .. } = &self.state {
            // It may still load. A second tag would run it twice, and browsers make one request of both.
            self.fail(&Code::WidgetTimeout.into());
        }
    }

    /// Records whether the Messenger reported in time that its session runs. Nothing waits for it: a Messenger may be
    /// unable to report, and may still do so later.
    pub(super) fn on_live(&mut self, live: bool) {
        if self.live == Some(true) {
            return;
        }
        self.live = Some(live);
        self.changed = true;
        if live {
            self.push(Effect::Notify(SessionEvent::Live));
        }
    }

    /// Fails with `code`. A later boot loads the script again, instead of waiting for the failed one.
    fn give_up(&mut self, code: Code) {
        self.push(Effect::RemoveWidget);
        self.fail(&code.into());
    }
}
