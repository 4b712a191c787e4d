//! Waits for the moment at which the Messenger is loaded: the page's load, idle time after it, or a click.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::core::attributes::Attributes;
use crate::core::config::{Config, Load};
use crate::core::schedule::Millis;
use crate::core::session::{Event, Generation};
use crate::web::dom::{self, Listener};
use crate::web::global;
use crate::web::launcher::Launchers;
use crate::web::object::{self, Arg::Js};
use crate::web::page_events::report;
use crate::web::timers::Timeout;

/// Time after the page's load at which a browser counts as idle if it cannot report that, or never is.
const QUIET: Millis = 2_000;

/// The same for a browser that can report it.
const IDLE_OPTIONS: &str = r#"{"timeout":2000}"#;

/// Reports the moment that the options name, until it is stopped.
#[derive(Default)]
pub(super) struct LoadTrigger {
    /// The boot whose wait has begun, and continues when attributes change.
    begun: Cell<Option<Generation>>,
    stage: Stage,
    launchers: Launchers,
}

/// The pending wait; dropping it ends the wait.
type Stage = Rc<Cell<Option<Wait>>>;

#[expect(dead_code, reason = "held for their ends")]
enum Wait {
    Event(Listener),
    Time(Timeout),
    Idle(Rc<()>),
}

impl LoadTrigger {
    /// Waits for the moment that `config` names, with a launcher of this appearance. An existing launcher is updated.
    pub(super) fn start(&self, generation: Generation, config: &Config, look: &Attributes) {
        let by_click = match config.load {
            Load::Interaction => true,
            // On slow or metered connections it waits for an interaction.
            Load::Idle => is_metered(),
            Load::Now | Load::Load => false,
        };
        if by_click {
            self.end();
            self.await_click(generation, config, look);
        } else if self.begun.get() != Some(generation) {
            self.end();
            self.begun.set(Some(generation));
            self.await_load(generation, config.load == Load::Idle);
        }
    }

    /// Ends the wait, and removes the launcher.
    pub(super) fn end(&self) {
        self.begun.set(None);
        self.launchers.remove();
        drop(self.stage.take());
    }

    /// Waits for a click on a launcher that looks like the Messenger's own, or on one of the page's.
    fn await_click(&self, generation: Generation, config: &Config, look: &Attributes) {
        let clicked = dom::function(move |_| report(Event::Due { generation, open: true }));
        self.launchers
            .show(config.widget_url(), &object::of_json(&look.to_json()), &clicked, move || due(generation));
    }

    fn await_load(&self, generation: Generation, idle: bool) {
        if dom::is_complete() {
            return loaded(&self.stage, generation, idle);
        }
        let stage = Rc::clone(&self.stage);
        let on_load = dom::function(move |_| loaded(&stage, generation, idle));
        self.stage.set(Listener::new(&global::window(), "load", &on_load).map(Wait::Event));
    }
}

/// Continues after the page's own listeners of its load.
fn loaded(stage: &Stage, generation: Generation, idle: bool) {
    let later = Rc::clone(stage);
    let next = Timeout::new(0, move || if idle { await_idle(&later, generation) } else { due(generation) });
    stage.set(Some(Wait::Time(next)));
}

/// Waits for idle time, up to a limit: a busy browser is never idle.
fn await_idle(stage: &Stage, generation: Generation) {
    let waiting = Rc::new(());
    let waits = Rc::downgrade(&waiting);
    let idle = dom::function(move |_| {
        if waits.upgrade().is_some() {
            due(generation);
        }
    });
    let wait = if request_idle_callback(&idle) {
        Wait::Idle(waiting)
    } else {
        Wait::Time(Timeout::new(QUIET, move || due(generation)))
    };
    stage.set(Some(wait));
}

/// Returns whether the browser supports the request.
fn request_idle_callback(act: &JsValue) -> bool {
    let options = object::of_json(IDLE_OPTIONS);
    let request = global::get("requestIdleCallback");
    request.is_function()
        && object::try_apply(&request, &JsValue::UNDEFINED, &[Js(act), Js(&options)]).is_ok()
}

fn due(generation: Generation) {
    report(Event::Due { generation, open: false });
}

/// Whether the connection is slow or metered: then nothing is loaded without an interaction.
fn is_metered() -> bool {
    let connection = object::read(&global::get("navigator"), "connection");
    connection.is_object()
        && (object::read(&connection, "saveData").is_truthy()
            || object::text(&object::read(&connection, "effectiveType"))
                .is_some_and(|kind| kind.ends_with("2g")))
}
