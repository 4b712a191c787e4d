//! The session: decides who the Messenger is booted as, and when. Time, randomness and page state are inputs.
//!
//! [`Session::handle`] takes an event and returns effects; nothing else changes a session. Cancellation is left to the
//! browser layer and only saves work: a late answer is harmless because it carries the [`Generation`] it belongs to.

mod boot;
mod calls;
mod cross_tab;
mod effect;
mod event;
mod identify;
mod methods;
mod newer_token;
mod pending_boot;
mod question;
mod refresh;
mod state;
mod teardown;
mod updates;
mod widget;

#[cfg(test)]
mod tests;

use crate::core::attributes::Value;
use crate::core::config::{AppId, Region};
use crate::core::error::{Code, Error};
use crate::core::last_user::LastUser;
use crate::core::quota::Quota;
use crate::core::schedule::{Millis, plus};
use crate::core::token;

pub use effect::{Call, Effect, SessionEvent};
pub use event::{Called, Env, Event, Page, Resume, Ticket, Timer, WidgetOutcome};
pub use methods::{METHODS, MessengerEvent, Method, MethodCall, SPACES};
use question::Question;
use state::State;
pub use state::{Generation, Identity, Phase};

/// Value of a completed call.
#[derive(Clone, Debug, PartialEq)]
pub enum CallValue {
    /// No value.
    Nothing,
    /// Owner of the session.
    Session(Identity),
    /// Return value of a method of the Messenger.
    Value(Value),
}

/// Result of a call.
pub type CallResult = Result<CallValue, Error>;

/// Callback for a call's result, called once.
pub(crate) type Settle = Box<dyn FnOnce(CallResult)>;

/// The one session that a page has. It outlives boots and shutdowns.
#[derive(Clone, Debug)]
pub struct Session {
    /// Reads tokens.
    reader: token::Reader,
    state: State,
    generation: Generation,
    quota: Quota,
    /// The workspace of the last boot, whose cookies a shutdown expires.
    app_id: Option<AppId>,
    /// Whether the tabs of the site follow that boot.
    sync_tabs: bool,
    last_error: Option<Error>,
    /// Whether the Messenger has reported that its session runs; `None` until its time limit.
    live: Option<bool>,
    /// Time by which the server's clock is ahead of the device's, as far as is known.
    skew: Millis,
    /// The newest question for a token.
    question: Question,
    /// Whether the application listens to each Messenger event, by [`MessengerEvent::index`].
    listened: [bool; 4],
    /// Whether the Messenger has been shut down, and not booted since.
    messenger_shut_down: bool,
    /// The note of the last user, as it stands.
    noted: Option<LastUser>,
    /// Whether every tab sees that note.
    note_is_shared: bool,
    /// Whether this page wrote it.
    note_is_own: bool,
    /// Whether every tab saw it at any time since this page wrote or removed it, or since the page last came to the
    /// front.
    note_was_shared: bool,
    /// The note that caused the last question since the page came to the front.
    note_looked_at: Option<LastUser>,
    /// Whether the page is being left.
    hidden: bool,
    /// The note of the last user when leaving began.
    noted_when_hidden: Option<LastUser>,
    /// Whether the state that the application sees has changed in this event.
    changed: bool,
    effects: Vec<Effect>,
}

impl Session {
    /// A page's session before any event. It reads tokens with `reader`.
    #[must_use]
    pub fn new(reader: token::Reader) -> Self {
        Self {
            reader,
            state: State::default(),
            generation: Generation::default(),
            quota: Quota::default(),
            app_id: None,
            sync_tabs: true,
            last_error: None,
            live: None,
            skew: 0,
            question: Question::default(),
            listened: [false; 4],
            messenger_shut_down: false,
            noted: None,
            note_is_shared: false,
            note_is_own: false,
            note_was_shared: false,
            note_looked_at: None,
            hidden: false,
            noted_when_hidden: None,
            changed: false,
            effects: Vec::new(),
        }
    }

