//! A session on a bench: events go in by hand, and what it does comes out as one line of text.

use std::rc::Rc;

use super::{NOON, token_of, user_in};
use crate::config::Config;
use crate::endpoint::Answer;
use crate::error::{Code, Error};
use crate::jwt::Secret;
use crate::session::{
    Call, Effect, Event, Generation, Identity, Notice, Now, Page, Session, Snapshot, Ticket, Timer,
    WidgetOutcome,
};

/// What ends a session, in the only order that leaves nothing behind.
pub(super) const TEARDOWN: &str =
    "cancel all, empty queue, shutdown, forget settings, expire cookies, finish";

pub(super) struct Bench {
    session: Session,
    pub(super) now: Now,
    pub(super) generation: Generation,
    tickets: u32,
}

impl Bench {
    /// A page at noon without a Messenger; waits are as long as chance can make them.
    pub(super) fn new() -> Self {
        let page = Page { url: "https://example.com/".to_owned(), ..Page::default() };
        let now = Now { unix: NOON, uptime: 0, random: u32::MAX, page };
        Self { session: Session::default(), now, generation: Generation::default(), tickets: 0 }
    }

    /// The same with a session of `config`, as whoever `answer` says; calls count from 2.
    pub(super) fn active(config: &Rc<Config>, answer: Answer) -> Self {
        let mut bench = Self::new();
        bench.boot(config);
        bench.token(answer);
        bench.ready();
        assert!(bench.is().starts_with("active"), "{}", bench.is());
        bench
    }

    pub(super) fn boot(&mut self, config: &Rc<Config>) -> String {
        let ticket = self.ticket();
        self.handle(Event::Boot { ticket, config: Rc::clone(config) })
    }

    pub(super) fn shutdown(&mut self) -> String {
        let ticket = self.ticket();
        self.handle(Event::Shutdown { ticket })
    }

    pub(super) fn refresh(&mut self) -> String {
        let ticket = self.ticket();
        self.handle(Event::Refresh { ticket })
    }

    /// A route change within `https://example.com`.
    pub(super) fn route(&mut self, path: &str) -> String {
        let ticket = self.ticket();
        self.handle(Event::Route { ticket, url: format!("https://example.com{path}") })
    }

    pub(super) fn token(&mut self, answer: Answer) -> String {
        self.token_at(answer, None)
    }

    pub(super) fn token_at(&mut self, answer: Answer, server_time: Option<i64>) -> String {
        self.handle(Event::Token { generation: self.generation, answer, server_time })
    }

    pub(super) fn widget(&mut self, outcome: WidgetOutcome) -> String {
        self.handle(Event::Widget { generation: self.generation, outcome })
    }

    /// The widget loads and runs its queue.
    pub(super) fn ready(&mut self) -> String {
        (self.now.page.live, self.now.page.occupied) = (true, true);
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

    /// Phase, whose session it is and what failed last, in one line.
    pub(super) fn is(&self) -> String {
        let Snapshot { phase, session, last_error, .. } = self.snapshot();
        let parts = [Some(phase.as_str().to_owned()), session.map(who), last_error.map(|error| code(&error))];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    pub(super) fn debug(&self) -> String {
        format!("{:?}", self.session)
    }

    pub(super) fn handle(&mut self, event: Event) -> String {
        self.effects(event).iter().map(name).collect::<Vec<_>>().join(", ")
    }

    pub(super) fn effects(&mut self, event: Event) -> Vec<Effect> {
        let effects = self.session.handle(event, &self.now);
        for effect in &effects {
            match effect {
                Effect::RequestToken { generation, .. }
                | Effect::LoadWidget { generation, .. }
                | Effect::Arm { generation, .. }
                | Effect::Finish(generation) => self.generation = *generation,
                _ => {}
            }
        }
        effects
    }

    fn ticket(&mut self) -> Ticket {
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
        Effect::CleanSettings => "clean settings".into(),
        Effect::Call(Call::Boot(payload)) => format!("boot {}", user_in(payload).unwrap_or("visitor".into())),
        Effect::Call(Call::Update(payload)) => {
            format!("update {}", user_in(payload).unwrap_or("visitor".into()))
        }
        Effect::Call(Call::Shutdown) => "shutdown".into(),
        Effect::Arm { timer, after, .. } => format!("{timer:?} in {after}"),
        Effect::Disarm(timer) => format!("no {timer:?}"),
        Effect::CancelAll => "cancel all".into(),
        Effect::EmptyQueue => "empty queue".into(),
        Effect::ForgetSettings => "forget settings".into(),
        Effect::ExpireCookies(_) => "expire cookies".into(),
        Effect::Finish(_) => "finish".into(),
        Effect::Settle(Ticket(call), Ok(Some(identity))) => format!("{call}: {}", who(identity.clone())),
        Effect::Settle(Ticket(call), Ok(None)) => format!("{call}: done"),
        Effect::Settle(Ticket(call), Err(error)) => format!("{call}: {}", code(error)),
        Effect::Notify(Notice::StateChange) => "state".into(),
        Effect::Notify(Notice::Ready(_)) => "ready".into(),
        Effect::Notify(Notice::TokenRefreshed) => "refreshed".into(),
        Effect::Notify(Notice::SignedOut) => "signed out".into(),
        Effect::Notify(Notice::Error(error)) => format!("error {}", code(error)),
        Effect::Notify(Notice::RouteWaits(wait)) => format!("route waits {wait}"),
        Effect::WarnUnsigned => "warn".into(),
    }
}

pub(super) fn visitor() -> Rc<Config> {
    Rc::new(Config::new("abc12345").unwrap())
}

/// A boot that asks the customer's endpoint.
pub(super) fn endpoint() -> Rc<Config> {
    Rc::new(Config::new("abc12345").unwrap().jwt_url("/jwt"))
}

/// The same, changed.
pub(super) fn endpoint_with(change: impl FnOnce(&mut Config)) -> Rc<Config> {
    let mut config = Config::new("abc12345").unwrap().jwt_url("/jwt");
    change(&mut config);
    Rc::new(config)
}

pub(super) fn fixed(secret: Secret) -> Rc<Config> {
    endpoint_with(|config| config.token = crate::config::TokenSource::Fixed(secret))
}

/// The endpoint's answer for a signed-in user.
pub(super) fn user(id: &str) -> Answer {
    Answer::Token(token_of(id, NOON))
}

/// The endpoint fails in a way that may pass.
pub(super) fn unreachable() -> Answer {
    Answer::retry(Code::EndpointUnreachable)
}
