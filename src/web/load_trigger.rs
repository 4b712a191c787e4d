//! Waits for the moment at which the Messenger is wanted: the page's load, a quiet moment after it, or a click.

use std::cell::Cell;
use std::rc::{Rc, Weak};

use js_sys::Object;
use wasm_bindgen::JsValue;

use crate::core::config::{Config, Load};
use crate::core::schedule::Millis;
use crate::core::session::{Event, Generation};
use crate::web::caught::Caught as _;
use crate::web::clock::as_js;
use crate::web::dom::{self, Listener};
use crate::web::launcher::Launcher;
use crate::web::page_events::report;
use crate::web::timers::Timeout;

/// How long after the page's load a browser is taken to be idle that cannot say when it is, or never is.
const QUIET: Millis = 2_000;

/// Reports the moment that the options name, until it is ended.
#[derive(Default)]
pub(super) struct LoadTrigger {
    stage: Stage,
    launcher: Launcher,
}

/// What is waited for; dropping it ends the wait.
type Stage = Rc<Cell<Option<Wait>>>;

#[expect(dead_code, reason = "held for their ends")]
enum Wait {
    Event(Listener),
    Time(Timeout),
    Idle(Rc<()>),
}

impl LoadTrigger {
    /// Waits for what `config` names.
    pub(super) fn start(&self, generation: Generation, config: &Config) {
        self.end();
        let by_click = match config.load {
            Load::Interaction => true,
            // On slow or metered connections it waits for an interaction.
            Load::Idle => is_metered(),
            Load::Now | Load::Load => false,
        };
        if by_click {
            self.await_click(generation, config);
        } else {
            self.await_load(generation, config.load == Load::Idle);
        }
    }

    /// Waits no longer, and takes the launcher away.
    pub(super) fn end(&self) {
        self.launcher.remove();
        drop(self.stage.take());
    }

    /// By a launcher like the Messenger's own, which is drawn, or by one of the page's, those that come later among them.
    fn await_click(&self, generation: Generation, config: &Config) {
        let attributes = dom::parse_json(&config.settings.to_json()).unwrap_or_default();
        // What is inherited is no attribute.
        let attribute = |name| dom::own(&attributes, name).unwrap_or(JsValue::UNDEFINED);
        if attribute("hide_default_launcher") != JsValue::TRUE {
            self.launcher.draw(generation, &config.widget_url(), &attributes);
        }
        let Some(selector) = attribute("custom_launcher_selector").as_string() else { return };
        let clicked = move |event| {
            if is_within(&dom::get(&event, "target"), &selector) {
                dom::call(&event, "preventDefault", &[]).caught();
                report(Event::Due { generation, open: true });
            }
        };
        let listener = Listener::new(&dom::document(), "click", clicked);
        self.stage.set(listener.caught().map(Wait::Event));
    }

    fn await_load(&self, generation: Generation, idle: bool) {
        if dom::is_complete() {
            return loaded(&self.stage, generation, idle);
        }
        let stage = Rc::downgrade(&self.stage);
        let on_load = move |_| {
            if let Some(stage) = stage.upgrade() {
                loaded(&stage, generation, idle);
            }
        };
        let listener = Listener::new(&dom::window(), "load", on_load);
        self.stage.set(listener.caught().map(Wait::Event));
    }
}

/// Goes on after the other listeners of the page's load: the page's own come first.
fn loaded(stage: &Stage, generation: Generation, idle: bool) {
    let later: Weak<Cell<Option<Wait>>> = Rc::downgrade(stage);
    let next = Timeout::new(0, move || match later.upgrade() {
        Some(stage) if idle => await_idle(&stage, generation),
        _ => due(generation),
    });
    stage.set(Some(Wait::Time(next)));
}

/// A browser that is busy is never idle, so the wait has an end.
fn await_idle(stage: &Stage, generation: Generation) {
    let waiting = Rc::new(());
    let waits = Rc::downgrade(&waiting);
    let idle = move |_| {
        if waits.upgrade().is_some() {
            due(generation);
        }
    };
    let wait = match request_idle_callback(idle) {
        Ok(true) => Wait::Idle(waiting),
        _ => Wait::Time(Timeout::new(QUIET, move || due(generation))),
    };
    stage.set(Some(wait));
}

/// Says whether the browser knows the request.
fn request_idle_callback(act: impl Fn(JsValue) + 'static) -> Result<bool, JsValue> {
    let request = dom::of_window("requestIdleCallback");
    if !request.is_function() {
        return Ok(false);
    }
    let options = Object::new();
    dom::set(&options, "timeout", &as_js(QUIET).into())?;
    dom::apply(&request, &JsValue::UNDEFINED, &[&dom::function(act), &options]).map(|_| true)
}

fn due(generation: Generation) {
    report(Event::Due { generation, open: false });
}

/// Whether an event's target is an element of this selector, or inside one. What is no selector has none.
fn is_within(target: &JsValue, selector: &str) -> bool {
    dom::call_element("closest", target, &[&selector.into()]).is_ok_and(|found| !found.is_null())
}

/// Whether the connection costs its user: then nothing is loaded unasked.
fn is_metered() -> bool {
    let connection = || -> Result<bool, JsValue> {
        let connection = dom::try_get(&dom::of_window("navigator"), "connection")?;
        if !connection.is_object() {
            return Ok(false);
        }
        let kind = dom::try_get(&connection, "effectiveType")?.as_string();
        Ok(dom::try_get(&connection, "saveData")?.is_truthy()
            || kind.is_some_and(|kind| kind.ends_with("2g")))
    };
    connection().caught().unwrap_or_default()
}
