//! Measures one visit of one page.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::chromium::Chromium;
use crate::plan::Network;
use crate::site::Site;

/// Measurements of one visit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visit {
    /// Time from the navigation to the fake Messenger's API accepting the signed boot, in milliseconds.
    pub(crate) accepted: f64,
    /// Bytes received from the page's own origin, including headers.
    pub(crate) bytes: f64,
    /// Busy time of the page's main thread until then, in milliseconds.
    pub(crate) busy: f64,
}

/// Measurements of a page with an image, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Host {
    /// The largest contentful paint.
    pub(crate) lcp: f64,
    /// The total blocking time until the page is idle and the Messenger, if there is one, has booted.
    pub(crate) blocked: f64,
    /// Time until the signed boot was accepted, if the page boots by itself.
    pub(crate) accepted: Option<f64>,
}

/// The browser, the site and the cookies of the measurements.
#[derive(Debug)]
pub(crate) struct Bench {
    pub(crate) chromium: Chromium,
    pub(crate) site: Site,
    pub(crate) cookies: Value,
    /// The networks of [`plan::NETWORKS`](crate::plan::NETWORKS), possibly eased.
    pub(crate) networks: [Network; 3],
}

impl Bench {
    /// Visits a page of the main table.
    pub(crate) async fn visit(&mut self, page: &str, network: Network) -> Result<Visit> {
        self.site.link.set(network);
        let window = self.chromium.open(network, &self.cookies).await?;
        let (before, sent) = (self.busy(&window.session).await?, self.site.bytes());
        let told = self.chromium.visit(&window, &self.site.url(page), "accepted").await?;
        let busy = self.busy(&window.session).await? - before;
        let bytes = u32::try_from(self.site.bytes() - sent)?.into();
        self.chromium.close(window).await?;
        Ok(Visit { accepted: number(&told, "accepted")?, bytes, busy })
    }

    /// Visits a page with an image.
    pub(crate) async fn host(&mut self, page: &str, network: Network) -> Result<Host> {
        self.site.link.set(network);
        let window = self.chromium.open(network, &self.cookies).await?;
        let told = self.chromium.visit(&window, &self.site.url(page), "rest").await?;
        self.chromium.close(window).await?;
        let accepted = told.get("accepted").and_then(Value::as_f64);
        Ok(Host { lcp: number(&told, "lcp")?, blocked: number(&told, "blocked")?, accepted })
    }

    /// Busy time of the main thread so far, in milliseconds.
    async fn busy(&mut self, session: &str) -> Result<f64> {
        metric(&self.chromium.cdp.send(session, "Performance.getMetrics", json!({})).await?, "TaskDuration")
            .map(|seconds| seconds * 1000.0)
    }
}

/// A value of `Performance.getMetrics`.
pub(crate) fn metric(answer: &Value, name: &str) -> Result<f64> {
    let metrics = answer.get("metrics").and_then(Value::as_array).context("there are no metrics")?;
    let found = metrics.iter().find(|metric| metric.get("name").and_then(Value::as_str) == Some(name));
    number(found.with_context(|| format!("there is no metric {name}"))?, "value")
}

pub(crate) fn number(value: &Value, field: &str) -> Result<f64> {
    value.get(field).and_then(Value::as_f64).with_context(|| format!("there is no {field} in {value}"))
}
