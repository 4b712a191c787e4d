//! The widget's script: preloaded, inserted once, watched to its end, and adopted where it is there already.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Document, HtmlLinkElement, HtmlScriptElement, SecurityPolicyViolationEvent};

use crate::config::{Config, WIDGET};
use crate::refresh::{Millis, SECOND};
use crate::session::{Event, Generation, WidgetOutcome};
use crate::web::driver::{Driver, tell};
use crate::web::listener::Listener;
use crate::web::sys::{Page, TrustedScript, TrustedTypePolicy};
use crate::web::timer::Timeout;
use crate::web::{intercom, sys};

/// The name of the Trusted Types policy that a page must allow.
const POLICY: &str = "intercom-messenger-loader";

/// How long to wait for a script that was on the page already: it may have failed before, and will not say so.
const GRACE: Millis = 3 * SECOND;

/// How long after a failed script its Content-Security-Policy violation may be reported.
const VIOLATION_LAG: Millis = 50;

/// How many bytes of violations are noted: a page can have any number.
const MAX_VIOLATIONS: usize = 300;

/// What makes another address of one whose preload failed: WebKit remembers that for as long as the page lives, and
/// fails every script of the same address without asking for it.
const AGAIN: &str = "again";

/// The page's one widget script, whichever boot it was for.
pub(super) struct WidgetScript {
    tag: RefCell<Option<Tag>>,
    /// The boot that wants to hear how it ends.
    asked_by: Cell<Option<Generation>>,
    /// What asks the browser to fetch it ahead of time.
    preload_link: Cell<Option<HtmlLinkElement>>,
    /// A script failed that had been fetched ahead of time.
    preload_failed: Cell<bool>,
    /// The address of the script that was inserted last, and whether the page's policy forbade it.
    address: RefCell<String>,
    forbidden: Cell<bool>,
    /// What the page's policy has forbidden: directives and hosts.
    violations: RefCell<String>,
    _violations: Option<Listener>,
    /// Made once: a page may not allow a second policy of that name.
    policy: OnceCell<Option<TrustedTypePolicy>>,
    /// Looks at the script again, later.
    check: Cell<Option<Timeout>>,
    /// Waits for the page to have loaded.
    page_load: Cell<Option<Listener>>,
    /// The stub on the page is ours, so nobody else is about to insert a script for it.
    own_stub: Cell<bool>,
}

/// A script element and who listens to it.
struct Tag {
    element: HtmlScriptElement,
    /// Whether it was there before; then it may have ended before anybody listened.
    found: bool,
    _listeners: [Listener; 2],
}

impl WidgetScript {
    pub(super) fn new(page: &Page) -> Self {
        let violations = page.document().map(|document| watch_violations(&document));
        Self {
            tag: RefCell::default(),
            asked_by: Cell::default(),
            preload_link: Cell::default(),
            preload_failed: Cell::default(),
            address: RefCell::default(),
            forbidden: Cell::default(),
            violations: RefCell::default(),
            _violations: violations,
            policy: OnceCell::new(),
            check: Cell::default(),
            page_load: Cell::default(),
            own_stub: Cell::default(),
        }
    }

    /// Puts the queueing stub where there is no Messenger yet.
    pub(super) fn install_stub(&self, page: &Page) {
        if intercom::install_stub(page) {
            self.own_stub.set(true);
        }
    }

    /// What the page's policy has forbidden since the loader came: directives and hosts.
    pub(super) fn violations(&self) -> String {
        self.violations.borrow().clone()
    }

    /// Notes what was forbidden, without what an address could tell beyond its host.
    fn note(&self, directive: &str, blocked: &str) {
        let mut violation = String::from(directive);
        violation.push(' ');
        // What is no address is a word, such as `inline`.
        violation.push_str(blocked.split('/').nth(2).unwrap_or(blocked));
        let mut violations = self.violations.borrow_mut();
        // The same one often comes again and again.
        if violations.len() < MAX_VIOLATIONS && !violations.ends_with(&violation) {
            if !violations.is_empty() {
                violations.push_str(", ");
            }
            violations.push_str(&violation);
        }
    }

    /// How many of the widget's script tags are on the page, and which other workspace one of them is for.
    pub(super) fn count(page: &Page, config: Option<&Config>) -> (u32, Option<String>) {
        let (mut count, mut other) = (0_u32, None);
        let Some(document) = page.document() else { return (count, other) };
        for script in scripts(&document) {
            let src = script.src();
            if let Some(workspace) = src.strip_prefix(WIDGET) {
                let end = workspace.bytes().take_while(u8::is_ascii_alphanumeric).count();
                let workspace = workspace.get(..end).unwrap_or_default();
                if config.is_some_and(|config| config.app_id.as_str() != workspace) {
                    other = Some(workspace.to_owned());
                }
            } else if !config.is_some_and(|config| serves(&script, config)) {
                continue;
            }
            count = count.saturating_add(1);
        }
        (count, other)
    }