    /// Handles `event`, and returns its effects in order.
    pub fn handle(&mut self, event: Event, env: &Env) -> Vec<Effect> {
        if event.generation().is_some_and(|generation| generation != self.generation) {
            return Vec::new();
        }
        self.note_is_own &= self.noted == env.page.last_user;
        (self.noted, self.note_is_shared) = (env.page.last_user, env.page.note_is_shared);
        self.note_was_shared |= self.note_is_shared;
        match event {
            Event::Boot { ticket, config, called } => self.on_boot(ticket, config, called, env),
            Event::Refused(error) => self.report(&error),
            Event::Shutdown { ticket } => self.on_shutdown(ticket, env),
            Event::Leave { ticket } => self.on_leave(ticket, env),
            Event::Refresh { ticket } => self.on_refresh(ticket, env),
            Event::Route { ticket, url } => self.on_route(ticket, url, env),
            Event::Update { ticket, settings } => self.on_update(ticket, settings, env),
            Event::Call { ticket, call } => self.on_call(ticket, call, env),
            Event::Listen { news } => self.on_listen(news),
            Event::MessengerEvent(news) => self.on_news(news),
            Event::Due { open, .. } => self.on_due(open, env),
            Event::Tab(message) => self.on_tab(&message, env),
            Event::Resume(wake) => self.on_wake(wake, env),
            Event::Token { question, answer, server_time, storable } => {
                self.on_token(question, answer, server_time, storable, env)
            }
            Event::Widget { outcome, .. } => self.on_widget(outcome, env),
            Event::Live { .. } => self.on_live(true),
            Event::Timer { timer, .. } => self.on_timer(timer, env),
            Event::TornDown { .. } => self.on_torn_down(env),
            Event::PageHidden => (self.hidden, self.noted_when_hidden) = (true, self.noted),
            Event::PageShown => self.hidden = false,
        }
        if std::mem::take(&mut self.changed) {
            self.push(Effect::Notify(SessionEvent::StateChange));
        }
        std::mem::take(&mut self.effects)
    }

    /// The state as the application may see it; never a token.
    #[must_use]
    pub fn snapshot(&self, env: &Env) -> Snapshot {
        let config = self.state.config();
        Snapshot {
            phase: self.state.phase(),
            session: self.identity(),
            app_id: config.map(|config| config.app_id.clone()),
            region: config.and_then(|config| Region::of(config.api_base.as_ref())),
            token_expires_at: self.state.subject().and_then(|subject| subject.token()?.expires_at()),
            live: self.live,
            updates_left: self.quota.left(env.uptime),
            last_error: self.last_error.clone(),
        }
    }

    /// Owner of the current or coming session.
    fn identity(&self) -> Option<Identity> {
        self.state.subject().map(|subject| subject.identity())
    }

    /// The server's clock, as far as it is known, in milliseconds since 1970.
    const fn server_clock(&self, env: &Env) -> Millis {
        plus(env.unix, self.skew)
    }

    /// Workspace of the last user that an event needs; `None` before the first boot.
    #[must_use]
    pub fn workspace(&self) -> Option<&AppId> {
        self.state.config().map(|config| &config.app_id).or(self.app_id.as_ref())
    }

    fn on_timer(&mut self, timer: Timer, env: &Env) {
        // A page that has been left runs no timers: this one is still there, or has come back.
        self.hidden = false;
        match timer {
            Timer::TokenRetry => self.try_again(env),
            Timer::Refresh => self.schedule_refresh(env),
            Timer::WidgetRetry => self.load_again(),
            Timer::WidgetTimeout => self.on_widget_timeout(env),
            Timer::Update => self.flush_update(env),
            Timer::Live => self.on_live(false),
            Timer::Note => self.on_note_due(env),
        }
    }

    fn enter(&mut self, state: State) {
        self.state = state;
        self.changed = true;
    }

    fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    fn arm(&mut self, timer: Timer, after: Millis) {
        self.push(Effect::Arm { timer, generation: self.generation, after });
    }

    fn settle(&mut self, tickets: Vec<Ticket>, result: &CallResult) {
        for ticket in tickets {
            self.push(Effect::Settle(ticket, result.clone()));
        }
    }

    fn reject(&mut self, ticket: Ticket, code: Code) {
        self.push(Effect::Settle(ticket, Err(code.into())));
    }

    /// Reports a failure to the application.
    fn report(&mut self, error: &Error) {
        self.last_error = Some(error.clone());
        self.changed = true;
        self.push(Effect::Notify(SessionEvent::Error(error.clone())));
    }
}

/// Result of `state()`.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// Phase of the session.
    pub phase: Phase,
    /// Its owner, once known.
    pub session: Option<Identity>,
    /// The workspace.
    pub app_id: Option<AppId>,
    /// The workspace's region; `None` without a session, and with a custom API host.
    pub region: Option<Region>,
    /// Whether the Messenger reports that its session runs; `None` before a boot call, and until its time limit.
    pub live: Option<bool>,
    /// Expiry of the token by the server's clock, in milliseconds since 1970.
    pub token_expires_at: Option<Millis>,
    /// Number of attribute updates that can be sent now; route changes leave some of them.
    pub updates_left: usize,
    /// The last failure since the last boot.
    pub last_error: Option<Error>,
}
