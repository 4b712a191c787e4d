//! Pages beside this one: other tabs of the site, and those that come after it in the same browser.

use std::rc::Rc;

use super::state::{State, Subject, Wanted, can_ask};
use super::{Effect, Now, Session};
use crate::config::{Config, TokenSource};
use crate::tabs::{TabMessage, TabNews};

/// A number that tells users apart and does not name them: FNV-1a, 32 bits.
#[must_use]
pub fn mark_of(user_id: &str) -> u32 {
    user_id.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

impl Session {
    /// Notes whose session this browser has from now on. Where it was another's, the cookies which that one left are
    /// expired, whoever forgot to shut it down, and the other tabs are told unless they know.
    ///
    /// A page that never asks who is signed in has nothing to say about it.
    pub(super) fn claim(&mut self, config: &Config, subject: &Subject, told: bool, now: &Now) {
        let mark = subject.token().map(|token| mark_of(token.user_id()));
        if config.token == TokenSource::None || mark == now.page.mark {
            return;
        }
        if now.page.mark.is_some() {
            self.push(Effect::ExpireCookies(Some(config.app_id.clone())));
        }
        self.push(Effect::Mark(config.app_id.clone(), mark));
        if config.sync_tabs && !told {
            let message = TabMessage { news: TabNews::Switch, app_id: Some(config.app_id.clone()) };
            self.push(Effect::TellTabs(message));
        }
    }

    /// Another tab ended the session, or is somebody else's now.
    pub(super) fn on_tab(&mut self, message: &TabMessage) {
        let Some(config) = self.state.config().map(Rc::clone) else { return };
        if !config.sync_tabs || !message.concerns(&config.app_id) {
            return;
        }
        if message.news == TabNews::Shutdown {
            return self.retire(None);
        }
        match &mut self.state {
            _ if config.token == TokenSource::None => {}
            // Whose token it is cannot be asked again, and it may be the other's.
            _ if !can_ask(&config) => self.retire(None),
            State::Booting { wanted, .. } | State::ShuttingDown { next: Some(wanted), .. } => {
                let mut next = Wanted::new(config, std::mem::take(&mut wanted.tickets), None);
                (next.due, next.told) = (wanted.due, true);
                self.retire(Some(next));
            }
            State::Active(live) => {
                let tickets = live.renewal.take().map_or_else(Vec::new, |renewal| renewal.tickets);
                let mut next = Wanted::instead(config, tickets, None);
                next.told = true;
                self.retire(Some(next));
            }
            State::Idle | State::ShuttingDown { .. } => {}
        }
    }
}
