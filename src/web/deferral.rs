//! Waiting for the moment at which the Messenger is wanted.

use crate::config::{Config, Load};
use crate::error::decimal;
use crate::session::Generation;
use crate::settings::Value;
use crate::web::sys;

/// Waits for what `config` names.
pub(super) fn start(generation: Generation, config: &Config) {
    sys::end_wait();
    match config.load {
        Load::Interaction => ask(generation, config),
        Load::Idle if sys::is_spared() => ask(generation, config),
        load => sys::await_load(generation.number(), load == Load::Idle),
    }
}

/// Somebody is to ask for the Messenger, by the launcher that stands for its own or by one of the page's.
fn ask(generation: Generation, config: &Config) {
    if config.settings.get("hide_default_launcher") != Some(&Value::Bool(true)) {
        draw(generation, config);
    }
    sys::await_click(generation.number(), text(config, "custom_launcher_selector"));
}

/// Draws the launcher where the Messenger would have its own.
fn draw(generation: Generation, config: &Config) {
    let side = if text(config, "alignment") == "left" { "left" } else { "right" };
    let pixels = |name| {
        let mut text = whole(config, name, 20);
        text.push_str("px");
        text
    };
    sys::draw_launcher(
        generation.number(),
        &config.widget_url(),
        side,
        &pixels("horizontal_padding"),
        &pixels("vertical_padding"),
        &whole(config, "z_index", 2_147_483_000),
        text(config, "action_color"),
    );
}

fn text<'a>(config: &'a Config, name: &str) -> &'a str {
    match config.settings.get(name) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

fn whole(config: &Config, name: &str, otherwise: i64) -> String {
    decimal(match config.settings.get(name) {
        Some(Value::Integer(number)) => *number,
        _ => otherwise,
    })
}
