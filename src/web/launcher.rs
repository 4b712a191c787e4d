//! A launcher that looks like the Messenger's, for pages that load the Messenger only when somebody wants to chat.

use std::cell::Cell;

use wasm_bindgen::JsValue;

use crate::core::error::decimal;
use crate::core::session::{Event, Generation};
use crate::web::caught::Caught as _;
use crate::web::clock::{as_js, millis};
use crate::web::dom::{self, Listener};
use crate::web::page_events::report;

/// Its look where the attributes say nothing else. It does not move, so it needs no rule for reduced motion; the focus
/// ring is the browser's own.
const STYLE: &str = "all:revert;position:fixed;width:48px;height:48px;padding:12px;border:0;border-radius:50%;\
    box-sizing:border-box;cursor:pointer;outline-offset:3px;color:#fff;\
    box-shadow:0 1px 6px #0000000f,0 2px 32px #00000029;";

/// The Messenger's own colour, where the attributes name no other.
const COLOUR: &str = "#0071b2";

/// A speech bubble with a smile.
const BUBBLE: &str = "M5 1h14a3 3 0 0 1 3 3v19l-4-3H5a3 3 0 0 1-3-3V4a3 3 0 0 1 3-3zm1 12c3 3 9 3 12 0";

/// The launcher, while one is drawn.
#[derive(Default)]
pub(super) struct Launcher(Cell<Option<Drawn>>);

struct Drawn {
    button: JsValue,
    _events: [Listener; 3],
}

impl Launcher {
    /// Draws it where the Messenger would have its own, and in the same colour. A click is for the Messenger of
    /// `generation`. To the host of `url`, the widget's, a connection is opened when a click is about to come.
    pub(super) fn draw(&self, generation: Generation, url: &str, attributes: &JsValue) {
        self.remove();
        self.0.set(draw(generation, url, attributes).caught());
    }

    /// Takes it off the page.
    pub(super) fn remove(&self) {
        if let Some(drawn) = self.0.take() {
            dom::remove(&drawn.button);
        }
    }
}

fn draw(generation: Generation, url: &str, attributes: &JsValue) -> Result<Drawn, JsValue> {
    let button = dom::create("button")?;
    dom::set(&button, "type", &"button".into())?;
    dom::set(&button, "id", &"intercom-messenger-loader-launcher".into())?;
    dom::set_attribute(&button, "aria-label", "Open Intercom Messenger")?;
    dom::set_attribute(&button, "aria-haspopup", "dialog")?;
    set_style(&button, attributes)?;
    dom::append(&button, &icon()?)?;
    let events = listen(&button, generation, url)?;
    dom::append(&dom::of_document("body")?, &button)?;
    Ok(Drawn { button, _events: events })
}

fn listen(button: &JsValue, generation: Generation, url: &str) -> Result<[Listener; 3], JsValue> {
    let busy = button.clone();
    let clicked = move |_| {
        dom::set_attribute(&busy, "aria-busy", "true").caught();
        report(Event::Due { generation, open: true });
    };
    let connects = |kind| {
        let url = url.to_owned();
        Listener::new(button, kind, move |_| {
            preconnect(&url).caught();
        })
    };
    Ok([Listener::new(button, "click", clicked)?, connects("pointerenter")?, connects("focus")?])
}

/// A page's Content-Security-Policy has nothing against styles that scripts set. The rules go in one by one: the text of an
/// attribute is a value, and never another rule.
fn set_style(button: &JsValue, attributes: &JsValue) -> Result<(), JsValue> {
    let attribute = |name| dom::own(attributes, name).unwrap_or(JsValue::UNDEFINED);
    let whole = |name, otherwise| decimal(whole_number(&attribute(name)).unwrap_or(otherwise));
    let side = if attribute("alignment").as_string().as_deref() == Some("left") { "left" } else { "right" };
    let style = dom::try_get(button, "style")?;
    dom::set(&style, "cssText", &STYLE.into())?;
    let colour = attribute("action_color").as_string();
    for (rule, value) in [
        (side, whole("horizontal_padding", 20) + "px"),
        ("bottom", whole("vertical_padding", 20) + "px"),
        ("z-index", whole("z_index", 2_147_483_000)),
        ("background-color", COLOUR.to_owned()),
        // A text that is no colour changes nothing.
        ("background-color", colour.unwrap_or_default()),
    ] {
        if !value.is_empty() {
            dom::call(&style, "setProperty", &[&rule.into(), &value.into()])?;
        }
    }
    Ok(())
}

/// A number without a fraction.
fn whole_number(value: &JsValue) -> Option<i64> {
    let number = value.as_f64()?;
    Some(millis(number)).filter(|whole| as_js(*whole).total_cmp(&number).is_eq())
}

fn icon() -> Result<JsValue, JsValue> {
    let svg = dom::create_svg("svg")?;
    for (name, value) in [
        ("viewBox", "0 0 24 24"),
        ("aria-hidden", "true"),
        ("fill", "none"),
        ("stroke", "currentColor"),
        ("stroke-width", "2"),
    ] {
        dom::set_attribute(&svg, name, value)?;
    }
    let path = dom::create_svg("path")?;
    dom::set_attribute(&path, "d", BUBBLE)?;
    dom::append(&svg, &path)?;
    Ok(svg)
}

fn preconnect(url: &str) -> Result<(), JsValue> {
    const MARK: &str = "data-intercom-messenger-loader";
    if !dom::query_all(&["link[rel=preconnect][", MARK, "]"].concat())?.is_empty() {
        return Ok(());
    }
    let link = dom::link("preconnect", url)?;
    dom::set_attribute(&link, MARK, "")?;
    dom::append_to_head(&link).map(drop)
}
