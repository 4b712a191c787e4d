//! Carries out what the session decides: the one place where events come in and effects go out.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use crate::config::{AppId, Config};
use crate::error::{Code, Error, decimal};
use crate::session::{
    Effect, Event, Identity, MethodCall, Notice, Now, Outcome, Session, Settle, Snapshot, Ticket,
};
use crate::tabs::CHANNEL;
use crate::web::listeners::{Listeners, Subscription};
use crate::web::token::{Then, TokenRequest};
use crate::web::waiting::Waiting;
use crate::web::{clock, deferral, hear, intercom, mark, read, sys};

thread_local! {
    /// A page has one Messenger, and so one driver, however many handles there are. It stays as long as the page does.
    static DRIVER: Cell<Option<&'static Driver>> = const { Cell::new(None) };
}

/// The page's session and what it holds in the browser.
pub(crate) struct Driver {
    session: RefCell<Session>,
    inbox: Cell<Vec<Event>>,
    working: Cell<bool>,
    calls: Waiting<Settle>,
    replies: Waiting<Then>,
    request: Cell<Option<TokenRequest>>,
    config: Cell<Option<Rc<Config>>>,
    /// Whose session this browser had last in the workspace of the newest boot.
    mark: RefCell<Option<(AppId, Option<u32>)>>,
    listeners: Listeners,
    warned: Cell<bool>,
    _hear: Closure<dyn Fn(u32, u32, JsValue, JsValue)>,
}