    /// Lets the browser fetch the script while the token is on its way.
    pub(super) fn preload(&self, page: &Page, config: &Config) {
        let Some(document) = page.document() else { return };
        let there =
            self.tag.borrow().is_some() || find(&document, config).is_some() || intercom::look(page).live;
        // One that is there, in a head that `preloadTags` wrote or of an older boot, is enough.
        if there || preloads(&document, Some(&config.widget_url())) {
            return;
        }
        let Some(link) = link(&document, "preload", &config.widget_url()) else { return };
        link.set_as("script");
        if let Some(nonce) = &config.nonce {
            link.set_nonce(nonce);
        }
        append(&document, &link);
        // One is enough, however many boots come.
        if let Some(older) = self.preload_link.replace(Some(link)) {
            older.remove();
        }
    }

    /// Loads the script for `generation`, or waits for the one that is on its way.
    pub(super) fn load(&self, page: &Page, generation: Generation, config: &Rc<Config>) {
        self.asked_by.set(Some(generation));
        if intercom::look(page).live {
            return self.finish(WidgetOutcome::Ready);
        }
        // One that is on its way already; one from another address is nothing to wait for.
        if self.tag.borrow().as_ref().is_some_and(|tag| serves(&tag.element, config)) {
            return;
        }
        let Some(document) = page.document() else { return self.finish(WidgetOutcome::Errored) };
        if let Some(element) = find(&document, config) {
            self.watch(element, true);
            return later(GRACE, Self::check_again);
        }
        if !self.own_stub.get() && document.ready_state() != "complete" {
            return self.load_after_page(page, generation, config);
        }
        self.insert(&document, config);
    }

    /// Somebody else's stub without a script is the classic snippet's, which inserts one when the page has loaded.
    fn load_after_page(&self, page: &Page, generation: Generation, config: &Rc<Config>) {
        let config = Rc::clone(config);
        // Not at once: the snippet may be listening after us.
        let on_load = move |_| {
            let config = Rc::clone(&config);
            later(0, move |script| {
                script.own_stub.set(true);
                if let (Some(page), true) = (sys::page(), script.asked_by.get() == Some(generation)) {
                    script.load(&page, generation, &config);
                }
            });
        };
        let listener = Listener::new(page, "load", Box::new(on_load));
        self.page_load.set(Some(listener));
    }

    /// Takes the script out of the page. If it is still on its way it runs all the same.
    pub(super) fn remove(&self, page: &Page, config: &Config) {
        if intercom::look(page).live {
            return;
        }
        let tag = self.tag.borrow_mut().take().map(|tag| tag.element);
        let found = || page.document().and_then(|document| find(&document, config));
        if let Some(element) = tag.or_else(found) {
            element.remove();
        }
    }

    /// Nobody asks any more. The script goes on loading, for whoever boots next.
    pub(super) fn let_go(&self) {
        self.asked_by.set(None);
        self.check.set(None);
        self.page_load.set(None);
        // One that was found is looked for again, and given its grace again.
        self.tag.replace_with(|tag| tag.take().filter(|tag| !tag.found));
    }

    fn insert(&self, document: &Document, config: &Config) {
        self.forbidden.set(false);
        // One that failed when nobody asked any more: what is found out about it is not about this one.
        self.check.set(None);
        let Ok(element) = document.create_element("script") else {
            return self.finish(WidgetOutcome::Errored);
        };
        let element: HtmlScriptElement = element.unchecked_into();
        element.set_async(true);
        if let Some(nonce) = &config.nonce {
            element.set_nonce(nonce);
        }
        let script: &TrustedScript = element.unchecked_ref();
        let mut url = config.widget_url();
        if self.preload_failed.get() {
            url.push_str(if url.contains('?') { "&" } else { "?" });
            url.push_str(AGAIN);
        }
        if script.set_trusted_src(&self.trusted(&url)).is_err() {
            return self.finish(WidgetOutcome::BlockedByCsp);
        }
        *self.address.borrow_mut() = element.src();
        self.watch(element.clone(), false);
        append(document, &element);
    }

    /// Under Trusted Types only a policy makes a script's address; elsewhere the address is the text that it is.
    fn trusted(&self, url: &str) -> JsValue {
        let policy = self.policy.get_or_init(create_policy).as_ref();
        policy.and_then(|policy| policy.create_script_url(url).ok()).unwrap_or_else(|| JsValue::from_str(url))
    }

    fn watch(&self, element: HtmlScriptElement, found: bool) {
        let on = |kind, failed: bool| {
            let ended = move |_| {
                if let Some(driver) = Driver::get() {
                    driver.script().ended(failed);
                }
            };
            Listener::new(&element, kind, Box::new(ended))
        };
        let listeners = [on("load", false), on("error", true)];
        *self.tag.borrow_mut() = Some(Tag { element, found, _listeners: listeners });
    }

    /// The element has said how it ended.
    fn ended(&self, failed: bool) {
        if failed {
            let preloaded =
                sys::page().and_then(|page| page.document()).is_some_and(|page| preloads(&page, None));
            self.preload_failed.set(self.preload_failed.get() || preloaded);
            self.drop_tag();
            later(VIOLATION_LAG, Self::check_again);
        } else {
            self.check();
        }
    }

