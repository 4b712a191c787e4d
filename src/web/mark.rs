//! A note for pages to come, in `localStorage`: whose session was the last one in this browser. It is a number that
//! tells users apart and names none; a token never comes here.

use crate::config::AppId;
use crate::error::decimal;
use crate::web::sys::Page;

/// What is noted; `None` where nothing is, and where there is no storage.
pub(super) fn read(page: &Page, app_id: &AppId) -> Option<u32> {
    page.local_storage().ok()??.get_item(&key(app_id)).ok()??.parse().ok()
}

/// Notes it.
pub(super) fn write(page: &Page, app_id: &AppId, mark: Option<u32>) {
    let Ok(Some(storage)) = page.local_storage() else { return };
    // A storage that is full, or that a sandbox denies, costs a precaution and not the session.
    let _ = match mark {
        Some(mark) => storage.set_item(&key(app_id), &decimal(mark.into())),
        None => storage.remove_item(&key(app_id)),
    };
}

fn key(app_id: &AppId) -> String {
    let mut key = String::from("intercom-messenger-loader:");
    key.push_str(app_id.as_str());
    key
}
