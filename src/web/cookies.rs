//! The Messenger's cookies, which outlive its session.

use wasm_bindgen::JsCast as _;

use crate::config::{AppId, Config};
use crate::web::sys::{self, CookieJar};

/// What the names of the Messenger's cookies begin with; the workspace's id follows.
const PREFIXES: [&str; 3] = ["intercom-session-", "intercom-id-", "intercom-device-id-"];

/// Another workspace than the page's, of which there is a cookie.
pub(super) fn other_workspace(config: Option<&Config>) -> Option<String> {
    let jar: CookieJar = sys::page()?.document()?.unchecked_into();
    let cookies = jar.cookie().ok()?;
    let mut others = names(&cookies).filter_map(workspace);
    others
        .find(|workspace| config.is_some_and(|config| config.app_id.as_str() != *workspace))
        .map(str::to_owned)
}

/// Expires the Messenger's cookies on this host and its parent domains: of one workspace, or of every.
pub(super) fn expire(app_id: Option<&AppId>) {
    let Some(page) = sys::page() else { return };
    let Some(document) = page.document() else { return };
    let jar: CookieJar = document.unchecked_into();
    // A sandboxed frame has no cookies, and says so by throwing.
    let Ok(cookies) = jar.cookie() else { return };
    let host = page.location().hostname().unwrap_or_default();
    for name in names(&cookies).filter(|name| is_ours(name, app_id)) {
        expire_one(&jar, name, "");
        for domain in domains(&host) {
            expire_one(&jar, name, domain);
        }
    }
}

fn names(cookies: &str) -> impl Iterator<Item = &str> {
    cookies.split(';').filter_map(|cookie| cookie.trim_ascii_start().split('=').next())
}

/// The workspace that a cookie's name ends with; `None` for a cookie that is not the Messenger's.
fn workspace(name: &str) -> Option<&str> {
    PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix))
}

fn is_ours(name: &str, app_id: Option<&AppId>) -> bool {
    workspace(name).is_some_and(|workspace| app_id.is_none_or(|app_id| app_id.as_str() == workspace))
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
