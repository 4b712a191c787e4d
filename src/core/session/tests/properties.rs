//! Properties of random simulations: any call, any answer and any delay, in any order. In all of them, the Messenger
//! receives no user but the one that the newest request and its newest answer name, and every call is settled.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngAlgorithm;

use super::fake_page::Start;
use super::simulation::{Elsewhere, Kind, Reply, Simulation};
use crate::core::schedule::{MINUTE, Millis};
use crate::core::session::{Resume, WidgetOutcome};

#[derive(Clone, Debug)]
enum Action {
    Boot(usize),
    Shutdown,
    Leave,
    Refresh,
    Route(u8),
    Update(u8),
    Call(&'static str),
    Resume(Resume),
    Elsewhere(Elsewhere),
    ElsewhereUnseen(Elsewhere),
    /// The page goes into the back-forward cache and comes back.
    Freeze(Elsewhere),
    LoseNotes,
    /// A new page, on which a boot is called before its session is there.
    BootLate(usize, Elsewhere),
    SayWho,
    /// Two boots in the same run of script.
    BootTwice(usize),
    Reload,
    /// A user signs in at the server, or out, perhaps in another tab.
    Sign(Option<&'static str>),
    /// The page is left, or comes back.
    Show(bool),
    Pass(Millis),
    /// A pending operation ends.
    Deliver {
        which: Index,
        reply: Reply,
        dated: bool,
        outcome: WidgetOutcome,
    },
}

fn kinds() -> impl Strategy<Value = Kind> {
    let start = select(vec![
        Start::Bare,
        Start::Bare,
        Start::Snippet,
        Start::SnippetBooted,
        Start::ActiveSession,
        Start::LiveBooted,
    ]);
    let hours = (-30..=30_i64).prop_map(|hours| hours * 60 * MINUTE);
    (start, any::<bool>(), any::<bool>(), any::<bool>(), hours).prop_map(
        |(start, identifying_settings, cancels, hasty, ahead)| Kind {
            start,
            identifying_settings,
            cancels,
            hasty,
            ahead,
        },
    )
}

fn actions() -> impl Strategy<Value = Action> {
    use WidgetOutcome::{BlockedByCsp, Errored, ErroredIsolated, Invalid, Ready};
    let user = select(vec![Some("ada"), Some("bob"), None]);
    let elsewhere = select(vec![
        Elsewhere::Nothing,
        Elsewhere::ShutsDown,
        Elsewhere::Boots(None),
        Elsewhere::Boots(Some("ada")),
        Elsewhere::Boots(Some("bob")),
    ]);
    let reply = prop_oneof![
        4 => Just(Reply::AsAsked),
        4 => Just(Reply::AsNow),
        3 => Just(Reply::Mistaken),
        3 => Just(Reply::Busy),
        1 => Just(Reply::SignedOut),
        1 => Just(Reply::Expired),
        1 => Just(Reply::Garbage),
        1 => Just(Reply::Html),
    ];
    let outcome = select(vec![Ready, Ready, Ready, Ready, Errored, ErroredIsolated, BlockedByCsp, Invalid]);
    let deliver = (any::<Index>(), reply, any::<bool>(), outcome)
        .prop_map(|(which, reply, dated, outcome)| Action::Deliver { which, reply, dated, outcome });
    prop_oneof![
        1 => any::<u8>().prop_map(Action::Update),
        2 => select(vec!["show", "hide", "getVisitorId"]).prop_map(Action::Call),
        2 => select(vec![Resume::Focused, Resume::Online]).prop_map(Action::Resume),
        2 => elsewhere.clone().prop_map(Action::Elsewhere),
        2 => elsewhere.clone().prop_map(Action::ElsewhereUnseen),
        2 => elsewhere.clone().prop_map(Action::Freeze),
        2 => (0..16_usize, elsewhere).prop_map(|(index, what)| Action::BootLate(index, what)),
        1 => Just(Action::LoseNotes),
        1 => Just(Action::SayWho),
        1 => (0..21_usize).prop_map(Action::BootTwice),
        1 => Just(Action::Reload),
        4 => (0..21_usize).prop_map(Action::Boot),
        2 => (0..3_usize).prop_map(Action::Boot),
        2 => select(vec![8, 15, 16, 17, 6, 18, 19_usize]).prop_map(Action::Boot),
        2 => Just(Action::Shutdown),
        1 => Just(Action::Leave),
        3 => Just(Action::Refresh),
        2 => (0..4_u8).prop_map(Action::Route),
        2 => user.prop_map(Action::Sign),
        1 => any::<bool>().prop_map(Action::Show),
        1 => (0..20 * MINUTE).prop_map(Action::Pass),
        18 => deliver,
    ]
}

fn act(simulation: &mut Simulation, action: Action) {
    simulation.next_turn();
    match action {
        Action::Boot(index) => simulation.boot(index),
        Action::Shutdown => simulation.shutdown(),
        Action::Leave => simulation.leave(),
        Action::Refresh => simulation.refresh(),
        Action::Route(path) => simulation.route(path),
        Action::Update(plan) => simulation.update(plan),
        Action::Call(method) => simulation.method(method),
        Action::Resume(wake) => simulation.wake(wake),
        Action::Elsewhere(what) => simulation.elsewhere(what),
        Action::ElsewhereUnseen(what) => simulation.elsewhere_unseen(what),
        Action::Freeze(what) => simulation.freeze(what),
        Action::BootLate(index, what) => simulation.boot_late(index, what),
        Action::LoseNotes => simulation.lose_notes(),
        Action::SayWho => simulation.say_who(),
        Action::BootTwice(index) => {
            simulation.boot(index);
            simulation.boot(index);
        }
        Action::Reload => simulation.reload(),
        Action::Sign(user) => simulation.signed_in = user,
        Action::Show(shown) => simulation.show(shown),
        Action::Pass(time) => simulation.pass(time),
        Action::Deliver { .. } if simulation.count() == 0 => {}
        Action::Deliver { which, reply, dated, outcome } => {
            simulation.deliver(which.index(simulation.count()), reply, dated, outcome);
        }
    }
}

/// Random number generator that is fast even without optimization.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_algorithm: RngAlgorithm::XorShift, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(4096))]

    #[test]
    fn in_any_simulation_the_messenger_is_told_what_the_model_says(kind in kinds(), actions in vec(actions(), 0..80)) {
        let mut simulation = Simulation::new(kind);
        actions.into_iter().for_each(|action| act(&mut simulation, action));
        simulation.end();
    }
}

proptest! {
    #![proptest_config(cases(1024))]

    /// One user's session, with unlimited routes and refreshes: the quota is the Messenger's, not the session's.
    #[test]
    fn in_any_simulation_the_quota_is_kept(kind in kinds(), paths in vec((any::<u8>(), 0..12_u8, 0..MINUTE), 0..120)) {
        let mut simulation = Simulation::new(kind);
        simulation.boot(0);
        simulation.settle_down();
        for (path, chance, time) in paths {
            match chance {
                0 => simulation.refresh(),
                1 => simulation.shutdown(),
                2 => simulation.boot(1),
                3 => simulation.update(path),
                _ => simulation.route(path),
            }
            if chance < 8 && simulation.count() > 0 {
                simulation.deliver(simulation.count() - 1, Reply::AsNow, chance % 2 == 0, WidgetOutcome::Ready);
            }
            simulation.pass(time);
        }
        simulation.end();
    }
}
