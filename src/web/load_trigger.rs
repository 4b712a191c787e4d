//! Waiting for the moment at which the Messenger is wanted.

use crate::core::config::{Config, Load};
use crate::core::session::Generation;
use crate::web::sys;

/// Waits for what `config` names.
pub(super) fn start(generation: Generation, config: &Config) {
    sys::end_wait();
    let somebody = match config.load {
        Load::Interaction => true,
        Load::Idle => sys::is_spared(),
        Load::Now | Load::Load => false,
    };
    if somebody {
        sys::await_click(generation.number(), &config.widget_url(), &config.settings.to_json());
    } else {
        sys::await_load(generation.number(), config.load == Load::Idle);
    }
}
