//! What is measured, as data: networks, kinds of page, and the pages of each.

use std::time::Duration;

use anyhow::Result;
use serde::{Deserialize, Serialize};

/// A network between browser and servers, and how slow the browser's processor is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Network {
    pub(crate) name: &'static str,
    /// How long a round trip takes, in milliseconds.
    pub(crate) latency: u64,
    /// In bits in a second; 0 for as many as there are.
    pub(crate) bandwidth: u64,
    /// How many times slower the processor is.
    pub(crate) slowdown: u32,
    /// How often a page is visited in each round. Where visits are short, chance is a great part of their times.
    pub(crate) passes: usize,
}

impl Network {
    /// The same, ten times as good, and with the processor as it is.
    pub(crate) const fn eased(self) -> Self {
        Self { latency: self.latency / 10, bandwidth: self.bandwidth * 10, slowdown: 1, passes: 1, ..self }
    }

    pub(crate) const fn round_trip(self) -> Duration {
        Duration::from_millis(self.latency)
    }

    /// How long so many bytes take the link up.
    pub(crate) fn transmission(self, bytes: usize) -> Duration {
        let bits = u64::try_from(bytes).unwrap_or(u64::MAX).saturating_mul(8);
        let micros = bits.saturating_mul(1_000_000).checked_div(self.bandwidth);
        Duration::from_micros(micros.unwrap_or(0))
    }
}

/// The networks, the slowest last.
pub(crate) const NETWORKS: [Network; 3] = [
    Network { name: "none", latency: 0, bandwidth: 0, slowdown: 1, passes: 3 },
    Network { name: "fast", latency: 40, bandwidth: 10_000_000, slowdown: 1, passes: 1 },
    Network { name: "slow", latency: 150, bandwidth: 1_600_000, slowdown: 4, passes: 1 },
];

/// A way to load the Messenger. `site/build.mjs` reads the rest of the same file.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Kind {
    pub(crate) name: String,
    pub(crate) label: String,
    #[serde(default)]
    pub(crate) role: Role,
}

/// What a page is measured for.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Role {
    /// What the loader is measured against.
    Peer,
    /// What, without a network, nothing is faster than that has to be fetched before it loads the Messenger.
    Floor,
    #[default]
    Loader,
}

/// One page of the main table.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    pub(crate) kind: Kind,
    /// With what `preloadTags` writes in its head.
    pub(crate) head: bool,
}

impl Subject {
    /// The page's name.
    pub(crate) fn page(&self) -> String {
        format!("{}{}", self.kind.name, if self.head { "-head" } else { "" })
    }

    /// What a table calls it.
    pub(crate) fn label(&self) -> String {
        format!("{}{}", self.kind.label, if self.head { ", head tags" } else { "" })
    }
}

/// The pages of the main table: each kind that `built` has, without and with head tags.
pub(crate) fn subjects(built: &[String]) -> Result<Vec<Subject>> {
    let kinds: Vec<Kind> = serde_json::from_str(include_str!("../site/kinds.json"))?;
    let there: Vec<_> = kinds.into_iter().filter(|kind| built.contains(&kind.name)).collect();
    let of = |head| there.iter().cloned().map(move |kind| Subject { kind, head });
    Ok(of(false).chain(of(true)).collect())
}

/// The pages with a picture, and what the table calls them. The first is the one without a Messenger.
pub(crate) const HOSTS: [(&str, &str); 10] = [
    ("host-none", "no Messenger"),
    ("host-snippet", "snippet and a fetch"),
    ("host-sdk", "@intercom/messenger-js-sdk and a fetch"),
    ("host-module", "loader, load: \"now\""),
    ("host-module-load", "loader, load: \"load\""),
    ("host-module-low", "loader, load: \"load\", script with fetchpriority=\"low\""),
    ("host-module-late", "loader, imported when the page has loaded"),
    ("host-module-idle", "loader, load: \"idle\""),
    ("host-module-interaction", "loader, load: \"interaction\""),
    ("host-tag", "loader, script tag, load: \"now\""),
];
