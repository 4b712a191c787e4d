//! The widget's script: preloaded, inserted once, watched to its end, and adopted where it is on the page already.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Object;
use wasm_bindgen::JsValue;

use crate::core::schedule::Millis;
use crate::core::session::{Event, Generation, WidgetOutcome};
use crate::web::caught::Caught as _;
use crate::web::dom::{self, Listener};
use crate::web::page_events::report;
use crate::web::timers::Timeout;
use crate::web::{csp, intercom_global, widget_tags};

/// The name of the Trusted Types policy that a page must allow.
const POLICY: &str = "intercom-messenger-loader";

/// How long to wait for a script that was on the page already: it may have failed before, and fires no event again.
const GRACE: Millis = 3_000;

/// How long after a failed script its Content-Security-Policy violation may be reported.
const VIOLATION_LAG: Millis = 50;

/// The page's one script, whichever boot it is for.
#[derive(Default)]
pub(super) struct Script {
    tag: RefCell<Option<Tag>>,
    /// The boot that waits for its end.
    asked_by: Cell<Option<Generation>>,
    /// This loader brings the script: the stub is its own, and no other code is about to insert one for it.
    is_ours: Cell<bool>,
    /// A script failed that had been preloaded.
    preload_failed: Cell<bool>,
    /// The Trusted Types policy, made once: a page may not allow a second one of that name. Undefined where there is none.
    policy: RefCell<Option<JsValue>>,
    /// Looks at the script again, later.
    check: Cell<Option<Timeout>>,
    page_load: Cell<Option<Listener>>,
}

struct Tag {
    element: JsValue,
    /// It was on the page already, and may have ended before it was watched.
    found: bool,
    _events: [Listener; 2],
}

impl Script {
    /// The stub at `window.Intercom` is this loader's, which then inserts the script without waiting for other code.
    pub(super) fn claim(&self) {
        self.is_ours.set(true);
    }

    /// Lets the browser fetch the script while the token is on its way.
    pub(super) fn preload(&self, url: &str, nonce: &str) {
        // A link that `preloadTags` wrote into the head, or that an older boot left, is enough.
        let is_known = self.element().is_some()
            || widget_tags::find(url).is_some()
            || intercom_global::is_live()
            || preloads().iter().any(|href| href == url);
        if !is_known {
            preload_link(url, nonce).and_then(|link| dom::append_to_head(&link)).caught();
        }
    }

    /// Brings the script for a boot, or waits for the one that is on its way.
    pub(super) fn load(self: &Rc<Self>, generation: Generation, url: &str, nonce: &str) {
        self.asked_by.set(Some(generation));
        if intercom_global::is_live() {
            return self.finish(WidgetOutcome::Ready);
        }
        // One from another address is nothing to wait for.
        if self.element().is_some_and(|element| widget_tags::serves(&widget_tags::address(&element), url)) {
            return;
        }
        if let Some(element) = widget_tags::find(url) {
            self.watch(element, true).caught();
            return self.later(GRACE, Self::check_again);
        }
        if !self.is_ours.get() && !dom::is_complete() {
            return self.load_after_page(generation, url, nonce);
        }
        self.insert(url, nonce);
    }

    /// A stub of other code's without a script is the classic snippet's, which inserts one when the page has loaded.
    fn load_after_page(self: &Rc<Self>, generation: Generation, url: &str, nonce: &str) {
        let (script, url, nonce) = (Rc::clone(self), url.to_owned(), nonce.to_owned());
        let loaded = move |_| {
            let (url, nonce) = (url.clone(), nonce.clone());
            // Not at once: the snippet may have begun to listen later.
            script.later(0, move |script| {
                script.claim();
                if script.asked_by.get() == Some(generation) {
                    script.load(generation, &url, &nonce);
                }
            });
        };
        let listener = Listener::new(&dom::window(), "load", loaded);
        self.page_load.set(listener.caught());
    }

    /// Takes the script out of the page; one that is still on its way runs all the same.
    pub(super) fn remove(&self, url: &str) {
        if intercom_global::is_live() {
            return;
        }
        let element = self.element().or_else(|| widget_tags::find(url));
        self.drop_tag();
        if let Some(element) = element {
            dom::remove(&element);
        }
    }

    /// Reports nothing more to the boot that asked. The script goes on loading, for the next one.
    pub(super) fn let_go(&self) {
        self.asked_by.set(None);
        drop(self.check.take());
        drop(self.page_load.take());
        // One that was found is looked for again, and has its grace again.
        if self.tag.borrow().as_ref().is_some_and(|tag| tag.found) {
            drop(self.tag.take());
        }
    }

