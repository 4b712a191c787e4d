//! Events beside the session: in other tabs, in the page's own code, and while the page is away.

use super::super::fake_page::Who;
use super::super::model::Said;
use super::Simulation;
use crate::core::last_user::LastUser;
use crate::core::schedule::MINUTE;
use crate::core::session::{Call, CallValue, Called, Effect, Event, Phase, Resume, Session, Timer};
use crate::core::tabs::{TabMessage, TabNews};

/// Event in another tab of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::core::session::tests) enum Elsewhere {
    Nothing,
    ShutsDown,
    /// It boots as this user, or as a visitor.
    Boots(Option<&'static str>),
}

/// Treatment of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Belief {
    Believed,
    /// A later call came, which it does not serve.
    Superseded,
    /// A user has signed in or out since.
    Outdated,
}

impl Simulation {
    /// Leaves the page, or comes back.
    pub(in crate::core::session::tests) fn show(&mut self, shown: bool) {
        self.hidden = !shown;
        self.step(if shown { Event::PageShown } else { Event::PageHidden });
    }

    /// Leaves the page without an event; the next page knows nothing.
    pub(in crate::core::session::tests) fn reload(&mut self) {
        self.page.reload();
        self.session = Session::new(crate::read::token);
        self.model.forget();
        self.pending.clear();
        self.calls.clear();
        (self.hidden, self.touched, self.cleaned) = (false, false, false);
        (self.brought, self.token, self.sent) = (None, None, Vec::new());
    }

    /// Identifies a user in the page's own `window.intercomSettings`.
    pub(in crate::core::session::tests) fn say_who(&mut self) {
        let phase = self.session.snapshot(&self.now()).phase;
        self.page.identifying_settings |= matches!(phase, Phase::Booting | Phase::Deferred | Phase::Active);
    }

    /// An event in another tab, which sends a message where it can.
    pub(in crate::core::session::tests) fn elsewhere(&mut self, what: Elsewhere) {
        let noted = self.note();
        self.act_elsewhere(what);
        self.hear_of(what, noted != self.note());
    }

    /// The same, where the message comes before this page sees the note that it is about.
    pub(in crate::core::session::tests) fn elsewhere_unseen(&mut self, what: Elsewhere) {
        self.hear_of(what, false);
        self.act_elsewhere(what);
        self.page.overtake(self.queued_in());
    }

    /// Workspace of a boot that is queued.
    fn queued_in(&self) -> Option<String> {
        let queued = self.session.snapshot(&self.now()).phase == Phase::Booting && !self.is_identifying();
        let workspace = self.session.workspace().filter(|_| queued);
        workspace.map(|app_id| app_id.as_str().to_owned())
    }

    /// Handles the message of another tab.
    fn hear_of(&mut self, what: Elsewhere, moved: bool) {
        match what {
            Elsewhere::Nothing => {}
            Elsewhere::ShutsDown => {
                if self.model.is_wished() {
                    self.model.forget();
                }
                self.step(Event::Tab(TabMessage { news: TabNews::Shutdown, app_id: None }));
            }
            Elsewhere::Boots(_) => {
                self.doubt(moved);
                self.step(Event::Tab(TabMessage { news: TabNews::Switch, app_id: None }));
            }
        }
    }

    /// Whoever was known may be somebody else now.
    pub(super) fn doubt(&mut self, moved: bool) {
        if self.is_identifying() {
            self.doubted = true;
        } else {
            let kept =
                self.keeps_what_it_knows(&[Phase::Deferred]) && (!moved || self.model.is_noted(self.note()));
            self.model.ask_again(&self.setups, kept, self.note());
        }
    }

    /// Leaves the page and restores it from the back-forward cache; it receives no messages meanwhile.
    pub(in crate::core::session::tests) fn freeze(&mut self, what: Elsewhere) {
        let noted = self.note();
        self.step(Event::PageHidden);
        self.act_elsewhere(what);
        let moved = noted != self.note();
        let kept = self.keeps_what_it_knows(&[Phase::Deferred, Phase::Active])
            && (!moved || self.model.is_noted(self.note()));
        self.step(Event::PageShown);
        self.model.come_back(&self.setups, kept, moved, self.note());
        self.step(Event::Resume(Resume::Restored));
        self.hidden = false;
    }