    /// After `load`: the Messenger must be there now, an error page's HTML "loads" too.
    fn check(&self) {
        let live = sys::page().is_some_and(|page| intercom::look(&page).live);
        self.finish(if live { WidgetOutcome::Ready } else { WidgetOutcome::Invalid });
    }

    /// After an error, or when a script that was there before has not shown for long enough.
    fn check_again(&self) {
        let live = sys::page().is_some_and(|page| intercom::look(&page).live);
        self.finish(match (live, self.forbidden.get()) {
            (true, _) => WidgetOutcome::Ready,
            (false, true) => WidgetOutcome::BlockedByCsp,
            (false, false) => WidgetOutcome::Errored,
        });
    }

    /// Lets go of a script that will never say anything again, so that a later boot tries afresh.
    fn drop_tag(&self) {
        let tag = self.tag.borrow_mut().take();
        if let Some(tag) = tag {
            tag.element.remove();
        }
    }

    fn finish(&self, outcome: WidgetOutcome) {
        if outcome != WidgetOutcome::Ready {
            self.drop_tag();
        }
        if let Some(generation) = self.asked_by.take() {
            tell(Event::Widget { generation, outcome });
        }
    }
}

/// Does something with the page's script after a while, unless it is let go of before.
fn later(wait: Millis, act: impl Fn(&WidgetScript) + 'static) {
    let Some(driver) = Driver::get() else { return };
    driver.script().check.set(Timeout::new(wait, Box::new(move || act(driver.script()))));
}

/// Notes when the page's policy forbids the widget's script.
fn watch_violations(document: &Document) -> Listener {
    let note = |event: web_sys::Event| {
        let violation: &SecurityPolicyViolationEvent = event.unchecked_ref();
        let enforced = event.unchecked_ref::<sys::Violation>().disposition() == "enforce";
        let blocked = violation.blocked_uri();
        if let Some(driver) = Driver::get().filter(|_| enforced && !blocked.is_empty()) {
            let script = driver.script();
            script.note(&violation.effective_directive(), &blocked);
            // Some browsers name the whole address, some only its origin.
            if script.address.borrow().starts_with(&blocked) {
                script.forbidden.set(true);
            }
        }
    };
    Listener::new(document, "securitypolicyviolation", Box::new(note))
}

/// A script of the widget's that is on the page already: the classic snippet's, a tag manager's, an earlier try's.
fn find(document: &Document, config: &Config) -> Option<HtmlScriptElement> {
    scripts(document).find(|script| serves(script, config))
}

fn scripts(document: &Document) -> impl Iterator<Item = HtmlScriptElement> {
    let scripts = document.scripts();
    (0..scripts.length()).filter_map(move |at| scripts.item(at)).map(wasm_bindgen::JsCast::unchecked_into)
}

/// Whether a script is the widget that `config` asks for: Intercom's, or one at an address of one's own, which may be
/// relative.
fn serves(script: &HtmlScriptElement, config: &Config) -> bool {
    let (src, url) = (script.src(), config.widget_url());
    // As it is the second time, see `AGAIN`.
    let src = src.strip_suffix(AGAIN).map_or(src.as_str(), |src| src.trim_end_matches(['?', '&']));
    src.starts_with(WIDGET) || src == url || (url.starts_with('/') && src.ends_with(&url))
}

/// The policy that makes scripts' addresses under Trusted Types, where the page allows it.
fn create_policy() -> Option<TrustedTypePolicy> {
    let types = sys::page()?.trusted_types()?;
    let rules = Object::new();
    // `String(url)` is the url: a function that changes nothing, and that is there already.
    let set = Reflect::set(&rules, &"createScriptURL".into(), &sys::STRING.with(JsValue::clone));
    set.and_then(|_| types.create_policy(POLICY, &rules)).ok()
}

/// Whether the page has the browser fetch a script ahead of time: that of this address, or any.
fn preloads(document: &Document, url: Option<&str>) -> bool {
    let mut selector = String::from("link[rel=preload][as=script]");
    if let Some(url) = url {
        selector.push_str("[href=\"");
        selector.push_str(url);
        selector.push_str("\"]");
    }
    // An address with a quotation mark is no selector; a second tag does no harm.
    matches!(document.query_selector(&selector), Ok(Some(_)))
}

/// A `<link>` that is not on the page yet.
pub(super) fn link(document: &Document, rel: &str, href: &str) -> Option<HtmlLinkElement> {
    let link: HtmlLinkElement = document.create_element("link").ok()?.unchecked_into();
    link.set_rel(rel);
    link.set_href(href);
    Some(link)
}

/// Puts an element where the page has room for it: an early page may have no head yet.
pub(super) fn append(document: &Document, element: &web_sys::Element) {
    let parent = document.head().map(web_sys::Element::from).or_else(|| document.document_element());
    if let Some(parent) = parent {
        // Fails for a parent that cannot have children; these can.
        let _ = parent.append_child(element);
    }
}
