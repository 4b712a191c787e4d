//! The question "who is signed in?", as the session keeps it: which one is open, and what was known when it was asked.

use super::{Env, Generation};
use crate::core::last_user::LastUser;
use crate::core::schedule::{MIN_GAP, Millis, minus};

/// The newest question. Answers to older ones are late and change nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Question {
    number: Generation,
    /// It has not been answered.
    open: bool,
    /// The run of script that asked.
    turn: u32,
    /// The note of the last user when it was asked.
    noted: Option<LastUser>,
    /// Another tab has said since that somebody else is signed in.
    doubted: bool,
    /// When it was asked, by the clock that never jumps; `None` before the page's first one.
    asked_at: Option<Millis>,
    /// It went past every cache.
    fresh: bool,
    /// The next one does, and those behind it.
    past_caches: bool,
}

impl Question {
    pub(super) fn is_newest(&self, number: Generation) -> bool {
        self.open && number == self.number
    }

    pub(super) const fn is_open(&self) -> bool {
        self.open
    }

    /// Whether it went past every cache. Only the first question of a page does not.
    pub(super) const fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// Asks anew. Gives the number of the question.
    pub(super) fn ask(&mut self, noted: Option<LastUser>, env: &Env) -> Generation {
        self.number.advance();
        self.fresh = std::mem::replace(&mut self.past_caches, true);
        self.asked_at = Some(env.uptime);
        (self.open, self.turn, self.doubted) = (true, env.turn, false);
        self.noted = noted;
        self.number
    }

    /// Takes what is answered without asking: a token of the page's own.
    pub(super) fn answer_now(&mut self, noted: Option<LastUser>) {
        self.close();
        (self.noted, self.doubted) = (noted, false);
    }

    /// Lets no cache answer from now on.
    pub(super) fn go_past_caches(&mut self) {
        self.past_caches = true;
    }

    /// It has been answered, or nobody waits for an answer.
    pub(super) fn close(&mut self) {
        self.open = false;
    }

    /// Another tab says that somebody else is signed in.
    pub(super) fn doubt(&mut self) {
        self.doubted = true;
    }

    /// Whether its answer holds for a call that is made now: it is still to be sent, or was in the same run of script.
    pub(super) const fn serves(&self, env: &Env) -> bool {
        !self.open || self.turn == env.turn
    }

    /// How long not to ask again yet.
    pub(super) fn gap(&self, env: &Env) -> Millis {
        self.asked_at.map_or(0, |at| minus(MIN_GAP, minus(env.uptime, at)).max(0))
    }

    /// Whether the answer `user_id` may be from before somebody signed in or out, by the note as it stands. `is_shared` says whether every
    /// tab sees that.
    pub(super) fn is_outdated(
        &self,
        user_id: Option<&str>,
        noted: Option<LastUser>,
        is_shared: bool,
    ) -> bool {
        let moved = noted != self.noted;
        match agrees(noted, user_id) {
            false => moved || self.doubted,
            // A note of a tab's own may be old, and where there is no storage nobody is noted in any case.
            true => self.doubted && !is_shared && !(user_id.is_none() && moved),
        }
    }
}

/// Whether the note names this user, or nobody where there is none.
pub(super) fn agrees(noted: Option<LastUser>, user_id: Option<&str>) -> bool {
    match (noted, user_id) {
        (Some(noted), Some(user_id)) => noted.is(user_id),
        (None, None) => true,
        _ => false,
    }
}
