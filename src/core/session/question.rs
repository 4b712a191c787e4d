//! The question "who is signed in?": which one is open, and what was known when it was asked.

use super::{Env, Generation};
use crate::core::last_user::LastUser;
use crate::core::schedule::{MIN_GAP, Millis, minus};

/// The newest question. Answers to older ones are late and change nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Question {
    number: Generation,
    /// Whether it is unanswered.
    open: bool,
    /// The run of script that asked.
    turn: u32,
    /// The note of the last user when it was asked.
    noted: Option<LastUser>,
    /// Whether another tab has since reported another user.
    doubted: bool,
    /// Time at which it was asked, by the monotonic clock; `None` before the page's first one.
    asked_at: Option<Millis>,
    /// Whether it bypassed every cache.
    fresh: bool,
    /// Whether the next question and all later ones do.
    past_caches: bool,
}

impl Question {
    pub(super) fn is_newest(&self, number: Generation) -> bool {
        self.open && number == self.number
    }

    pub(super) const fn is_open(&self) -> bool {
        self.open
    }

    /// Whether it bypassed every cache. Only the first question of a page does not.
    pub(super) const fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// Asks anew. Returns the number of the question.
    pub(super) fn ask(&mut self, noted: Option<LastUser>, env: &Env) -> Generation {
        self.number.advance();
        self.fresh = std::mem::replace(&mut self.past_caches, true);
        self.asked_at = Some(env.uptime);
        (self.open, self.turn, self.doubted) = (true, env.turn, false);
        self.noted = noted;
        self.number
    }

    /// Records an answer without a question: a token of the page's own.
    pub(super) fn answer_now(&mut self, noted: Option<LastUser>) {
        self.close();
        (self.noted, self.doubted) = (noted, false);
    }

    /// Makes all later questions bypass caches.
    pub(super) fn go_past_caches(&mut self) {
        self.past_caches = true;
    }

    /// Closes the question: it has been answered, or no call waits for an answer.
    pub(super) fn close(&mut self) {
        self.open = false;
    }

    /// Records another tab's message that another user is signed in.
    pub(super) fn doubt(&mut self) {
        self.doubted = true;
    }

    /// Whether its answer holds for a call made now: the request is unsent, or was made in the same run of script.
    pub(super) const fn serves(&self, env: &Env) -> bool {
        !self.open || self.turn == env.turn
    }

    /// Remaining time before it may be asked again.
    pub(super) fn gap(&self, env: &Env) -> Millis {
        self.asked_at.map_or(0, |at| minus(MIN_GAP, minus(env.uptime, at)).max(0))
    }

    /// Whether the answer `user_id` may be older than a sign-in or sign-out, by the current note. `is_shared`: every
    /// tab sees that note.
    pub(super) fn is_outdated(
        &self,
        user_id: Option<&str>,
        noted: Option<LastUser>,
        is_shared: bool,
    ) -> bool {
        let moved = noted != self.noted;
        match agrees(noted, user_id) {
            false => moved || self.doubted,
            // A tab's own note may be old, and without storage there is no note at all.
            true => self.doubted && !is_shared && !(user_id.is_none() && moved),
        }
    }
}

/// Whether the note names this user, or without a user, is absent.
pub(super) fn agrees(noted: Option<LastUser>, user_id: Option<&str>) -> bool {
    match (noted, user_id) {
        (Some(noted), Some(user_id)) => noted.is(user_id),
        (None, None) => true,
        _ => false,
    }
}
