//! A launcher that looks like the Messenger's, for pages that load it only when somebody wants to chat.

use wasm_bindgen::JsCast as _;
use web_sys::{Document, Element, HtmlElement};

use crate::config::Config;
use crate::error::decimal;
use crate::session::Generation;
use crate::settings::{Settings, Value};
use crate::web::deferral::due;
use crate::web::listener::Listener;
use crate::web::script::{append, link};
use crate::web::sys::Page;

/// How it looks where the options say nothing else. It does not move, so it spares whoever wants no motion; the focus
/// ring is the browser's own.
const STYLE: &str = "all:revert;position:fixed;width:48px;height:48px;padding:12px;border:0;border-radius:50%;\
                     box-sizing:border-box;cursor:pointer;outline-offset:3px;color:#fff;\
                     box-shadow:0 1px 6px #0000000f,0 2px 32px #00000029;";

const SVG: &str = "http://www.w3.org/2000/svg";

/// A speech bubble with a smile.
const BUBBLE: &str = "M5 1h14a3 3 0 0 1 3 3v19l-4-3H5a3 3 0 0 1-3-3V4a3 3 0 0 1 3-3zm1 12c3 3 9 3 12 0";

/// On the page until it is dropped.
pub(super) struct Launcher {
    button: HtmlElement,
    _listeners: [Listener; 3],
}

impl Launcher {
    /// Draws it. A click is for the Messenger of `generation`.
    pub(super) fn draw(page: &Page, generation: Generation, config: &Config) -> Option<Self> {
        let document = page.document()?;
        let button: HtmlElement = document.create_element("button").ok()?.unchecked_into();
        let _ = button.set_attribute("type", "button");
        let _ = button.set_attribute("aria-label", "Open Intercom Messenger");
        let _ = button.set_attribute("aria-haspopup", "dialog");
        button.set_id("intercom-messenger-loader-launcher");
        place(&button, &config.settings);
        if let Some(icon) = icon(&document) {
            let _ = button.append_child(&icon);
        }
        let clicked = {
            let button = button.clone();
            move |_| {
                let _ = button.set_attribute("aria-busy", "true");
                due(generation, true);
            }
        };
        let approach = |kind| {
            let url = config.widget_url();
            Listener::new(&button, kind, Box::new(move |_| preconnect(&url)))
        };
        let listeners =
            [Listener::new(&button, "click", Box::new(clicked)), approach("pointerenter"), approach("focus")];
        document.body()?.append_child(&button).ok()?;
        Some(Self { button, _listeners: listeners })
    }
}

impl Drop for Launcher {
    fn drop(&mut self) {
        self.button.remove();
    }
}

/// Where the Messenger would have its own, in the colour that it would have. The rules go in one by one: an option's
/// text is a value, and never another rule. A page's Content-Security-Policy has nothing against styles that scripts set.
fn place(button: &HtmlElement, settings: &Settings) {
    let style = button.style();
    style.set_css_text(STYLE);
    let left = settings.get("alignment") == Some(&Value::from("left"));
    let set = |rule: &str, value: &str| {
        let _ = style.set_property(rule, value);
    };
    set(if left { "left" } else { "right" }, &pixels(settings.get("horizontal_padding")));
    set("bottom", &pixels(settings.get("vertical_padding")));
    set("z-index", &whole(settings.get("z_index")).unwrap_or_else(|| decimal(2_147_483_000)));
    set("background-color", "#0071b2");
    if let Some(Value::Text(colour)) = settings.get("action_color") {
        set("background-color", colour);
    }
}

fn pixels(value: Option<&Value>) -> String {
    let mut text = whole(value).unwrap_or_else(|| decimal(20));
    text.push_str("px");
    text
}

fn whole(value: Option<&Value>) -> Option<String> {
    match value {
        Some(Value::Integer(number)) => Some(decimal(*number)),
        _ => None,
    }
}

fn icon(document: &Document) -> Option<Element> {
    let svg = document.create_element_ns(Some(SVG), "svg").ok()?;
    let path = document.create_element_ns(Some(SVG), "path").ok()?;
    let attributes = [
        (&svg, "viewBox", "0 0 24 24"),
        (&svg, "aria-hidden", "true"),
        (&svg, "fill", "none"),
        (&svg, "stroke", "currentColor"),
        (&svg, "stroke-width", "2"),
        (&path, "d", BUBBLE),
    ];
    for (element, name, value) in attributes {
        let _ = element.set_attribute(name, value);
    }
    svg.append_child(&path).ok()?;
    Some(svg)
}

/// Somebody is about to click: the connection can be made meanwhile.
fn preconnect(url: &str) {
    let Some(document) = crate::web::sys::page().and_then(|page| page.document()) else { return };
    if let Ok(None) = document.query_selector("link[rel=preconnect][data-intercom-messenger-loader]")
        && let Some(link) = link(&document, "preconnect", url)
    {
        let _ = link.set_attribute("data-intercom-messenger-loader", "");
        append(&document, &link);
    }
}
