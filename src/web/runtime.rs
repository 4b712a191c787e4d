//! Carries out the session's effects. All events enter and all effects leave here.

use std::cell::Cell;
use std::rc::Rc;
use std::vec::IntoIter;

use crate::core::config::Config;
use crate::core::diagnosis::Diagnosis;
use crate::core::error::{Code, Error, decimal};
use crate::core::session::{
    CallResult, Effect, Env, Event, Generation, Identity, MethodCall, Page, Session, SessionEvent, Settle,
    Snapshot, Ticket,
};
use crate::web::diagnose::{self, Observed};
use crate::web::early;
#[cfg(feature = "js-session")]
use crate::web::early::Early;
use crate::web::fetch::{Reply, Who};
use crate::web::intercom_global::IntercomGlobal;
use crate::web::last_user::Notes;
use crate::web::listeners::{Listeners, Subscription};
use crate::web::load_trigger::LoadTrigger;
use crate::web::routes::Routes;
use crate::web::script::Script;
use crate::web::tabs::Tabs;
use crate::web::tickets::Tickets;
use crate::web::timers::Timers;
use crate::web::token_request::{self, TokenRequest};
use crate::web::{caught, cells, global};
use crate::web::{clock, cookies, csp, intercom_global, page_events, read, turns};

thread_local! {
    /// A page has one Messenger, and so one runtime for all handles. It lives as long as the page.
    static RUNTIME: Cell<Option<&'static Runtime>> = const { Cell::new(None) };
}

/// The page's session and its state in the browser.
pub(crate) struct Runtime {
    /// Empty while the session is at work, and after an exception of the page has ended that.
    session: Cell<Option<Box<Session>>>,
    /// Events for the session, each with its run of script, that are not handled yet.
    inbox: Cell<Vec<(Event, u32)>>,
    /// Events already taken from the inbox, and not handled yet either.
    begun: Cell<IntoIter<(Event, u32)>>,
    /// Effects that are not carried out yet.
    effects: Cell<IntoIter<Effect>>,
    /// The run of script that carries them out.
    working: Cell<Option<u32>>,
    calls: Tickets,
    early: early::Offer,
    past_caches: Cell<bool>,
    request: Cell<Option<TokenRequest>>,
    config: Cell<Option<Rc<Config>>>,
    notes: Notes,
    timers: Timers,
    routes: Routes,
    script: Rc<Script>,
    intercom: IntercomGlobal,
    load_trigger: LoadTrigger,
    tabs: Tabs,
    listeners: Listeners,
    warned: Cell<bool>,
}

