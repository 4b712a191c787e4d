//! The Messenger's cookies, which outlive its session.

use wasm_bindgen::JsCast as _;

use crate::config::AppId;
use crate::web::sys::{self, CookieJar};

/// What the names of the Messenger's cookies begin with; the workspace's id follows.
const PREFIXES: [&str; 3] = ["intercom-session-", "intercom-id-", "intercom-device-id-"];

/// Expires the Messenger's cookies on this host and its parent domains: of one workspace, or of every.
pub(super) fn expire(app_id: Option<&AppId>) {
    let Some(page) = sys::page() else { return };
    let Some(document) = page.document() else { return };
    let jar: CookieJar = document.unchecked_into();
    // A sandboxed frame has no cookies, and says so by throwing.
    let Ok(cookies) = jar.cookie() else { return };
    let host = page.location().hostname().unwrap_or_default();
    let names = cookies.split(';').filter_map(|cookie| cookie.trim_ascii_start().split('=').next());
    for name in names.filter(|name| is_ours(name, app_id)) {
        expire_one(&jar, name, "");
        for domain in domains(&host) {
            expire_one(&jar, name, domain);
        }
    }
}

fn is_ours(name: &str, app_id: Option<&AppId>) -> bool {
    let workspace = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix));
    workspace.is_some_and(|workspace| app_id.is_none_or(|app_id| app_id.as_str() == workspace))
}

/// `host` and every domain above it. A browser ignores the public suffixes among them.
fn domains(host: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(host), |domain| domain.split_once('.').map(|(_, parent)| parent))
}

fn expire_one(jar: &CookieJar, name: &str, domain: &str) {
    let mut cookie = String::from(name);
    cookie.push_str("=; Path=/; Max-Age=0");
    if !domain.is_empty() {
        cookie.push_str("; Domain=");
        cookie.push_str(domain);
    }
    let _ = jar.set_cookie(&cookie);
}
