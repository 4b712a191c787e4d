//! Plan of the measurements, as data: networks, kinds of page, and the pages of each.

use std::time::Duration;

use anyhow::Result;
use serde::{Deserialize, Serialize};

/// A network between browser and servers, and the slowdown of the browser's processor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Network {
    pub(crate) name: &'static str,
    /// Duration of a round trip, in milliseconds.
    pub(crate) latency: u64,
    /// Bits per second; 0 for unlimited.
    pub(crate) bandwidth: u64,
    /// Slowdown factor of the processor.
    pub(crate) slowdown: u32,
    /// Number of visits of a page in each round. Times of short visits vary more.
    pub(crate) passes: usize,
}

impl Network {
    /// The same, ten times as good, and without a slowdown of the processor.
    pub(crate) const fn eased(self) -> Self {
        Self { latency: self.latency / 10, bandwidth: self.bandwidth * 10, slowdown: 1, passes: 1, ..self }
    }

    pub(crate) const fn round_trip(self) -> Duration {
        Duration::from_millis(self.latency)
    }

    /// Time to transmit this many bytes.
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

/// A way to load the Messenger. `site/build.mjs` reads other fields of the same file.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Kind {
    pub(crate) name: String,
    pub(crate) label: String,
    #[serde(default)]
    pub(crate) role: Role,
}

/// Purpose of a page's measurement.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Role {
    /// A page that the loader is compared with.
    Peer,
    /// The lower limit, without a network, for loaders that must be fetched themselves.
    Floor,
    #[default]
    Loader,
}

/// One page of the main table.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    pub(crate) kind: Kind,
    /// Whether its head has the tags of `preloadTags`.
    pub(crate) head: bool,
}

impl Subject {
    /// The page's name.
    pub(crate) fn page(&self) -> String {
        format!("{}{}", self.kind.name, if self.head { "-head" } else { "" })
    }

    /// Its label in a table.
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

/// The pages with an image, and their labels. The first is the one without a Messenger.
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