impl Runtime {
    /// The page's runtime.
    ///
    /// # Errors
    /// [`Code::UnsupportedEnvironment`] where there is no page.
    pub(crate) fn of_page() -> Result<&'static Self, Error> {
        if let Some(runtime) = Self::get() {
            return Ok(runtime);
        }
        if !global::has_page() {
            return Err(Code::UnsupportedEnvironment.into());
        }
        let runtime: &'static Self = Box::leak(Box::new(Self::new()));
        RUNTIME.set(Some(runtime));
        Ok(runtime)
    }

    /// The runtime, for callbacks, which occur only where there is one.
    pub(super) fn get() -> Option<&'static Self> {
        RUNTIME.get()
    }

    fn new() -> Self {
        csp::watch();
        page_events::deliver_to(tell);
        page_events::watch_page();
        Self {
            session: Cell::new(Some(Self::new_session())),
            inbox: Cell::default(),
            begun: Cell::default(),
            effects: Cell::default(),
            working: Cell::default(),
            calls: Tickets::default(),
            early: early::Offer::default(),
            past_caches: Cell::default(),
            request: Cell::default(),
            config: Cell::default(),
            notes: Notes::default(),
            timers: Timers::default(),
            routes: Routes::default(),
            script: Rc::default(),
            intercom: IntercomGlobal::default(),
            load_trigger: LoadTrigger::default(),
            tabs: Tabs::default(),
            listeners: Listeners::default(),
            warned: Cell::default(),
        }
    }

    /// The current run of script.
    pub(crate) fn turn() -> u32 {
        turns::current()
    }

    /// Registers a call of the application; `settle` is called with its result, once.
    pub(crate) fn open(&self, settle: Settle) -> Ticket {
        self.calls.open(settle)
    }

    /// The page's address; an empty text outside of a page.
    pub(crate) fn url() -> String {
        global::address("href")
    }

    /// An address, resolved against the page's; an invalid one stays as it is.
    pub(crate) fn absolute(url: String) -> String {
        global::absolute(&url).unwrap_or(url)
    }

    /// The state that the application may see. For page code that asks while the session is at work, it is the state
    /// before the first boot.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let now = clock::now(turns::current(), look());
        let snapshot =
            |session: &mut Option<Box<Session>>| session.as_ref().map(|session| session.snapshot(&now));
        cells::with(&self.session, snapshot).unwrap_or_else(|| Self::new_session().snapshot(&now))
    }

    /// Inputs of the session beside `event`.
    fn now(&self, event: &Event, turn: u32) -> Env {
        let workspace = match event {
            Event::Boot { config, .. } => Some(config.app_id.clone()),
            _ => cells::with(&self.session, |session| session.as_ref()?.workspace().cloned()),
        };
        let mut page = look();
        (page.last_user, page.note_is_shared) =
            workspace.as_ref().map_or((None, false), |app_id| self.notes.read(app_id));
        clock::now(turn, page)
    }

    /// Calls `listener` for every event until the subscription is dropped.
    pub(crate) fn subscribe(&self, listener: impl Fn(&SessionEvent) + 'static) -> Subscription {
        self.listeners.add(Rc::new(listener))
    }

    /// Checks the page's installation; `then` is called once.
    pub(crate) fn diagnose(&'static self, then: impl FnOnce(Diagnosis) + 'static) {
        let observe =
            || Observed { config: self.config(), session: self.snapshot(), violations: csp::violations() };
        diagnose::run(observe, then);
    }

    /// Options of the current boot, or of the last one.
    pub(super) fn config(&self) -> Option<Rc<Config>> {
        cells::copy(&self.config)
    }

    /// Dispatches a boot of JavaScript, with the state that was begun before this module was loaded.
    #[cfg(feature = "js-session")]
    pub(crate) fn boot(&self, config: Result<Config, Error>, settle: Settle, early: Option<&Early>) {
        if let Some(early) = early {
            if let Some(channel) = early.channel() {
                self.tabs.adopt(channel);
            }
            if early.past_caches() {
                self.past_caches.set(true);
            }
            self.early.make(early);
        }
        match config {
            Ok(config) => {
                let called = early.map(Early::called);
                let event = Event::Boot { ticket: self.open(settle), config: Rc::new(config), called };
                self.dispatch_in(early.map_or_else(turns::current, Early::turn), event);
            }
            Err(error) => {
                self.dispatch(Event::Refused(error.clone()));
                settle(Err(error));
            }
        }
        if early.is_some() {
            self.early.withdraw();
        }
    }

    /// Dispatches an event to the session, and carries out its effects.
    pub(crate) fn dispatch(&self, event: Event) {
        self.dispatch_in(turns::current(), event);
    }

    /// The same for a call that was made in this run of script. Events that occur meanwhile, such as a listener's own
    /// call, wait in the inbox.
    ///
    /// Page code may throw, which ends this function at that point. So effects are kept until they are carried out, and
    /// work begun in an earlier run of script counts as ended.
    pub(crate) fn dispatch_in(&self, turn: u32, event: Event) {
        cells::with(&self.inbox, |inbox| inbox.push((event, turn)));
        let running = Some(turns::current());
        if self.working.replace(running) == running {
            return;
        }
        loop {
            while let Some(effect) = cells::with(&self.effects, Iterator::next) {
                self.perform(effect);
            }
            let Some((event, turn)) = self.next_event() else { break };
            let now = self.now(&event, turn);
            let mut session = self.session.take().unwrap_or_else(|| self.begin_afresh());
            let effects = session.handle(event, &now);
            self.session.set(Some(session));
            self.effects.set(effects.into_iter());
        }
        self.working.set(None);
    }

    fn new_session() -> Box<Session> {
        Box::new(Session::new(read::token))
    }

    /// Replaces a session that is lost, and ignores everything that it began.
    fn begin_afresh(&self) -> Box<Session> {
        self.cancel_all();
        Self::new_session()
    }

    /// The oldest event in the inbox.
    fn next_event(&self) -> Option<(Event, u32)> {
        cells::with(&self.begun, Iterator::next).or_else(|| {
            self.begun.set(self.inbox.take().into_iter());
            cells::with(&self.begun, Iterator::next)
        })
    }

    fn perform(&self, effect: Effect) {
        match effect {
            Effect::Prepare { config, preload } => self.prepare(config, preload),
            Effect::RequestToken { question, fresh } => self.request_token(question, fresh),
            Effect::Defer { generation, look } => {
                if let Some(config) = self.config() {
                    self.load_trigger.start(generation, &config, &look);
                }
            }
            Effect::EndDefer => self.load_trigger.end(),
            Effect::WatchRoutes => self.routes.watch(),
            Effect::LoadWidget { generation } => {
                if let Some(config) = self.config() {
                    self.script.load(generation, &config);
                }
            }
            Effect::RemoveWidget => {
                if let Some(config) = self.config() {
                    self.script.remove(&config);
                }
            }
            Effect::Call(call) => self.intercom.call(&call),
            Effect::Invoke(ticket, call) => self.invoke(ticket, &call),
            Effect::Arm { timer, generation, after } => {
                self.timers.arm(timer, after, move || tell(Event::Timer { generation, timer }));
            }
            Effect::Disarm(timer) => self.timers.disarm(timer),
            Effect::CancelAll => self.cancel_all(),
            Effect::EmptyQueue => intercom_global::empty_queue(),
            Effect::WithdrawShutdown => self.intercom.withdraw_shutdown(),
            Effect::ForgetSettings => intercom_global::forget_settings(),
            Effect::ExpireCookies { app_id, device } => {
                cookies::expire_messengers(app_id.as_ref(), device);
            }
            Effect::Note(app_id, note) => self.notes.write(app_id, note),
            Effect::ForgetNotes => self.notes.forget(),
            Effect::TellTabs(message) => self.tabs.send(&message),
            Effect::Finish(generation) => self.dispatch(Event::TornDown { generation }),
            Effect::Settle(ticket, outcome) => self.settle(ticket, outcome),
            Effect::Notify(notice) => self.notify(&notice),
            Effect::WarnUnsigned => self.warn_unsigned(),
        }
    }

    fn prepare(&self, config: Rc<Config>, preload: bool) {
        if intercom_global::install_stub() {
            self.script.claim();
        }
        if preload {
            self.script.preload(&config);
        }
        if config.sync_tabs {
            self.tabs.open();
        }
        self.config.set(Some(config));
    }

    fn invoke(&self, ticket: Option<Ticket>, call: &MethodCall) {
        let given = intercom_global::call_method(call);
        if let Some(ticket) = ticket {
            self.settle(ticket, Ok(given));
        }
    }

    fn request_token(&self, question: Generation, fresh: bool) {
        if let Some(config) = self.config() {
            let who = Who::Page { fresh: fresh || self.past_caches.get() };
            // An early one may be older than a sign-in or sign-out.
            let outdated = early::Offer::default();
            let offer = if fresh { &outdated } else { &self.early };
            let then = Box::new(move |reply| tell(token_event(question, reply)));
            self.request.set(Some(token_request::start(&config, who, offer, then)));
        }
    }

    fn cancel_all(&self) {
        self.timers.disarm_all();
        drop(self.request.take());
        self.script.let_go();
        self.load_trigger.end();
        self.routes.stop();
    }

    fn settle(&self, ticket: Ticket, outcome: CallResult) {
        if let Some(settle) = self.calls.take(ticket) {
            settle(outcome);
        }
    }

    fn notify(&self, notice: &SessionEvent) {
        if self.config().is_some_and(|config| config.debug) {
            log(notice);
        }
        self.listeners.notify(notice);
    }

    fn warn_unsigned(&self) {
        if !self.warned.replace(true) {
            let warning = "intercom-messenger-loader: allowUnsignedIdentity is on: anyone can impersonate anyone. Sign the \
                           identity on your server, and give jwtUrl.";
            caught::log("warn", warning);
        }
    }
}

