//! The widget's script: preloaded, inserted once, watched to its end, and adopted where it is already on the page.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::core::config::Config;
use crate::core::schedule::Millis;
use crate::core::session::{Event, Generation, WidgetOutcome};
use crate::web::cells;
use crate::web::dom::{self, Listener};
use crate::web::object::{self, Arg::Js, Arg::Text};
use crate::web::page_events::report;
use crate::web::texts::join;
use crate::web::timers::Timeout;
use crate::web::{csp, global, intercom_global, widget_tags};

/// Name of the Trusted Types policy that a page must allow.
const POLICY: &str = "intercom-messenger-loader";

/// Time limit for a script that was already on the page: it may have failed before, and fires no further event.
const GRACE: Millis = 3_000;

/// Maximum delay of a Content-Security-Policy violation after its script failed.
const VIOLATION_LAG: Millis = 50;

/// The page's one script, shared by all boots.
#[derive(Default)]
pub(super) struct Script {
    tag: Cell<Option<Tag>>,
    /// The boot that waits for its end.
    asked_by: Cell<Option<Generation>>,
    /// Whether this loader brings the script: the stub is its own, and no other code is about to insert one for it.
    is_ours: Cell<bool>,
    /// Whether a preloaded script failed.
    preload_failed: Cell<bool>,
    /// The Trusted Types policy, created once: a page may forbid a second one of that name.
    policy: Cell<Option<JsValue>>,
    /// Timer that checks the script again.
    check: Cell<Option<Timeout>>,
    page_load: Cell<Option<Listener>>,
}

struct Tag {
    element: JsValue,
    /// Whether it was already on the page, and may have ended before it was watched.
    found: bool,
    _events: [Option<Listener>; 2],
}

impl Script {
    /// Records that the stub at `window.Intercom` is this loader's, which then inserts the script without waiting for
    /// other code.
    pub(super) fn claim(&self) {
        self.is_ours.set(true);
    }

    /// Lets the browser fetch the script during the token request.
    pub(super) fn preload(&self, config: &Config) {
        let url = config.widget_url();
        // A link that `preloadTags` wrote into the head, or that an older boot left, is sufficient.
        let is_known = !self.element().is_undefined()
            || !widget_tags::find(&url).is_undefined()
            || intercom_global::is_widget()
            || preloads().contains(&url);
        if !is_known {
            let link = dom::link("preload", &url);
            object::set_text(&link, "as", "script");
            object::set_text(&link, "nonce", nonce(config));
            dom::append_to_head(&link);
        }
    }

    /// Inserts the script for a boot, or waits for the one that is loading.
    pub(super) fn load(self: &Rc<Self>, generation: Generation, config: &Rc<Config>) {
        self.asked_by.set(Some(generation));
        if intercom_global::is_widget() {
            return self.finish(WidgetOutcome::Ready);
        }
        let url = config.widget_url();
        // A script from another address is not waited for.
        if widget_tags::serves(&widget_tags::address(&self.element()), &url) {
            return;
        }
        let found = widget_tags::find(&url);
        if !found.is_undefined() {
            self.watch(found, true);
            return self.later(GRACE, Self::check_again);
        }
        if self.is_ours.get() || dom::is_complete() {
            return self.insert(&url, nonce(config));
        }
        // Another code's stub without a script is the classic snippet's, which inserts one when the page has loaded.
        let (script, config) = (Rc::clone(self), Rc::clone(config));
        let loaded = dom::function(move |_| {
            let config = Rc::clone(&config);
            // Deferred: the snippet may have added its listener later.
            script.later(0, move |script| {
                script.claim();
                if script.asked_by.get() == Some(generation) {
                    script.load(generation, &config);
                }
            });
        });
        self.page_load.set(Listener::new(&global::window(), "load", &loaded));
    }

    /// Removes the script from the page; one that is still loading runs all the same.
    pub(super) fn remove(&self, config: &Config) {
        if intercom_global::is_widget() {
            return;
        }
        let own = self.element();
        let element = if own.is_undefined() { widget_tags::find(&config.widget_url()) } else { own };
        self.drop_tag();
        dom::remove(&element);
    }

    /// Stops reporting to the boot that asked. The script continues loading, for the next one.
    pub(super) fn let_go(&self) {
        self.asked_by.set(None);
        drop(self.check.take());
        drop(self.page_load.take());
        // One that was found is searched for again, with a new time limit.
        let tag = self.tag.take();
        self.tag.set(tag.filter(|tag| !tag.found));
    }

