//! The note of the last user, kept for later pages. It is in a cookie, which is valid for the whole site as the
//! Messenger's are, and in `localStorage`, for pages that lose one of the two. It contains no token.

use std::cell::Cell;

use crate::core::config::AppId;
use crate::core::last_user::LastUser;
use crate::web::texts::join;
use crate::web::{cells, cookies, global, storage};

/// Prefix of the notes' names: in cookies before a hyphen, in storage before a colon.
const NAME: &str = "intercom-messenger-loader";

/// The lifetime is that of the Messenger's own cookies: 270 days, in seconds.
const ATTRIBUTES: &str = "; Path=/; Max-Age=23328000; SameSite=Lax";

fn cookie_name(app_id: &str) -> String {
    join(&[NAME, "-", app_id])
}

fn storage_key(app_id: &str) -> String {
    join(&[NAME, ":", app_id])
}

/// The notes of this browser.
#[derive(Default)]
pub(super) struct Notes {
    /// The note that this page would have written where nothing can be stored. Without it, such a page would believe
    /// that another tab has removed its note.
    unkept: Cell<Option<(AppId, LastUser)>>,
}

impl Notes {
    /// The current note, and whether every tab sees it: cookies change in every tab at once, storage later than a
    /// message from the tab that changed it.
    pub(super) fn read(&self, app_id: &AppId) -> (Option<LastUser>, bool) {
        let cookie = read_cookie(app_id);
        let is_shared = cookie.is_some();
        let text = cookie.or_else(|| storage::read(&storage_key(app_id.as_str())));
        let kept = text.as_deref().and_then(LastUser::parse);
        let unkept = |unkept: &mut Option<(AppId, LastUser)>| match unkept {
            Some((of, note)) if of == app_id => Some(*note),
            _ => None,
        };
        (kept.or_else(|| cells::with(&self.unkept, unkept)), is_shared)
    }

    /// Writes the note; `None` removes it.
    pub(super) fn write(&self, app_id: AppId, note: Option<LastUser>) {
        self.unkept.take();
        cookies::expire(&cookie_name(app_id.as_str()));
        let key = storage_key(app_id.as_str());
        match note.map(LastUser::to_text) {
            Some(text) => {
                write_cookie(&app_id, &text);
                storage::write(&key, &text);
            }
            None => storage::remove(&key),
        }
        let unkept = note.filter(|_| self.read(&app_id).0 != note).map(|note| (app_id, note));
        self.unkept.set(unkept);
    }

    /// Removes the notes of every workspace.
    pub(super) fn forget(&self) {
        self.unkept.take();
        let prefix = cookie_name("");
        cookies::each(&mut |name, _| {
            if name.starts_with(&prefix) {
                cookies::expire(name);
            }
        });
        storage::remove_all(&storage_key(""));
    }
}

/// Value of the cookie; an empty one is none.
fn read_cookie(app_id: &AppId) -> Option<String> {
    cookies::read(&cookie_name(app_id.as_str())).filter(|note| !note.is_empty())
}

/// Sets the cookie on the widest domain that the browser allows.
fn write_cookie(app_id: &AppId, note: &str) {
    let name = cookie_name(app_id.as_str());
    // An IP address has no parent domains: WebKit would accept `Domain=1` from 127.0.0.1.
    let domains =
        if is_address(&global::address("hostname")) { vec![String::new()] } else { cookies::domains() };
    let secure = if global::address("protocol") == "https:" { "; Secure" } else { "" };
    for domain in domains.iter().rev() {
        cookies::write(&name, note, &join(&[ATTRIBUTES, secure, domain]));
        if read_cookie(app_id).as_deref() == Some(note) {
            return;
        }
    }
}

/// Whether a host is an IPv4 address, whose last label is a number, or an IPv6 address in brackets.
fn is_address(host: &str) -> bool {
    let mut last = host.bytes().rev().take_while(|byte| *byte != b'.').peekable();
    host.ends_with(']') || (last.peek().is_some() && last.all(|byte| byte.is_ascii_digit()))
}
