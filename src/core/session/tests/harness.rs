//! A session in a harness: events are sent by hand, and effects are returned as one line of text.

use std::rc::Rc;

use super::{NOON, token_of, user_in};
use crate::core::attributes::{Attributes, Value};
use crate::core::config::{AppId, Config, Routes};
use crate::core::error::{Code, Error};
use crate::core::last_user::LastUser;
use crate::core::response::Answer;
use crate::core::schedule::MINUTE;
use crate::core::session::{
    Call, CallValue, Effect, Env, Event, Generation, Identity, MessengerEvent, MethodCall, Page, Resume,
    Session, SessionEvent, Snapshot, Ticket, Timer, WidgetOutcome,
};
use crate::core::tabs::{TabMessage, TabNews};
use crate::core::token::RawToken;

/// Effects that end a session, in the only order that leaves nothing behind.
pub(super) const TEARDOWN: &str =
    "cancel all, empty queue, shutdown, forget settings, expire cookies, finish";

/// The same for a visitor's session that is replaced.
pub(super) const VISITOR_TEARDOWN: &str =
    "cancel all, empty queue, shutdown, forget settings, expire cookies but the device's, finish";

/// Effects that end a boot before any call of the Messenger.
pub(super) const NOTHING_TOLD: &str = "cancel all, finish";

/// Effects that end a boot that the Messenger has not run.
pub(super) const QUEUE_ONLY: &str = "cancel all, empty queue, shutdown, finish";

pub(super) struct Harness {
    session: Session,
    pub(super) now: Env,
    pub(super) generation: Generation,
    /// Time of the timer for the next token, by the monotonic clock. The lines omit it, as they omit the effects that
    /// keep the queue tidy.
    pub(super) refresh_at: Option<i64>,
    pub(super) question: Generation,
    /// Time of the next question, by the monotonic clock.
    pub(super) retry_at: Option<i64>,
    /// Whether the newest question bypassed every cache.
    fresh: bool,
    has_old_note: bool,
    tickets: u32,
}

impl Harness {
    /// A page at noon without a Messenger; random waits have their maximum.
    pub(super) fn new() -> Self {
        let page = Page { url: "https://example.com/".to_owned(), ..Page::default() };
        let now = Env { unix: NOON, uptime: 0, random: u32::MAX, turn: 0, page };
        Self {
            session: Session::new(crate::read::token),
            now,
            generation: Generation::default(),
            refresh_at: None,
            question: Generation::default(),
            fresh: false,
            has_old_note: false,
            retry_at: None,
            tickets: 0,
        }
    }

    /// The same with a session of `config`, owned by the user in `answer`; calls count from 2.
    pub(super) fn active(config: &Rc<Config>, answer: Answer) -> Self {
        let mut harness = Self::new();
        harness.boot(config);
        harness.token(answer);
        harness.ready();
        assert!(harness.is().starts_with("active"), "{}", harness.is());
        harness
    }

    pub(super) fn boot(&mut self, config: &Rc<Config>) -> String {
        let ticket = self.ticket();
        self.handle(Event::Boot { ticket, config: Rc::clone(config), called: None })
    }

    pub(super) fn shutdown(&mut self) -> String {
        let ticket = self.ticket();
        self.handle(Event::Shutdown { ticket })
    }

    pub(super) fn leave(&mut self) -> String {
        let ticket = self.ticket();
        self.handle(Event::Leave { ticket })
    }

    pub(super) fn refresh(&mut self) -> String {
        let ticket = self.ticket();
        self.handle(Event::Refresh { ticket })
    }

    /// A route change within `https://example.com`.
    pub(super) fn route(&mut self, path: &str) -> String {
        let ticket = self.ticket();
        self.handle(Event::Route { ticket: Some(ticket), url: format!("https://example.com{path}") })
    }

    /// A route change reported by the browser.
    pub(super) fn navigate(&mut self, path: &str) -> String {
        self.handle(Event::Route { ticket: None, url: format!("https://example.com{path}") })
    }

    pub(super) fn update(&mut self, settings: Attributes) -> String {
        let ticket = self.ticket();
        self.handle(Event::Update { ticket, settings })
    }

    pub(super) fn call(&mut self, method: &str, args: &[Value]) -> String {
        let ticket = self.ticket();
        let call = MethodCall::new(method, args.to_vec()).unwrap();
        self.handle(Event::Call { ticket, call })
    }

    pub(super) fn listen(&mut self, news: MessengerEvent) -> String {
        self.handle(Event::Listen { news })
    }

    pub(super) fn due(&mut self, open: bool) -> String {
        self.handle(Event::Due { generation: self.generation, open })
    }

    pub(super) fn wake(&mut self, wake: Resume) -> String {
        self.handle(Event::Resume(wake))
    }

