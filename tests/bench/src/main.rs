//! Measures the cost of the loader to a page, compared with what it replaces: `cargo xtask bench`, which builds
//! everything.
//!
//! All pages are visited in turn, repeatedly, in one browser, so that other load on the machine affects all of them
//! alike: the ratios count, not the times.

mod beacon;
mod cdp;
mod chart;
mod chromium;
mod measure;
mod memory;
mod plan;
mod report;
mod shaper;
mod site;
mod stats;
mod table;
mod trace;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::Parser;

use crate::chromium::Chromium;
use crate::measure::Bench;
use crate::plan::{HOSTS, NETWORKS, Network, Role};
use crate::report::{Cell, HostRow, Report, Tasks, compare};
use crate::site::Site;

/// Measures the package in a folder.
#[derive(Debug, Parser)]
struct Args {
    /// Number of visits of each page on each network
    #[arg(long, default_value_t = 15)]
    runs: usize,
    /// Number of boots and shutdowns before the memory is measured
    #[arg(long, default_value_t = 1000)]
    boots: u32,
    /// The built package
    #[arg(long)]
    dist: PathBuf,
    /// Output folder of pages, traces and results
    #[arg(long)]
    out: PathBuf,
    /// Only pages whose name begins with this, beside those that it is measured against
    #[arg(long, default_value = "")]
    only: String,
    /// Only the times until the boot
    #[arg(long)]
    quick: bool,
    /// On networks ten times as good, for a run without figures
    #[arg(long)]
    smoke: bool,
}

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(run(&Args::parse()))
}

async fn run(args: &Args) -> Result<()> {
    let site = Site::start(&args.dist, &args.out.join("site")).await?;
    let mut chromium = Chromium::start(site.fake_messenger).await?;
    let cookies = site.sign_in(&mut chromium).await?;
    let networks = if args.smoke { NETWORKS.map(Network::eased) } else { NETWORKS };
    let mut bench = Bench { chromium, site, cookies, networks };
    let report = measure(&mut bench, args).await?;
    let table = table::markdown(&report);
    for (name, text) in [
        ("bench.json", serde_json::to_string_pretty(&report)?),
        ("bench.md", table.clone()),
        ("bench.svg", chart::svg(&report)),
    ] {
        let file = args.out.join(name);
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    println!("{table}");
    Ok(())
}

async fn measure(bench: &mut Bench, args: &Args) -> Result<Report> {
    let mut subjects = plan::subjects(&bench.site.kinds)?;
    subjects.retain(|subject| subject.kind.role != Role::Loader || subject.page().starts_with(&args.only));
    let networks = bench.networks;
    let [first_network, .., slow] = networks;
    // The first visit starts with a browser that has not done anything yet.
    for subject in &subjects {
        bench.visit(&subject.page(), first_network).await?;
    }
    let mut visits = vec![vec![Vec::new(); subjects.len()]; networks.len()];
    for run in 0..args.runs {
        eprintln!("visits: {} of {}", run + 1, args.runs);
        for (network, visits) in networks.into_iter().zip(&mut visits) {
            for pass in 0..network.passes {
                let all = subjects.iter().zip(visits.iter_mut()).collect();
                for (subject, visits) in in_turn(all, run * network.passes + pass) {
                    visits.push(bench.visit(&subject.page(), network).await?);
                }
            }
        }
    }
    let mut cells = Vec::new();
    for (network, visits) in networks.into_iter().zip(&visits) {
        for (subject, visits) in subjects.iter().zip(visits) {
            cells.extend(Cell::new(subject, network, visits));
        }
    }
    compare(&mut cells);
    Ok(Report {
        browser: bench.chromium.version.clone(),
        machine: machine(),
        runs: args.runs,
        cells,
        tasks: if args.quick { Vec::new() } else { tasks(bench, args, &subjects, slow).await? },
        hosts: if args.quick { Vec::new() } else { hosts(bench, args.runs, slow).await? },
        memory: bench.memory(args.boots).await?,
    })
}

/// The order of a turn: each starts with another page, and every second one is reversed, so that no page is always
/// measured after the same one.
fn in_turn<T>(mut all: Vec<T>, turn: usize) -> Vec<T> {
    let first = turn % all.len().max(1);
    all.rotate_left(first);
    if turn % 2 == 1 {
        all.reverse();
    }
    all
}

/// Traces: a third of the visits, since they differ only by the load of the machine.
async fn tasks(
    bench: &mut Bench,
    args: &Args,
    subjects: &[plan::Subject],
    network: Network,
) -> Result<Vec<Tasks>> {
    let folder = args.out.join("traces");
    fs::create_dir_all(&folder)?;
    let mut works = vec![Vec::new(); subjects.len()];
    for run in 0..args.runs.div_ceil(3) {
        eprintln!("traces: {} of {}", run + 1, args.runs.div_ceil(3));
        for (subject, works) in subjects.iter().zip(&mut works) {
            let page = subject.page();
            works.push(bench.trace(&page, network, &folder.join(format!("{page}.json"))).await?);
        }
    }
    Ok(subjects.iter().zip(&works).filter_map(|(subject, works)| Tasks::new(subject, works)).collect())
}

/// Pages with an image.
async fn hosts(bench: &mut Bench, runs: usize, network: Network) -> Result<Vec<HostRow>> {
    let mut all = vec![Vec::new(); HOSTS.len()];
    for run in 0..runs {
        eprintln!("pages with a picture: {} of {runs}", run + 1);
        let order = HOSTS.iter().zip(&mut all).collect::<Vec<_>>();
        for ((page, _), hosts) in in_turn(order, run) {
            hosts.push(bench.host(page, network).await?);
        }
    }
    Ok(HOSTS.iter().zip(&all).filter_map(|((page, label), hosts)| HostRow::new(page, label, hosts)).collect())
}

/// Description of the machine.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("unknown processor", |(_, model)| model);
    let virtual_one = if cpus.contains(" hypervisor") { "virtual machine" } else { "machine" };
    format!("a {virtual_one} with {cores} cores ({model})")
}
