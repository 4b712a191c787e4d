//! A note for pages to come, in `localStorage`: whose session was the last one in this browser. It is a number that
//! tells users apart and names none; a token never comes here.

use crate::config::AppId;
use crate::error::decimal;
use crate::json;
use crate::web::sys;

/// What is noted; `None` where nothing is, and where there is no storage.
pub(super) fn read(app_id: &AppId) -> Option<u32> {
    json::natural(&sys::read_note(&key(app_id)))
}

/// Notes it.
pub(super) fn write(app_id: &AppId, mark: Option<u32>) {
    let note = mark.map_or_else(String::new, |mark| decimal(mark.into()));
    sys::write_note(&key(app_id), &note);
}

fn key(app_id: &AppId) -> String {
    let mut key = String::from("intercom-messenger-loader:");
    key.push_str(app_id.as_str());
    key
}