impl Driver {
    /// The page's driver.
    ///
    /// # Errors
    /// [`Code::UnsupportedEnvironment`] where there is no page.
    pub(crate) fn of_page() -> Result<&'static Self, Error> {
        if let Some(driver) = Self::get() {
            return Ok(driver);
        }
        if !sys::has_page() {
            return Err(Code::UnsupportedEnvironment.into());
        }
        let driver: &'static Self = Box::leak(Box::new(Self::new()));
        DRIVER.set(Some(driver));
        Ok(driver)
    }

    /// The driver, for callbacks, which only come where there is one.
    pub(super) fn get() -> Option<&'static Self> {
        DRIVER.get()
    }

    fn new() -> Self {
        let hear = Closure::new(hear::hear);
        sys::hear_with(&hear);
        sys::watch_policy();
        sys::watch_life();
        Self {
            session: RefCell::new(Session::new(read::token)),
            inbox: Cell::default(),
            working: Cell::default(),
            calls: Waiting::new(),
            replies: Waiting::new(),
            request: Cell::default(),
            config: Cell::default(),
            mark: RefCell::default(),
            listeners: Listeners::default(),
            warned: Cell::default(),
            _hear: hear,
        }
    }

    /// Takes in a call of the application's; `settle` is given its result, once.
    pub(crate) fn open(&self, settle: Settle) -> Ticket {
        Ticket(self.calls.add(settle))
    }

    /// The page's address.
    #[expect(clippy::unused_self, reason = "where there is no driver there is no page")]
    pub(crate) fn url(&self) -> String {
        sys::here()
    }

    /// The session as the application may see it.
    pub(crate) fn snapshot(&self) -> Snapshot {
        self.session.borrow().snapshot(&self.now())
    }

    fn now(&self) -> Now {
        let mut page = intercom::look();
        page.mark = self.mark.borrow().as_ref().and_then(|(_, mark)| *mark);
        clock::now(page)
    }

    /// Tells `listener` of everything that happens until the subscription is dropped.
    pub(crate) fn subscribe(&self, listener: impl Fn(&Notice) + 'static) -> Subscription {
        self.listeners.add(Rc::new(listener))
    }

    /// What the boot that is under way, or the last one, was asked for.
    pub(super) fn config(&self) -> Option<Rc<Config>> {
        let mut found = None;
        self.with_config(|config| found = Some(Rc::clone(config)));
        found
    }

    /// Who waits for an answer about a token.
    pub(super) const fn replies(&self) -> &Waiting<Then> {
        &self.replies
    }

    pub(super) const fn listeners(&self) -> &Listeners {
        &self.listeners
    }

    /// Brings an event before the session and carries out what it decides. What happens meanwhile, a listener that
    /// calls back for example, waits its turn.
    pub(crate) fn dispatch(&self, event: Event) {
        let mut inbox = self.inbox.take();
        inbox.push(event);
        self.inbox.set(inbox);
        if self.working.replace(true) {
            return;
        }
        loop {
            let events = self.inbox.take();
            if events.is_empty() {
                break;
            }
            for event in events {
                if let Event::Boot { config, .. } = &event {
                    let mark = mark::read(&config.app_id);
                    *self.mark.borrow_mut() = Some((config.app_id.clone(), mark));
                }
                let now = self.now();
                let effects = self.session.borrow_mut().handle(event, &now);
                effects.into_iter().for_each(|effect| self.perform(effect));
            }
        }
        self.working.set(false);
    }

    fn perform(&self, effect: Effect) {
        match effect {
            Effect::Prepare { config, preload } => self.prepare(config, preload),
            Effect::RequestToken { generation } => self.with_config(|config| {
                self.request.set(Some(TokenRequest::start(self, generation, config)));
            }),
            Effect::Defer { generation } => self.with_config(|config| deferral::start(generation, config)),
            Effect::EndDefer => sys::end_wait(),
            Effect::WatchRoutes => sys::watch_routes(),
            Effect::LoadWidget { generation } => self.with_config(|config| {
                sys::load_script(generation.number(), &config.widget_url(), nonce(config));
            }),
            Effect::RemoveWidget => self.with_config(|config| sys::remove_script(&config.widget_url())),
            Effect::CleanSettings => sys::clean_settings(),
            Effect::Call(call) => intercom::call(&call),
            Effect::Invoke(ticket, call) => self.invoke(ticket, &call),
            Effect::Arm { timer, generation, after } => {
                sys::arm(hear::place(timer), generation.number(), clock::as_js(after));
            }
            Effect::Disarm(timer) => sys::disarm(hear::place(timer)),
            Effect::CancelAll => self.cancel_all(),
            Effect::EmptyQueue => sys::empty_queue(),
            Effect::ForgetSettings => sys::forget_settings(),
            Effect::ExpireCookies(app_id) => sys::expire_cookies(app_id.as_ref().map_or("", AppId::as_str)),
            Effect::Mark(app_id, mark) => self.note(&app_id, mark),
            Effect::TellTabs(message) => sys::tell_tabs(CHANNEL, &message.to_text()),
            Effect::Finish(generation) => self.dispatch(Event::TornDown { generation }),
            Effect::Settle(ticket, outcome) => self.settle(ticket, outcome),
            Effect::Notify(notice) => self.notify(&notice),
            Effect::WarnUnsigned => self.warn_unsigned(),
        }
    }

    fn prepare(&self, config: Rc<Config>, preload: bool) {
        sys::install_stub();
        if preload {
            sys::preload(&config.widget_url(), nonce(&config));
        }
        if config.sync_tabs {
            sys::open_tabs(CHANNEL);
        }
        self.config.set(Some(config));
    }

    fn note(&self, app_id: &AppId, mark: Option<u32>) {
        mark::write(app_id, mark);
        if let Some((_, known)) = self.mark.borrow_mut().as_mut().filter(|(known, _)| known == app_id) {
            *known = mark;
        }
    }

    fn invoke(&self, ticket: Option<Ticket>, call: &MethodCall) {
        let given = intercom::invoke(call);
        if let Some(ticket) = ticket {
            self.settle(ticket, Ok(given));
        }
    }

    /// With what the boot that is under way, or the last one, was asked for.
    fn with_config(&self, act: impl FnOnce(&Rc<Config>)) {
        let config = self.config.take();
        if let Some(config) = &config {
            act(config);
        }
        self.config.set(config);
    }

    fn cancel_all(&self) {
        hear::TIMERS.into_iter().for_each(|timer| sys::disarm(hear::place(timer)));
        drop(self.request.take());
        sys::let_go();
        sys::end_wait();
        sys::stop_routes();
    }

    fn settle(&self, ticket: Ticket, outcome: Outcome) {
        if let Some(settle) = self.calls.take(ticket.0) {
            settle(outcome);
        }
    }

    fn notify(&self, notice: &Notice) {
        self.with_config(|config| {
            if config.debug {
                log(notice);
            }
        });
        self.listeners.tell(notice);
    }

    fn warn_unsigned(&self) {
        if !self.warned.replace(true) {
            let warning = "intercom-messenger-loader: allowUnsignedIdentity is on, so anyone can impersonate \
                           anyone in this Messenger. Give jwtUrl and sign the identity on your server.";
            web_sys::console::warn_1(&JsValue::from_str(warning));
        }
    }
}

/// The nonce for scripts, or an empty text.
fn nonce(config: &Config) -> &str {
    config.nonce.as_deref().unwrap_or_default()
}

/// Brings what a callback heard before the session.
pub(super) fn tell(event: Event) {
    if let Some(driver) = Driver::get() {
        driver.dispatch(event);
    }
}

/// One line on the console for what happened; never a token.
fn log(notice: &Notice) {
    let mut line = String::from("intercom-messenger-loader: ");
    match notice {
        Notice::StateChange => return,
        Notice::Ready(Identity::Visitor) => line.push_str("booted as a visitor"),
        Notice::Ready(Identity::User { user_id }) => {
            line.push_str("booted as user ");
            line.push_str(user_id);
        }
        Notice::TokenRefreshed => line.push_str("token refreshed"),
        Notice::SignedOut => line.push_str("signed out by the server"),
        Notice::Error(error) => line.push_str(&sys::describe(error.code() as u32, error.detail())),
        Notice::News(news) => {
            line.push_str("the Messenger called back: ");
            line.push_str(news.event());
        }
        Notice::UpdateWaits(wait) => {
            line.push_str("update quota used up; what is new is told in ");
            line.push_str(&decimal(wait / 1_000));
            line.push_str(" s");
        }
    }
    web_sys::console::info_1(&JsValue::from_str(&line));
}
