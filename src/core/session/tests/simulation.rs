//! A fake browser and server around a session. The test ends pending operations in any order; after every step the page
//! is compared with the model.

mod calls;
mod effects;
mod elsewhere;
mod server;

use std::collections::BTreeMap;

use elsewhere::Belief;
pub(super) use elsewhere::Elsewhere;
pub(super) use server::Reply;

use super::NOON;
use super::fake_page::{FakePage, Start, Who};
use super::model::{Model, Said};
use super::setups::{ADA, Setup, setups};
use crate::core::config::{AppId, Load};
use crate::core::last_user::LastUser;
use crate::core::schedule::Millis;
use crate::core::session::{
    CallResult, Effect, Env, Event, Generation, Phase, Session, SessionEvent, Ticket, Timer, WidgetOutcome,
};
use crate::core::token::RawToken;

/// Variant of a simulation.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    pub(super) start: Start,
    /// Whether the page's settings identify a user.
    pub(super) identifying_settings: bool,
    /// Whether cancelled operations are dropped. They need not be: cancelling only saves work.
    pub(super) cancels: bool,
    /// Whether a script runs the moment it is inserted.
    pub(super) hasty: bool,
    /// Time by which the device's clock is ahead.
    pub(super) ahead: Millis,
}

/// A pending operation.
#[derive(Debug)]
enum Pending {
    Token {
        question: Generation,
        setup: usize,
        wish: u32,
        asked_as: Option<&'static str>,
        /// The run of script that asked, and the note of the last user at that time.
        turn: u32,
        noted: Option<LastUser>,
        /// Whether it bypassed every cache.
        fresh: bool,
    },
    Widget {
        generation: Generation,
        wish: u32,
    },
    /// A script without a listener of the loader's: the page's own, or one that was removed and runs all the same.
    Script {
        of_the_page: bool,
    },
    Timer {
        generation: Generation,
        wish: u32,
        timer: Timer,
        after: Millis,
    },
    /// The moment of a deferred boot.
    Due {
        generation: Generation,
    },
    TornDown {
        generation: Generation,
    },
    /// The Messenger's report that its session runs.
    Live {
        generation: Generation,
    },
}

/// Change of the model to another request.
type Turn = Box<dyn FnOnce(&mut Simulation)>;

/// Result that a call of the application expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    /// A session, by `boot`.
    Boot,
    /// A session, by `refreshToken`.
    Refresh,
    /// No value.
    Nothing,
}

#[derive(Debug)]
struct Asked {
    what: For,
    /// The run of script of the call.
    turn: u32,
    /// Number of changes of user until then; `None` for a call that opens the Messenger for the current user.
    changes: Option<u32>,
    result: Option<CallResult>,
}

pub(super) struct Simulation {
    kind: Kind,
    setups: Vec<Setup>,
    session: Session,
    page: FakePage,
    model: Model,
    pending: Vec<Pending>,
    calls: Vec<Asked>,
    uptime: Millis,
    /// Configuration of the newest boot, from the effect that prepares it.
    prepared: usize,
    pub(super) signed_in: Option<&'static str>,
    hidden: bool,
    /// Whether the loader has been used: from then on it is responsible for the page's state.
    touched: bool,
    /// Whether the script of the newest boot has just failed, or exceeded its time limit.
    script_failed: bool,
    /// Whether a deferred boot's token request has failed.
    outlived: bool,
    /// A newer token of the session's user, passed by the application.
    brought: Option<RawToken>,
    /// The token last sent to the Messenger.
    token: Option<RawToken>,
    /// The notes of the last users, for each workspace.
    notes: BTreeMap<String, LastUser>,
    /// Number of runs of script.
    turn: u32,
    /// The newest question.
    newest: Generation,
    /// Whether another tab has reported another user since.
    doubted: bool,
    /// The run of script of the newest answered question.
    answered: u32,
    /// Whether the session that ends was announced to the page, or its end was reported.
    may_expire: bool,
    /// The application's next request, which waits for the updates of its last one.
    next_wish: Option<Turn>,
    /// Whether the last teardown was a session's.
    cleaned: bool,
    /// The newest boot call for which the Messenger was asked whether its session runs, while it holds.
    asked_live: Option<Generation>,
    /// Whether it has reported that.
    is_live: bool,
    /// Times at which the Messenger was sent an update that counts.
    sent: Vec<Millis>,
}

