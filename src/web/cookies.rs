//! The page's cookies, and the Messenger's among them.

use crate::core::config::AppId;
use crate::core::text::cut;
use crate::web::texts::join;
use crate::web::{dom, global, object};

/// Prefix of the name of the cookie with the device's id.
const DEVICE: &str = "intercom-device-id-";

/// The value of a cookie.
pub(super) fn read(name: &str) -> Option<String> {
    let mut found = None;
    each(&mut |other, value| {
        if other == name && found.is_none() {
            found = Some(value.to_owned());
        }
    });
    found
}

/// Passes `take` the name and the value of each cookie that existed at the call.
#[inline(never)]
pub(super) fn each(take: &mut dyn FnMut(&str, &str)) {
    // A sandboxed frame has no cookies, and throws.
    let text = object::text(&dom::of_document("cookie").unwrap_or_default()).unwrap_or_default();
    let mut rest = Some(text.as_str());
    while let Some(cookies) = rest {
        let (cookie, more) =
            cut(cookies, b';').map_or((cookies, None), |(cookie, more)| (cookie, Some(more)));
        let cookie = cookie.strip_prefix(' ').unwrap_or(cookie);
        let (name, value) = cut(cookie, b'=').unwrap_or((cookie, ""));
        take(name, value);
        rest = more;
    }
}

/// Sets a cookie, with attributes that begin with a semicolon.
pub(super) fn write(name: &str, value: &str, attributes: &str) {
    dom::write_cookie(&join(&[name, "=", value, attributes]));
}

/// The attribute `Domain` of each place where a cookie of this page may be: its host alone, the host with its
/// subdomains, and the parent domains. Browsers ignore the public suffixes among those.
pub(super) fn domains() -> Vec<String> {
    let host = global::address("hostname");
    let mut domains = vec![String::new()];
    let mut rest = Some(host.as_str());
    while let Some(domain) = rest {
        domains.push(join(&["; Domain=", domain]));
        rest = cut(domain, b'.').map(|(_, parent)| parent);
    }
    domains
}

/// Expires a cookie on this host and its parent domains.
pub(super) fn expire(name: &str) {
    for domain in &domains() {
        write(name, "", &join(&["; Path=/; Max-Age=0", domain]));
    }
}

/// Expires the Messenger's cookies on this host and its parent domains: of one workspace, or of every one; the device's
/// id only on request.
pub(super) fn expire_messengers(app_id: Option<&AppId>, device: bool) {
    each(&mut |name, _| {
        let workspace = workspace_of(name).filter(|_| device || !name.starts_with(DEVICE));
        if workspace.is_some_and(|workspace| app_id.is_none_or(|app_id| app_id.as_str() == workspace)) {
            expire(name);
        }
    });
}

/// Workspace of a cookie of the Messenger; `None` for any other cookie.
pub(super) fn workspace_of(name: &str) -> Option<&str> {
    let prefixes = ["intercom-session-", "intercom-id-", DEVICE];
    prefixes.into_iter().find_map(|prefix| name.strip_prefix(prefix))
}

/// Workspaces of the Messenger's cookies.
pub(super) fn workspaces() -> Vec<String> {
    let mut workspaces = Vec::new();
    each(&mut |name, _| workspaces.extend(workspace_of(name).map(str::to_owned)));
    workspaces
}
