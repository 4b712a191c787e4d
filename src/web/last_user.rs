//! The note of the last user, where pages of this browser find it: in a cookie of the site, and in `localStorage`. A token
//! never comes here.

use crate::core::config::AppId;
use crate::core::last_user::LastUser;
use crate::web::sys;

/// What `cookies.js` has before a note that is a cookie's.
const SHARED: char = '=';

/// What is noted at this moment, `None` where nothing is, and where nothing can be kept; and whether every tab sees it so.
pub(super) fn read(app_id: &AppId) -> (Option<LastUser>, bool) {
    let note = sys::read_note(app_id.as_str());
    let shared = note.strip_prefix(SHARED);
    (LastUser::parse(shared.unwrap_or(&note)), shared.is_some())
}

/// Notes it.
pub(super) fn write(app_id: &AppId, note: Option<LastUser>) {
    sys::write_note(app_id.as_str(), &note.map(LastUser::to_text).unwrap_or_default());
}
