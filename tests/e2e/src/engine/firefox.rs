//! Firefox: hosts of Intercom's are this machine, and port 443 is the fake Messenger's.

use serde_json::{Value, json};
use server::INTERCOM_HOSTS;

use super::{Surroundings, program};

/// The only host beside Intercom's that journeys use and that is not this machine's own name.
const DEMO: &str = "app.demo.test";

pub(super) fn capabilities(Surroundings { fake_messenger, .. }: Surroundings<'_>) -> Value {
    // geckodriver makes a profile for each session and deletes it, and has the settings that keep Firefox quiet.
    json!({
        "browserName": "firefox",
        "moz:firefoxOptions": {
            "binary": program("FIREFOX", &["firefox", "firefox-esr"]),
            "args": ["-headless"],
            "prefs": {
                "network.dns.localDomains": format!("{},{DEMO}", INTERCOM_HOSTS.join(",")),
                "network.socket.forcePort": format!("443={fake_messenger}"),
                "network.proxy.type": 0,
            },
        },
    })
}
