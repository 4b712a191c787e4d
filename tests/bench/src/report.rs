//! The measurements as written to `bench.json`. Times are in milliseconds, sizes in bytes.

use serde::Serialize;

use crate::measure::{Host, Visit};
use crate::memory::Memory;
use crate::plan::{Network, Role, Subject};
use crate::stats::Summary;
use crate::trace::Work;

/// The complete report.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    pub(crate) browser: String,
    pub(crate) machine: String,
    pub(crate) runs: usize,
    pub(crate) cells: Vec<Cell>,
    pub(crate) tasks: Vec<Tasks>,
    pub(crate) hosts: Vec<HostRow>,
    pub(crate) memory: Memory,
}

/// Measurements of one page on one network.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Cell {
    pub(crate) page: String,
    pub(crate) label: String,
    pub(crate) network: &'static str,
    pub(crate) role: Role,
    pub(crate) head: bool,
    /// Times from the navigation to the accepted boot, of every visit in order.
    pub(crate) sample: Vec<f64>,
    pub(crate) time: Summary,
    pub(crate) bytes: Summary,
    pub(crate) busy: Summary,
    /// Ratio of the median to that of the faster peer without head tags, on this network.
    pub(crate) ratio: f64,
    /// The same against the faster peer with the same head tags, for a page that has them.
    pub(crate) ratio_with_tags: Option<f64>,
}

/// The main thread of one page until Intercom's script runs, on the slow network; from traces.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Tasks {
    pub(crate) page: String,
    pub(crate) label: String,
    pub(crate) tasks: Summary,
    pub(crate) longest_task: Summary,
    pub(crate) longest_script: Summary,
}

/// Measurements of a page with an image, on the slow network.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HostRow {
    pub(crate) page: &'static str,
    pub(crate) label: &'static str,
    pub(crate) sample: Vec<f64>,
    pub(crate) lcp: Summary,
    pub(crate) blocked: Summary,
    /// Time until the accepted boot.
    pub(crate) time: Option<Summary>,
}

fn summary<T>(all: &[T], of: impl Fn(&T) -> f64) -> Option<Summary> {
    Summary::of(&all.iter().map(of).collect::<Vec<_>>())
}

impl Cell {
    /// Without ratios, which depend on the other cells.
    pub(crate) fn new(subject: &Subject, network: Network, visits: &[Visit]) -> Option<Self> {
        Some(Self {
            page: subject.page(),
            label: subject.label(),
            network: network.name,
            role: subject.kind.role,
            head: subject.head,
            sample: visits.iter().map(|visit| visit.accepted).collect(),
            time: summary(visits, |visit| visit.accepted)?,
            bytes: summary(visits, |visit| visit.bytes)?,
            busy: summary(visits, |visit| visit.busy)?,
            ratio: f64::NAN,
            ratio_with_tags: None,
        })
    }
}

impl Tasks {
    pub(crate) fn new(subject: &Subject, works: &[Work]) -> Option<Self> {
        Some(Self {
            page: subject.page(),
            label: subject.label(),
            tasks: summary(works, |work| work.tasks)?,
            longest_task: summary(works, |work| work.longest)?,
            longest_script: summary(works, |work| work.script)?,
        })
    }
}

impl HostRow {
    pub(crate) fn new(page: &'static str, label: &'static str, hosts: &[Host]) -> Option<Self> {
        Some(Self {
            page,
            label,
            sample: hosts.iter().map(|host| host.lcp).collect(),
            lcp: summary(hosts, |host| host.lcp)?,
            blocked: summary(hosts, |host| host.blocked)?,
            time: Summary::of(&hosts.iter().filter_map(|host| host.accepted).collect::<Vec<_>>()),
        })
    }
}

/// Sets the ratios of the cells. Without peers there are none.
pub(crate) fn compare(cells: &mut [Cell]) {
    let peers: Vec<_> = cells
        .iter()
        .filter(|it| it.role == Role::Peer)
        .map(|it| (it.network, it.head, it.time.median))
        .collect();
    let fastest = |network: &str, head: bool| {
        let of = peers.iter().filter(|(on, tags, _)| *on == network && *tags == head);
        of.map(|(_, _, median)| *median).min_by(f64::total_cmp)
    };
    for cell in cells {
        cell.ratio = fastest(cell.network, false).map_or(f64::NAN, |peer| cell.time.median / peer);
        if cell.head {
            cell.ratio_with_tags = fastest(cell.network, true).map(|peer| cell.time.median / peer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Kind, NETWORKS};

    fn cell(name: &str, role: Role, head: bool, time: f64) -> Option<Cell> {
        let kind = Kind { name: name.to_owned(), label: name.to_owned(), role };
        let visit = Visit { accepted: time, bytes: 1.0, busy: 1.0 };
        let [network, ..] = NETWORKS;
        Cell::new(&Subject { kind, head }, network, &[visit])
    }

    #[test]
    fn a_ratio_is_against_the_faster_peer() {
        let cells = [
            cell("one", Role::Peer, false, 200.0),
            cell("two", Role::Peer, false, 100.0),
            cell("two", Role::Peer, true, 80.0),
            cell("least", Role::Floor, false, 90.0),
            cell("ours", Role::Loader, false, 150.0),
            cell("ours", Role::Loader, true, 60.0),
        ];
        let mut cells: Vec<_> = cells.into_iter().flatten().collect();
        compare(&mut cells);
        let ratios: Vec<_> = cells.iter().skip(4).map(|cell| (cell.ratio, cell.ratio_with_tags)).collect();
        assert_eq!(ratios, [(1.5, None), (0.6, Some(0.75))]);
    }
}