impl Simulation {
    pub(super) fn new(kind: Kind) -> Self {
        let snippet = matches!(kind.start, Start::Snippet | Start::SnippetBooted);
        Self {
            setups: setups(),
            session: Session::new(crate::read::token),
            page: FakePage::new(kind.start, kind.identifying_settings),
            model: Model::default(),
            pending: snippet.then_some(Pending::Script { of_the_page: true }).into_iter().collect(),
            calls: Vec::new(),
            uptime: 0,
            prepared: 0,
            signed_in: None,
            hidden: false,
            touched: false,
            script_failed: false,
            outlived: false,
            brought: None,
            token: None,
            notes: BTreeMap::new(),
            turn: 0,
            newest: Generation::default(),
            doubted: false,
            answered: 0,
            may_expire: false,
            next_wish: None,
            cleaned: false,
            asked_live: None,
            is_live: false,
            sent: Vec::new(),
            kind,
        }
    }

    pub(super) fn pass(&mut self, time: Millis) {
        self.uptime += time;
    }

    pub(super) fn count(&self) -> usize {
        self.pending.len()
    }

    /// Ends a pending operation.
    pub(super) fn deliver(&mut self, at: usize, reply: Reply, dated: bool, outcome: WidgetOutcome) {
        let (event, passing) = match self.pending.remove(at) {
            Pending::Token { question, setup, wish, asked_as, turn, noted, fresh } => {
                let now = NOON + self.uptime;
                let (said, answer) =
                    server::answer(self.setups[setup].source, [asked_as, self.signed_in], reply, now);
                let server_time = (dated || reply == Reply::Expired).then_some(now);
                let event = Event::Token { question, answer, server_time, storable: false };
                if question == self.newest {
                    match self.is_believed(&event, &said, noted, fresh) {
                        Belief::Believed => {
                            // The token of a deferred boot may have expired meanwhile.
                            let deferred = self.setups[setup].config.load != Load::Now;
                            self.outlived = deferred && matches!(said, Said::Busy | Said::Nonsense);
                            let setup = &self.setups[setup];
                            self.model.hear(wish, &said, setup, self.hidden, self.note(), turn);
                        }
                        belief => self.model.take_for(wish, &said, turn, belief == Belief::Outdated),
                    }
                }
                self.answered = self.answered.max(turn);
                (event, said == Said::Busy)
            }
            Pending::Widget { generation, wish } => {
                if outcome == WidgetOutcome::Ready {
                    self.page.run_script(false);
                }
                self.script_failed = outcome != WidgetOutcome::Ready && wish == self.model.wish();
                (
                    Event::Widget { generation, outcome },
                    matches!(outcome, WidgetOutcome::Errored | WidgetOutcome::ErroredIsolated),
                )
            }
            Pending::Script { of_the_page } => return self.page.run_script(of_the_page),
            Pending::Timer { generation, wish, timer, after } => {
                self.uptime += if dated { after } else { 0 };
                // A page that is left runs no timers.
                self.hidden = false;
                self.script_failed = timer == Timer::WidgetTimeout && wish == self.model.wish();
                if timer == Timer::Note && generation == self.session.generation {
                    self.doubt(true);
                }
                (Event::Timer { generation, timer }, timer == Timer::WidgetTimeout)
            }
            Pending::Due { generation } => {
                // Another user may have signed in elsewhere, and a token of the page's own cannot be requested again.
                self.outlived = true;
                (Event::Due { generation, open: dated }, false)
            }
            Pending::Live { generation } => {
                self.is_live |= self.asked_live == Some(generation);
                (Event::Live { generation }, false)
            }
            Pending::TornDown { generation } => (Event::TornDown { generation }, false),
        };
        let failed = self.step(event);
        (self.script_failed, self.outlived) = (false, false);
        assert!(!(self.hidden && passing && failed), "a page that is being left reports a failure");
    }

