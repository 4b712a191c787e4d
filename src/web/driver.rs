//! Carries out what the session decides: the one place where events come in and effects go out.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use crate::core::config::{AppId, Config};
use crate::core::error::{Code, Error, decimal};
use crate::core::session::{
    Effect, Event, Identity, MethodCall, Notice, Now, Outcome, Session, Settle, Snapshot, Ticket,
};
use crate::core::tabs::CHANNEL;
use crate::web::last_user::Notes;
use crate::web::listeners::{Listeners, Subscription};
use crate::web::token_request::{Then, TokenRequest};
use crate::web::waiting::Waiting;
use crate::web::{clock, intercom, load_trigger, page_events, read, sys};

thread_local! {
    /// A page has one Messenger, and so one driver, however many handles there are. It stays as long as the page does.
    static DRIVER: Cell<Option<&'static Driver>> = const { Cell::new(None) };
}

/// The page's session and what it holds in the browser.
pub(crate) struct Driver {
    session: RefCell<Session>,
    /// What has happened, each in its run of script, and is not brought before the session yet.
    inbox: Cell<Vec<(Event, u32)>>,
    /// What the session has decided and is not carried out yet.
    effects: Cell<std::vec::IntoIter<Effect>>,
    /// The run of script that carries it out.
    working: Cell<Option<u32>>,
    calls: Waiting<Settle>,
    replies: Waiting<Then>,
    request: Cell<Option<TokenRequest>>,
    config: Cell<Option<Rc<Config>>>,
    notes: Notes,
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
        let hear = Closure::new(page_events::hear);
        sys::hear_with(&hear);
        sys::watch_policy();
        sys::watch_life();
        Self {
            session: RefCell::new(Session::new(read::token)),
            inbox: Cell::default(),
            effects: Cell::default(),
            working: Cell::default(),
            calls: Waiting::new(),
            replies: Waiting::new(),
            request: Cell::default(),
            config: Cell::default(),
            notes: Notes::default(),
            listeners: Listeners::default(),
            warned: Cell::default(),
            _hear: hear,
        }
    }

    /// The run of script that is under way.
    pub(crate) fn turn() -> u32 {
        sys::turn()
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
        let now = clock::now(sys::turn(), intercom::look());
        self.session.borrow().snapshot(&now)
    }

    /// What the session may look at when `event` is brought before it.
    fn now(&self, event: &Event, turn: u32) -> Now {
        let workspace = match event {
            Event::Boot { config, .. } => Some(config.app_id.clone()),
            _ => self.session.borrow().workspace().cloned(),
        };
        let mut page = intercom::look();
        (page.last_user, page.note_is_shared) =
            workspace.as_ref().map_or((None, false), |app_id| self.notes.read(app_id));
        clock::now(turn, page)
    }

    /// Tells `listener` of everything that happens until the subscription is dropped.
    pub(crate) fn subscribe(&self, listener: impl Fn(&Notice) + 'static) -> Subscription {
        self.listeners.add(Rc::new(listener))
    }

    /// What the boot that is under way, or the last one, was asked for.
    pub(super) fn config(&self) -> Option<Rc<Config>> {
        let config = self.config.take();
        self.config.set(config.clone());
        config
    }

    /// Who waits for an answer about a token.
    pub(super) const fn replies(&self) -> &Waiting<Then> {
        &self.replies
    }

    pub(super) const fn listeners(&self) -> &Listeners {
        &self.listeners
    }

    /// Brings an event before the session, and carries out what it decides.
    pub(crate) fn dispatch(&self, event: Event) {
        self.dispatch_in(sys::turn(), event);
    }

    /// The same for a call that was made in this run of script. What happens meanwhile, a listener that calls back for
    /// example, waits its turn.
    ///
    /// Whatever is called on the page may throw, which ends this function where it stands. So what is to be done is kept
    /// until it is done, and one that was at work in an earlier run of script is not any more.
    pub(crate) fn dispatch_in(&self, turn: u32, event: Event) {
        let mut inbox = self.inbox.take();
        inbox.push((event, turn));
        self.inbox.set(inbox);
        let running = Some(sys::turn());
        if self.working.replace(running) == running {
            return;
        }
        loop {
            while let Some(effect) = self.next_effect() {
                self.perform(effect);
            }
            let Some((event, turn)) = self.next_event() else { break };
            let now = self.now(&event, turn);
            let effects = self.session.borrow_mut().handle(event, &now);
            self.effects.set(effects.into_iter());
        }
        self.working.set(None);
    }

    fn next_event(&self) -> Option<(Event, u32)> {
        let mut inbox = self.inbox.take().into_iter();
        let first = inbox.next();
        self.inbox.set(inbox.collect());
        first
    }

    fn next_effect(&self) -> Option<Effect> {
        let mut effects = self.effects.take();
        let first = effects.next();
        self.effects.set(effects);
        first
    }

    fn perform(&self, effect: Effect) {
        match effect {
            Effect::Prepare { config, preload } => self.prepare(config, preload),
            Effect::RequestToken { question, fresh } => self.with_config(|config| {
                self.request.set(Some(TokenRequest::start(self, question, fresh, config)));
            }),
            Effect::Defer { generation } => {
                self.with_config(|config| load_trigger::start(generation, config))
            }
            Effect::EndDefer => sys::end_wait(),
            Effect::WatchRoutes => sys::watch_routes(),
            Effect::LoadWidget { generation } => self.with_config(|config| {
                sys::load_script(generation.number(), &config.widget_url(), nonce(config));
            }),
            Effect::RemoveWidget => self.with_config(|config| sys::remove_script(&config.widget_url())),
            Effect::Call(call) => intercom::call(&call),
            Effect::Invoke(ticket, call) => self.invoke(ticket, &call),
            Effect::Arm { timer, generation, after } => {
                sys::arm(page_events::place(timer), generation.number(), clock::as_js(after));
            }
            Effect::Disarm(timer) => sys::disarm(page_events::place(timer)),
            Effect::CancelAll => self.cancel_all(),
            Effect::EmptyQueue => sys::empty_queue(),
            Effect::WithdrawShutdown => sys::withdraw_shutdown(),
            Effect::ForgetSettings => sys::forget_settings(),
            Effect::ExpireCookies(app_id) => sys::expire_cookies(app_id.as_ref().map_or("", AppId::as_str)),
            Effect::Note(app_id, note) => self.notes.write(app_id, note),
            Effect::ForgetNotes => self.notes.forget(),
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

    fn invoke(&self, ticket: Option<Ticket>, call: &MethodCall) {
        let given = intercom::invoke(call);
        if let Some(ticket) = ticket {
            self.settle(ticket, Ok(given));
        }
    }

    /// With what the boot that is under way, or the last one, was asked for.
    fn with_config(&self, act: impl FnOnce(&Rc<Config>)) {
        if let Some(config) = self.config() {
            act(&config);
        }
    }

    fn cancel_all(&self) {
        page_events::TIMERS.iter().for_each(|timer| sys::disarm(page_events::place(*timer)));
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
        Notice::Error(error) => line.push_str(&error.message()),
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