    fn insert(self: &Rc<Self>, url: &str, nonce: &str) {
        csp::expect("");
        // A check of a script that failed when no boot waited does not concern this one.
        drop(self.check.take());
        let element = dom::create("script");
        object::set(&element, "async", &JsValue::TRUE);
        if !nonce.is_empty() {
            object::set_text(&element, "nonce", nonce);
        }
        if element.is_undefined() {
            return self.finish(WidgetOutcome::Errored);
        }
        if !self.set_address(&element, url) {
            return self.finish(WidgetOutcome::BlockedByCsp);
        }
        csp::expect(&widget_tags::address(&element));
        if !self.watch(element.clone(), false) || !dom::append_to_head(&element) {
            self.finish(WidgetOutcome::Errored);
        }
    }

    /// Sets the script's address. WebKit remembers a failed preload for as long as the page lives, and fails every
    /// script of the same address without a request; the address is then changed. `false` where the page's policy
    /// refuses it.
    fn set_address(&self, element: &JsValue, url: &str) -> bool {
        let query = match (self.preload_failed.get(), url.bytes().any(|byte| byte == b'?')) {
            (false, _) => "",
            (true, false) => "?again",
            (true, true) => "&again",
        };
        let url = join(&[url, query]);
        // Under Trusted Types a policy is needed to make a script's address of a text.
        let policy = self.policy.take().unwrap_or_else(create_policy);
        self.policy.set(Some(policy.clone()).filter(|policy| !policy.is_undefined()));
        let trusted = if policy.is_undefined() {
            Ok(url.into())
        } else {
            object::try_call(&policy, "createScriptURL", &[Text(&url)])
        };
        trusted.is_ok_and(|url| object::try_set(element, "src", &url))
    }

    /// Watches the script to its end; `false` where the page threw.
    fn watch(self: &Rc<Self>, element: JsValue, found: bool) -> bool {
        drop(self.tag.take());
        let script = Rc::clone(self);
        let ended = dom::function(move |event| {
            if object::get(&event, "type") == "load" {
                let is_widget = intercom_global::is_widget();
                script.finish(if is_widget { WidgetOutcome::Ready } else { WidgetOutcome::Invalid });
            } else {
                script.preload_failed.set(script.preload_failed.get() || !preloads().is_empty());
                script.drop_tag();
                script.later(VIOLATION_LAG, Self::check_again);
            }
        });
        let events = ["load", "error"].map(|kind| Listener::new(&element, kind, &ended));
        let is_watched = events.iter().all(Option::is_some);
        if is_watched {
            self.tag.set(Some(Tag { element, found, _events: events }));
        }
        is_watched
    }

    /// Handles an error, or the end of the time limit of a script that was already on the page.
    fn check_again(self: &Rc<Self>) {
        self.finish(if intercom_global::is_widget() {
            WidgetOutcome::Ready
        } else if csp::is_forbidden() {
            WidgetOutcome::BlockedByCsp
        } else if global::get("crossOriginIsolated").is_truthy() {
            WidgetOutcome::ErroredIsolated
        } else {
            WidgetOutcome::Errored
        });
    }

    /// Drops a script that fires no more events, so that a later boot starts again.
    fn drop_tag(&self) {
        if let Some(tag) = self.tag.take() {
            dom::remove(&tag.element);
        }
    }

    fn finish(&self, outcome: WidgetOutcome) {
        if outcome != WidgetOutcome::Ready {
            self.drop_tag();
        }
        if let Some(generation) = self.asked_by.take() {
            report(Event::Widget { generation, outcome });
        }
    }

    fn later(self: &Rc<Self>, wait: Millis, act: impl FnOnce(&Rc<Self>) + 'static) {
        let script = Rc::clone(self);
        self.check.set(Some(Timeout::new(wait, move || act(&script))));
    }

    /// The script's element; undefined where there is none.
    #[inline(never)]
    fn element(&self) -> JsValue {
        cells::with(&self.tag, |tag| tag.as_ref().map(|tag| tag.element.clone()).unwrap_or_default())
    }
}

/// The page's policy for script addresses; undefined without Trusted Types.
fn create_policy() -> JsValue {
    let rules = object::of_json("{}");
    if !object::set(&rules, "createScriptURL", &global::get("String")) {
        return JsValue::UNDEFINED;
    }
    let arguments = [Text(POLICY), Js(&rules)];
    object::try_call(&global::get("trustedTypes"), "createPolicy", &arguments).unwrap_or_default()
}

/// Addresses of the scripts that the browser was asked to preload, as they are written.
fn preloads() -> Vec<String> {
    let mut all = Vec::new();
    for link in &dom::query_all("link[rel=preload][as=script]") {
        all.extend(object::text(&global::call_of("Element", "getAttribute", link, &[Text("href")])));
    }
    all
}

/// The nonce for scripts, or an empty text.
fn nonce(config: &Config) -> &str {
    config.nonce.as_deref().unwrap_or_default()
}
