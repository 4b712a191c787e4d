//! Waiting for the moment at which the Messenger is wanted.

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::Element;

use crate::config::{Config, Load};
use crate::refresh::{Millis, SECOND};
use crate::session::{Event, Generation};
use crate::settings::{Value, as_js};
use crate::web::driver::{Driver, tell};
use crate::web::launcher::Launcher;
use crate::web::listener::Listener;
use crate::web::sys::Page;
use crate::web::timer::Timeout;

/// How long after the page has loaded a browser is taken to be idle that cannot say when it is, or never is.
const SETTLED: Millis = 2 * SECOND;

/// Waits until it is dropped.
pub(super) enum Deferral {
    Later(#[expect(dead_code, reason = "it is held for its end")] Option<Timeout>),
    Event(#[expect(dead_code, reason = "it is held for its end")] Listener),
    /// Somebody asks for the Messenger, by its launcher or one of the page's own.
    Asked(#[expect(dead_code, reason = "they are held for their end")] (Option<Launcher>, Option<Listener>)),
}

impl Deferral {
    /// Waits for what `config` names.
    pub(super) fn start(page: &Page, generation: Generation, config: &Config) -> Self {
        match config.load {
            Load::Interaction => Self::asked(page, generation, config),
            Load::Idle if is_spared(page) => Self::asked(page, generation, config),
            load => Self::loaded(page, generation, load == Load::Idle),
        }
    }

    fn loaded(page: &Page, generation: Generation, idle: bool) -> Self {
        let go_on = move || if idle { when_idle(generation) } else { due(generation, false) };
        if page.document().is_some_and(|document| document.ready_state() == "complete") {
            Self::Later(Timeout::new(0, Box::new(go_on)))
        } else {
            // After the other listeners: the page's own come first.
            let later = move |_| replace(Self::Later(Timeout::new(0, Box::new(go_on))));
            Self::Event(Listener::new(page, "load", Box::new(later)))
        }
    }

    fn asked(page: &Page, generation: Generation, config: &Config) -> Self {
        let hidden = config.settings.get("hide_default_launcher") == Some(&Value::Bool(true));
        let launcher = if hidden { None } else { Launcher::draw(page, generation, config) };
        let own = match config.settings.get("custom_launcher_selector") {
            Some(Value::Text(selector)) => listen_to(page, generation, selector.clone()),
            _ => None,
        };
        Self::Asked((launcher, own))
    }
}

/// Clicks on the page's own launchers, those that are drawn later among them.
fn listen_to(page: &Page, generation: Generation, selector: String) -> Option<Listener> {
    let clicked = move |event: web_sys::Event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if target.and_then(|target| target.closest(&selector).ok().flatten()).is_some() {
            event.prevent_default();
            due(generation, true);
        }
    };
    Some(Listener::new(page.document()?.as_ref(), "click", Box::new(clicked)))
}

/// The page has loaded; now for a moment in which the browser has nothing else to do.
fn when_idle(generation: Generation) {
    let Some(page) = crate::web::sys::page() else { return };
    let Some(request) = page.request_idle_callback() else {
        return replace(Deferral::Later(Timeout::new(SETTLED, Box::new(move || due(generation, false)))));
    };
    // One that comes for an older boot changes nothing, so it is not worth cancelling.
    let idle = Closure::once_into_js(move || due(generation, false));
    let options = Object::new();
    let _ = Reflect::set(&options, &"timeout".into(), &as_js(SETTLED).into());
    let _ = Function::call2(&request, &page, &idle, &options);
}

pub(super) fn due(generation: Generation, open: bool) {
    tell(Event::Due { generation, open });
}

fn replace(deferral: Deferral) {
    if let Some(driver) = Driver::get() {
        driver.set_deferral(Some(deferral));
    }
}

/// Whether the connection is one that costs its user: then nothing is loaded unasked.
fn is_spared(page: &Page) -> bool {
    let Some(connection) = page.browser().connection() else { return false };
    let slow = connection.effective_type().is_some_and(|kind| kind.ends_with("2g"));
    slow || connection.save_data().unwrap_or_default()
}