    pub(super) fn tab(&mut self, news: TabNews) -> String {
        self.handle(Event::Tab(TabMessage { news, app_id: Some(AppId::parse("abc12345").unwrap()) }))
    }

    /// The same where this tab's note may be old.
    pub(super) fn tab_with_old_note(&mut self, news: TabNews) -> String {
        let message = TabMessage { news, app_id: Some(AppId::parse("abc12345").unwrap()) };
        self.handle_with_old_note(Event::Tab(message))
    }

    /// Removes the note's cookie; a host's own storage keeps its note.
    pub(super) const fn lose_shared_note(&mut self) {
        self.has_old_note = true;
    }

    /// Restores the cookie.
    pub(super) const fn find_shared_note(&mut self) {
        self.has_old_note = false;
    }

    pub(super) fn handle_with_old_note(&mut self, event: Event) -> String {
        self.has_old_note = true;
        let done = self.handle(event);
        self.has_old_note = false;
        done
    }

    pub(super) fn token(&mut self, answer: Answer) -> String {
        self.token_at(answer, None)
    }

    /// The endpoint answers at `server_time` by its own clock. An answer that may be cached is requested again.
    pub(super) fn token_at(&mut self, answer: Answer, server_time: Option<i64>) -> String {
        let aged = server_time.is_some_and(|time| self.now.unix - time > MINUTE);
        if aged && !self.fresh {
            let answer = answer.clone();
            let again =
                self.handle(Event::Token { question: self.question, answer, server_time, storable: false });
            assert_eq!(again, "ask");
        }
        self.handle(Event::Token { question: self.question, answer, server_time, storable: false })
    }

    pub(super) fn widget(&mut self, outcome: WidgetOutcome) -> String {
        self.handle(Event::Widget { generation: self.generation, outcome })
    }

    /// Begins another run of script: earlier requests were sent before it.
    pub(super) fn next_turn(&mut self) {
        self.now.turn += 1;
    }

    /// The widget loads and runs its queue.
    pub(super) fn ready(&mut self) -> String {
        (self.now.page.is_widget, self.now.page.has_session) = (true, true);
        self.widget(WidgetOutcome::Ready)
    }

    pub(super) fn timer(&mut self, timer: Timer) -> String {
        self.handle(Event::Timer { generation: self.generation, timer })
    }

    pub(super) fn torn_down(&mut self) -> String {
        self.handle(Event::TornDown { generation: self.generation })
    }

    pub(super) fn pass(&mut self, millis: i64) {
        self.now.unix += millis;
        self.now.uptime += millis;
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        self.session.snapshot(&self.now)
    }

    /// Phase, owner and last error, in one line.
    pub(super) fn is(&self) -> String {
        let Snapshot { phase, session, last_error, .. } = self.snapshot();
        let parts = [Some(phase.as_str().to_owned()), session.map(who), last_error.map(|error| code(&error))];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    pub(super) fn debug(&self) -> String {
        format!("{:?}", self.session)
    }

    pub(super) fn handle(&mut self, event: Event) -> String {
        let left_out = |effect: &&Effect| {
            !matches!(
                effect,
                Effect::Arm { timer: Timer::Refresh | Timer::Live, .. }
                    | Effect::Call(Call::Ready(_))
                    | Effect::Note(..)
                    | Effect::WithdrawShutdown
            )
        };
        self.effects(event).iter().filter(left_out).map(name).collect::<Vec<_>>().join(", ")
    }

    pub(super) fn effects(&mut self, event: Event) -> Vec<Effect> {
        self.now.page.note_is_shared = self.now.page.last_user.is_some() && !self.has_old_note;
        let effects = self.session.handle(event, &self.now);
        for effect in &effects {
            match effect {
                Effect::Arm { timer: Timer::Refresh, after, .. } => {
                    self.refresh_at = Some(self.now.uptime + after)
                }
                Effect::Arm { timer: Timer::TokenRetry, after, .. } => {
                    self.retry_at = Some(self.now.uptime + after);
                }
                Effect::CancelAll => (self.refresh_at, self.retry_at) = (None, None),
                Effect::Note(_, note) => self.now.page.last_user = *note,
                Effect::ForgetNotes => self.now.page.last_user = None,
                Effect::RequestToken { question, fresh } => {
                    (self.question, self.fresh, self.retry_at) = (*question, *fresh, None);
                }
                _ => {}
            }
            match effect {
                Effect::LoadWidget { generation, .. }
                | Effect::Defer { generation, .. }
                | Effect::Arm { generation, .. }
                | Effect::Finish(generation) => self.generation = *generation,
                _ => {}
            }
        }
        effects
    }

    /// Whether the note names this user.
    pub(super) fn noted(&self, id: &str) -> bool {
        self.now.page.last_user.is_some_and(|note| note.is(id))
    }

    pub(super) fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }
}