fn token_event(question: Generation, reply: Reply) -> Event {
    let Reply { answer, server_time, storable } = reply;
    Event::Token { question, answer, server_time, storable }
}

/// Current state of the page's Messenger.
fn look() -> Page {
    let is_widget = intercom_global::is_widget();
    let has_session = is_widget || intercom_global::holds_boot();
    Page { is_widget, has_session, url: global::address("href"), last_user: None, note_is_shared: false }
}

/// Dispatches the event of a callback to the session.
pub(super) fn tell(event: Event) {
    if let Some(runtime) = Runtime::get() {
        runtime.dispatch(event);
    }
}

/// Logs an event on one line of the console; never a token.
fn log(notice: &SessionEvent) {
    let mut line = String::from("intercom-messenger-loader: ");
    match notice {
        SessionEvent::StateChange => return,
        SessionEvent::Ready(Identity::Visitor) => line.push_str("booted as a visitor"),
        SessionEvent::Ready(Identity::User { user_id }) => {
            line.push_str("booted as user ");
            line.push_str(user_id);
        }
        SessionEvent::Live => line.push_str("the Messenger's session runs"),
        SessionEvent::TokenRefreshed => line.push_str("token refreshed"),
        SessionEvent::SignedOut => line.push_str("signed out by the server"),
        SessionEvent::Error(error) => line.push_str(&error.message()),
        SessionEvent::MessengerEvent(news) => {
            line.push_str("the Messenger called back: ");
            line.push_str(news.event());
        }
        SessionEvent::UpdateWaits(wait) => {
            line.push_str("update quota used up; next update in ");
            line.push_str(&decimal(wait / 1_000));
            line.push_str(" s");
        }
    }
    caught::log("info", &line);
}