    fn insert(self: &Rc<Self>, url: &str, nonce: &str) {
        csp::expect("");
        // A check of one that failed when no boot waited is not about this one.
        drop(self.check.take());
        let Some(element) = script_element(nonce).caught() else {
            return self.finish(WidgetOutcome::Errored);
        };
        if self.set_address(&element, url).is_err() {
            return self.finish(WidgetOutcome::BlockedByCsp);
        }
        csp::expect(&widget_tags::address(&element));
        let inserted = self.watch(element.clone(), false).and_then(|()| dom::append_to_head(&element));
        if inserted.caught().is_none() {
            self.finish(WidgetOutcome::Errored);
        }
    }

    /// WebKit remembers a preload that failed for as long as the page lives, and fails every script of the same address
    /// without asking for it; so then the address is another one.
    fn set_address(&self, element: &JsValue, url: &str) -> Result<(), JsValue> {
        let query = match (self.preload_failed.get(), url.bytes().any(|byte| byte == b'?')) {
            (false, _) => "",
            (true, false) => "?again",
            (true, true) => "&again",
        };
        dom::set(element, "src", &self.trusted(&[url, query].concat())?).map(drop)
    }

    /// Under Trusted Types only a policy makes a script's address of a text.
    fn trusted(&self, url: &str) -> Result<JsValue, JsValue> {
        let known = self.policy.borrow().clone();
        let policy = known.unwrap_or_else(|| create_policy().unwrap_or(JsValue::UNDEFINED));
        self.policy.replace(Some(policy.clone()));
        if policy.is_undefined() {
            Ok(url.into())
        } else {
            dom::call(&policy, "createScriptURL", &[&url.into()])
        }
    }

    fn watch(self: &Rc<Self>, element: JsValue, found: bool) -> Result<(), JsValue> {
        drop(self.tag.take());
        let (loaded, failed) = (Rc::clone(self), Rc::clone(self));
        let events = [
            Listener::new(&element, "load", move |_| {
                loaded.finish(if intercom_global::is_live() {
                    WidgetOutcome::Ready
                } else {
                    WidgetOutcome::Invalid
                });
            })?,
            Listener::new(&element, "error", move |_| {
                if !preloads().is_empty() {
                    failed.preload_failed.set(true);
                }
                failed.drop_tag();
                failed.later(VIOLATION_LAG, Self::check_again);
            })?,
        ];
        self.tag.replace(Some(Tag { element, found, _events: events }));
        Ok(())
    }

    /// After an error, or when a script that was on the page before has not arrived for long enough.
    fn check_again(self: &Rc<Self>) {
        self.finish(if intercom_global::is_live() {
            WidgetOutcome::Ready
        } else if csp::is_forbidden() {
            WidgetOutcome::BlockedByCsp
        } else {
            WidgetOutcome::Errored
        });
    }

    /// Lets go of a script that fires no more events, so that a later boot tries afresh.
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

    fn element(&self) -> Option<JsValue> {
        self.tag.borrow().as_ref().map(|tag| tag.element.clone())
    }
}

/// The page's policy for addresses of scripts; undefined where Trusted Types are not there.
fn create_policy() -> Result<JsValue, JsValue> {
    let factory = dom::of_window("trustedTypes");
    if factory.is_undefined() {
        return Ok(factory);
    }
    let rules = Object::new();
    dom::set(&rules, "createScriptURL", &dom::of_window("String"))?;
    dom::call(&factory, "createPolicy", &[&POLICY.into(), &rules])
}

fn script_element(nonce: &str) -> Result<JsValue, JsValue> {
    let element = dom::create("script")?;
    dom::set(&element, "async", &JsValue::TRUE)?;
    if !nonce.is_empty() {
        dom::set(&element, "nonce", &nonce.into())?;
    }
    Ok(element)
}

fn preload_link(url: &str, nonce: &str) -> Result<JsValue, JsValue> {
    let link = dom::link("preload", url)?;
    dom::set(&link, "as", &"script".into())?;
    dom::set(&link, "nonce", &nonce.into())?;
    Ok(link)
}

/// The addresses of scripts that the browser was asked to preload, as they are written there.
fn preloads() -> Vec<String> {
    let links = dom::query_all("link[rel=preload][as=script]").caught().unwrap_or_default();
    let address =
        |link: &JsValue| dom::call_element("getAttribute", link, &[&"href".into()]).caught()?.as_string();
    links.iter().filter_map(address).collect()
}