fn who(identity: Identity) -> String {
    match identity {
        Identity::User { user_id } => user_id,
        Identity::Visitor => "visitor".to_owned(),
    }
}

fn code(error: &Error) -> String {
    error.code().as_str().to_owned()
}

fn name(effect: &Effect) -> String {
    match effect {
        Effect::Prepare { preload: true, .. } => "prepare and preload".into(),
        Effect::Prepare { .. } => "prepare".into(),
        Effect::RequestToken { .. } => "ask".into(),
        Effect::LoadWidget { .. } => "load".into(),
        Effect::RemoveWidget => "remove".into(),
        Effect::Call(Call::Boot(payload)) => format!("boot {}", user_in(payload).unwrap_or("visitor".into())),
        Effect::Call(Call::Update(payload)) => {
            format!("update {}", user_in(payload).unwrap_or("visitor".into()))
        }
        Effect::Call(Call::Shutdown) => "shutdown".into(),
        Effect::Call(Call::Ready(_)) => "ready callback".into(),
        Effect::Call(Call::Register(news)) => news.method().into(),
        Effect::Invoke(Some(Ticket(ticket)), call) => format!("{ticket}: {}", call.method().name),
        Effect::Invoke(None, call) => call.method().name.into(),
        Effect::Defer { .. } => "defer".into(),
        Effect::EndDefer => "no defer".into(),
        Effect::WatchRoutes => "watch routes".into(),
        Effect::Note(..) => "note".into(),
        Effect::ForgetNotes => "forget notes".into(),
        Effect::TellTabs(message) => format!("tell tabs {}", message.to_text()),
        Effect::Arm { timer, after, .. } => format!("{timer:?} in {after}"),
        Effect::Disarm(timer) => format!("no {timer:?}"),
        Effect::CancelAll => "cancel all".into(),
        Effect::EmptyQueue => "empty queue".into(),
        Effect::WithdrawShutdown => "withdraw".into(),
        Effect::ForgetSettings => "forget settings".into(),
        Effect::ExpireCookies { device: true, .. } => "expire cookies".into(),
        Effect::ExpireCookies { .. } => "expire cookies but the device's".into(),
        Effect::Finish(_) => "finish".into(),
        Effect::Settle(Ticket(call), Ok(CallValue::Session(identity))) => {
            format!("{call}: {}", who(identity.clone()))
        }
        Effect::Settle(Ticket(call), Ok(CallValue::Nothing | CallValue::Value(_))) => format!("{call}: done"),
        Effect::Settle(Ticket(call), Err(error)) => format!("{call}: {}", code(error)),
        Effect::Notify(SessionEvent::StateChange) => "state".into(),
        Effect::Notify(SessionEvent::Ready(_)) => "ready".into(),
        Effect::Notify(SessionEvent::Live) => "live".into(),
        Effect::Notify(SessionEvent::TokenRefreshed) => "refreshed".into(),
        Effect::Notify(SessionEvent::SignedOut) => "signed out".into(),
        Effect::Notify(SessionEvent::Error(error)) => format!("error {}", code(error)),
        Effect::Notify(SessionEvent::MessengerEvent(news)) => format!("news {}", news.event()),
        Effect::Notify(SessionEvent::UpdateWaits(wait)) => format!("update waits {wait}"),
        Effect::WarnUnsigned => "warn".into(),
    }
}

/// A configuration without features that other tests cover: navigation and other tabs.
fn plain() -> Config {
    let mut config = Config::new("abc12345").unwrap();
    (config.routes, config.sync_tabs) = (Routes::Manual, false);
    config
}

pub(super) fn visitor() -> Rc<Config> {
    Rc::new(plain())
}

/// A boot with the customer's endpoint.
pub(super) fn endpoint() -> Rc<Config> {
    Rc::new(plain().jwt_url("/jwt"))
}

/// The same, changed.
pub(super) fn endpoint_with(change: impl FnOnce(&mut Config)) -> Rc<Config> {
    let mut config = plain().jwt_url("/jwt");
    change(&mut config);
    Rc::new(config)
}

pub(super) fn fixed(secret: RawToken) -> Rc<Config> {
    endpoint_with(|config| config.token = crate::core::config::TokenSource::Fixed(secret))
}

/// The endpoint's answer for a signed-in user.
pub(super) fn user(id: &str) -> Answer {
    Answer::Token(token_of(id, NOON))
}

/// The note of a user, as a page may find it.
pub(super) fn note_of(id: &str) -> LastUser {
    LastUser::new(id, 7)
}

/// A transient failure of the endpoint.
pub(super) fn unreachable() -> Answer {
    Answer::retry(Code::EndpointUnreachable)
}

/// A token signed at the request; a second later it is a different one.
pub(super) fn fresh(harness: &Harness, id: &str) -> Answer {
    Answer::Token(token_of(id, harness.now.unix))
}
