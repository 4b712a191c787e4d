//! The report as Markdown, for the terminal and for the documentation.

use std::fmt::Write as _;

use crate::plan::{NETWORKS, Role};
use crate::report::{Cell, Report};
use crate::stats::Summary;

/// The tables, without the surrounding text.
pub(crate) fn markdown(report: &Report) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_all(&mut text, report);
    text
}

fn write_all(text: &mut String, report: &Report) -> std::fmt::Result {
    let Report { browser, machine, runs, .. } = report;
    writeln!(
        text,
        "Measured with `cargo xtask bench`: {browser}, headless, on {machine}; {runs} interleaved"
    )?;
    writeln!(
        text,
        "visits for each figure ({} without emulation), each with empty caches and no connection.\n",
        runs * NETWORKS[0].passes
    )?;
    writeln!(
        text,
        "From the navigation to the accepted signed boot, in ms: median (quartiles), and the median's ratio to the \
         faster of\nthe two peers without head tags.\n"
    )?;
    writeln!(
        text,
        "| | no emulation | 40 ms, 10 Mbit/s | 150 ms, 1.6 Mbit/s, CPU slowed 4 times | own bytes |"
    )?;
    writeln!(text, "|---|---|---|---|---|")?;
    for first in report.cells.iter().filter(|cell| cell.network == NETWORKS[0].name) {
        write!(text, "| {} |", first.label)?;
        for network in NETWORKS {
            let mut row =
                report.cells.iter().filter(|it| it.page == first.page && it.network == network.name);
            match row.next() {
                Some(cell) => write!(text, " {} |", time(cell))?,
                None => write!(text, " |")?,
            }
        }
        writeln!(text, " {:.0} |", first.bytes.median)?;
    }
    writeln!(
        text,
        "\nThe main thread until Intercom's script runs, with the CPU slowed four times, in ms (from traces), and \
         until the\naccepted boot:\n"
    )?;
    writeln!(text, "| | all tasks | longest task | longest script | busy until the boot |")?;
    writeln!(text, "|---|---|---|---|---|")?;
    for row in &report.tasks {
        let on_slow = |cell: &&Cell| cell.page == row.page && cell.network == NETWORKS[2].name;
        let busy = report.cells.iter().find(on_slow).map_or_else(String::new, |cell| spread(cell.busy));
        let (tasks, longest, script) =
            (spread(row.tasks), spread(row.longest_task), spread(row.longest_script));
        writeln!(text, "| {} | {tasks} | {longest} | {script} | {busy} |", row.label)?;
    }
    writeln!(
        text,
        "\nA page with a large picture, on the slow network, in ms: largest contentful paint and total blocking time \
         until the\npage rests and the Messenger, where it comes by itself, has booted.\n"
    )?;
    writeln!(text, "| | largest contentful paint | total blocking time | accepted boot |")?;
    writeln!(text, "|---|---|---|---|")?;
    for row in &report.hosts {
        let time = row.time.map(spread).unwrap_or_default();
        writeln!(text, "| {} | {} | {} | {time} |", row.label, spread(row.lcp), spread(row.blocked))?;
    }
    let memory = &report.memory;
    writeln!(
        text,
        "\nMemory before and after {} boots and shutdowns: WebAssembly {:.0} and {:.0} KiB, JavaScript heap {:.0} and \
         {:.0} KiB.",
        memory.boots,
        memory.wasm_before / 1024.0,
        memory.wasm_after / 1024.0,
        memory.heap_before / 1024.0,
        memory.heap_after / 1024.0
    )
}

fn time(cell: &Cell) -> String {
    let ratio =
        if cell.role == Role::Peer && !cell.head { String::new() } else { format!(" **{:.2}**", cell.ratio) };
    let tags = cell.ratio_with_tags.filter(|_| cell.role != Role::Peer);
    let tags = tags.map(|ratio| format!(" ({ratio:.2} with their tags)")).unwrap_or_default();
    format!("{}{ratio}{tags}", spread(cell.time))
}

fn spread(Summary { median, lower, upper }: Summary) -> String {
    format!("{median:.0} ({lower:.0}–{upper:.0})")
}