    /// On a new page an event occurs in another tab between the call and the moment when the session is loaded, which
    /// then receives one after the other.
    pub(in crate::core::session::tests) fn boot_late(&mut self, index: usize, what: Elsewhere) {
        self.reload();
        let app_id = self.setups[index % self.setups.len()].config.app_id.clone();
        let last_user = self.note_of(&app_id);
        self.act_elsewhere_in(app_id.as_str(), what);
        self.boot_called(index, Some(Called { last_user }));
        self.hear_of(what, last_user != self.note_of(&app_id));
    }

    /// Whether the known user stays during a new question: in these phases, and where the Messenger has run the boot
    /// but not reported it.
    fn keeps_what_it_knows(&self, phases: &[Phase]) -> bool {
        let phase = self.session.snapshot(&self.now()).phase;
        let runs = self.page.is_live() && phases.contains(&Phase::Active);
        // Or a deferred boot with a known user asks again.
        let knows = self.model.who().is_some() && (runs || self.is_identifying());
        phases.contains(&phase) || (phase == Phase::Booting && knows)
    }

    /// Whether the question who is signed in is open, or to be asked.
    fn is_identifying(&self) -> bool {
        let told = self.page.told().filter(|who| *who != Who::Foreign && !self.page.goes_over_visitor);
        self.session.snapshot(&self.now()).phase == Phase::Booting && told.is_none()
    }

    fn act_elsewhere(&mut self, what: Elsewhere) {
        if let Some(app_id) = self.session.workspace().map(|app_id| app_id.as_str().to_owned()) {
            self.act_elsewhere_in(&app_id, what);
        }
    }

    fn act_elsewhere_in(&mut self, app_id: &str, what: Elsewhere) {
        let user = match what {
            Elsewhere::Nothing => return,
            Elsewhere::ShutsDown => None,
            Elsewhere::Boots(user) => user,
        };
        self.page.another_tab(app_id, user);
        self.notes.remove(app_id);
        self.notes.extend(user.map(|user| (app_id.to_owned(), LastUser::new(user, self.turn))));
    }

    /// Loses the notes, as by `localStorage.clear()`.
    pub(in crate::core::session::tests) fn lose_notes(&mut self) {
        self.notes.clear();
        self.page.lose_notes(self.queued_in());
    }

    /// Treatment of an answer. One that is older than the note is not used.
    pub(super) fn is_believed(
        &self,
        event: &Event,
        said: &Said,
        noted: Option<LastUser>,
        fresh: bool,
    ) -> Belief {
        let effects = self.session.clone().handle(event.clone(), &self.now());
        let has = |wanted: fn(&Effect) -> bool| effects.iter().any(wanted);
        let asks = has(|effect| matches!(effect, Effect::RequestToken { .. }));
        let waits = has(|effect| matches!(effect, Effect::Arm { timer: Timer::TokenRetry, .. }));
        let decided = has(|effect| {
            matches!(effect, Effect::Call(Call::Boot(_)) | Effect::Settle(_, Ok(CallValue::Session(_))))
        });
        let note = self.note();
        let agrees = match (said, note) {
            (Said::User(user), Some(note)) => note.is(user),
            (Said::SignedOut, None) => true,
            (Said::User(_) | Said::SignedOut, _) => false,
            (Said::Busy | Said::Nonsense, _) => {
                return if asks { Belief::Superseded } else { Belief::Believed };
            }
        };
        assert!(note == noted || agrees || !decided, "{said:?} is believed, and the note says otherwise");
        let old =
            matches!(event, Event::Token { server_time: Some(time), .. } if self.now().unix - time > MINUTE);
        // Without a note, the other tab's user is not known.
        let identity_stale = self.doubted && note.is_none() && note == noted;
        let outdated = if agrees { identity_stale } else { note != noted || self.doubted };
        if old && !fresh {
            return if outdated { Belief::Outdated } else { Belief::Superseded };
        }
        match (asks || waits, decided) {
            (false, _) | (true, true) => Belief::Believed,
            // An immediate question is caused by a later call, or by the note.
            (true, false) if outdated || waits => Belief::Outdated,
            (true, false) => Belief::Superseded,
        }
    }
}
