//! The note of the last user, where pages of this browser find it: in a cookie of the site, and in `localStorage`. A token
//! never comes here.

use std::cell::Cell;

use crate::core::config::AppId;
use crate::core::last_user::LastUser;
use crate::web::sys;

/// What `cookies.js` has before a note that is a cookie's.
const SHARED: char = '=';

/// The notes of this browser.
#[derive(Default)]
pub(super) struct Notes {
    /// What this page would have noted where nothing can be kept. Without it a page there would take its own note for one
    /// that somebody has taken away.
    unkept: Cell<Option<(AppId, LastUser)>>,
}

impl Notes {
    /// What is noted at this moment, `None` where nothing is; and whether every tab sees it so.
    pub(super) fn read(&self, app_id: &AppId) -> (Option<LastUser>, bool) {
        let note = sys::read_note(app_id.as_str());
        let shared = note.strip_prefix(SHARED);
        let kept = LastUser::parse(shared.unwrap_or(&note));
        let unkept = self.unkept.take();
        let own = unkept.as_ref().filter(|(of, _)| of == app_id).map(|(_, note)| *note);
        self.unkept.set(unkept);
        (kept.or(own), shared.is_some())
    }

    /// Notes it.
    pub(super) fn write(&self, app_id: AppId, note: Option<LastUser>) {
        self.unkept.take();
        sys::write_note(app_id.as_str(), &note.map(LastUser::to_text).unwrap_or_default());
        let unkept = note.filter(|_| self.read(&app_id).0 != note).map(|note| (app_id, note));
        self.unkept.set(unkept);
    }

    /// Removes what is noted, of every workspace.
    pub(super) fn forget(&self) {
        self.unkept.take();
        sys::forget_notes();
    }
}