    /// Ends all pending operations successfully, and then asserts that nothing is left undone.
    pub(super) fn settle_down(&mut self) {
        self.show(true);
        for _ in 0..400 {
            // The next token's time is not waited for.
            let due = |pending: &Pending| !matches!(pending, Pending::Timer { timer: Timer::Refresh, .. });
            let Some(at) = self.pending.iter().position(due) else { break };
            self.deliver(at, Reply::AsNow, true, WidgetOutcome::Ready);
        }
        let left = self
            .pending
            .iter()
            .find(|pending| !matches!(pending, Pending::Timer { timer: Timer::Refresh, .. }));
        assert!(left.is_none(), "it never ends: {left:?}");
        assert!(self.calls.iter().all(|call| call.result.is_some()), "a call waits for ever");
        let phase = self.session.snapshot(&self.now()).phase;
        assert_eq!(phase, if self.model.is_wished() { Phase::Active } else { Phase::Idle });
    }

    /// Asserts that the page can be left clean in any state, and that Ada can sign in and out again.
    pub(super) fn end(&mut self) {
        self.settle_down();
        self.shutdown();
        self.settle_down();
        self.boot(ADA);
        self.settle_down();
        assert_eq!(self.page.told(), Some(Who::User("ada".to_owned())));
        self.shutdown();
        self.settle_down();
        assert!(self.page.is_clean());
    }

    fn ask(&mut self, what: For) -> Ticket {
        self.calls.push(Asked { what, turn: self.turn, changes: Some(self.model.changes()), result: None });
        Ticket(u32::try_from(self.calls.len() - 1).unwrap())
    }

    /// The note that the session sees.
    fn note(&self) -> Option<LastUser> {
        self.session.workspace().and_then(|app_id| self.note_of(app_id))
    }

    fn note_of(&self, app_id: &AppId) -> Option<LastUser> {
        self.notes.get(app_id.as_str()).copied()
    }

    fn now(&self) -> Env {
        let random = u32::try_from(self.calls.len() + self.pending.len()).unwrap().wrapping_mul(0x9e37_79b9);
        Env {
            unix: NOON + self.uptime + self.kind.ahead,
            uptime: self.uptime,
            random,
            turn: self.turn,
            page: self.page.look(self.note()),
        }
    }

    /// Begins another run of script.
    pub(super) fn next_turn(&mut self) {
        self.turn += 1;
    }

    /// Dispatches an event to the session, carries out its effects, and checks the page. Returns whether it failed.
    fn step(&mut self, event: Event) -> bool {
        let ended = matches!(event, Event::Shutdown { .. } | Event::Leave { .. } | Event::Tab(_));
        self.may_expire = ended || matches!(self.page.told(), Some(Who::User(_) | Who::Visitor));
        let mut now = self.now();
        if let Event::Boot { config, .. } = &event {
            now.page.last_user = self.note_of(&config.app_id);
        }
        let effects = self.session.handle(event, &now);
        effects::check_teardown(&effects);
        let failed = effects.iter().any(|effect| {
            matches!(effect, Effect::Settle(_, Err(_)) | Effect::Notify(SessionEvent::Error(_)))
        });
        let boots: Vec<_> = effects.iter().filter_map(effects::user_booted).collect();
        self.carry_out_all(effects);
        for user in boots {
            assert!(self.note().is_some_and(|note| note.is(&user)), "{user} is booted and not noted");
        }
        self.look_around();
        failed
    }
}
