//! Firefox: Intercom's hosts resolve to this machine, and port 443 is mapped to the fake Messenger's.

use serde_json::{Value, json};
use server::INTERCOM_HOSTS;

use super::{Surroundings, program};

/// The only other host that journeys use, apart from Intercom's and this machine's own names.
const DEMO: &str = "app.demo.test";

pub(super) fn capabilities(Surroundings { fake_messenger, .. }: Surroundings<'_>) -> Value {
    // geckodriver creates and deletes a profile for each session, with the settings that stop Firefox's background
    // requests.
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
