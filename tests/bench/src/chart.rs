//! The medians as a chart for the documentation: SVG that is readable on light and dark backgrounds.

use std::fmt::Write as _;

use crate::plan::{NETWORKS, Role};
use crate::report::Report;

const WIDTH: f64 = 800.0;
/// Left end of the bars, and length of the longest.
const LEFT: f64 = 370.0;
const LONGEST: f64 = 370.0;
const ROW: f64 = 19.0;
const GROUP: f64 = 34.0;

const STYLE: &str = "text{font:13px system-ui,sans-serif;fill:#24292f}.h{font-weight:600}.n{fill:#57606a}\
    .peer{fill:#8c959f}.ours{fill:#0969da}.head{opacity:.6}\
    @media(prefers-color-scheme:dark){text{fill:#e6edf3}.n{fill:#9198a1}.peer{fill:#6e7681}.ours{fill:#4493f8}}";

/// Title above each group of bars.
const TITLES: [&str; 3] = ["no emulation", "40 ms, 10 Mbit/s", "150 ms, 1.6 Mbit/s, CPU slowed four times"];

/// The chart.
pub(crate) fn svg(report: &Report) -> String {
    let mut body = String::new();
    let mut y = 24.0;
    // Writing to a string cannot fail.
    let _ = writeln!(
        body,
        "<text class=\"h\" x=\"8\" y=\"{y}\">From the navigation to the accepted signed boot, median in ms</text>"
    );
    for (network, title) in NETWORKS.iter().zip(TITLES) {
        y += GROUP;
        let _ = writeln!(body, "<text class=\"h\" x=\"8\" y=\"{y}\">{title}</text>");
        let cells: Vec<_> = report.cells.iter().filter(|cell| cell.network == network.name).collect();
        let most = cells.iter().map(|cell| cell.time.median).fold(1.0, f64::max);
        for cell in cells {
            y += ROW;
            let (label, median) = (&cell.label, cell.time.median);
            let length = LONGEST * median / most;
            let whose = if cell.role == Role::Loader { "ours" } else { "peer" };
            let class = format!("{whose}{}", if cell.head { " head" } else { "" });
            let _ = writeln!(
                body,
                "<text class=\"n\" x=\"{x}\" y=\"{y}\" text-anchor=\"end\">{label}</text>\
                 <rect class=\"{class}\" x=\"{LEFT}\" y=\"{top}\" width=\"{length:.1}\" height=\"13\" rx=\"2\"/>\
                 <text x=\"{end:.1}\" y=\"{y}\">{median:.0}</text>",
                x = LEFT - 8.0,
                top = y - 11.0,
                end = LEFT + length + 6.0,
            );
        }
    }
    let height = y + 16.0;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" role=\"img\" aria-label=\"Medians of cargo xtask bench\">\n<style>{STYLE}</style>\n\
         {body}</svg>\n"
    )
}
