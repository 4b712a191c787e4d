//! Pages to test with, beside the demo's own.

use std::fmt::Write as _;

/// What every page of the tests runs first: notes the console and the widget's script tags.
pub(crate) const RECORDER: &str = include_str!("pages/recorder.js");

/// Makes a page's time pass faster: a function of how much.
const FAST: &str = include_str!("pages/fast.js");

/// Counts what a page holds.
const CENSUS: &str = include_str!("pages/census.js");

/// Tries nonsense.
const FUZZ: &str = include_str!("pages/fuzz.js");

/// Random programs for Intercom's own package and ours.
const PROGRAMS: &str = include_str!("pages/programs.js");

/// Puts the package's module on `window.loader`.
pub(crate) const LOADER: &str = include_str!("pages/loader.js");

/// Puts what takes the place of Intercom's own package on `window.sdk`.
pub(crate) const OUR_SDK: &str = include_str!("pages/our_sdk.js");

/// A page in the making.
#[derive(Clone, Debug, Default)]
pub struct Document {
    head: String,
    body: String,
    whole: Option<String>,
    nonce: Option<&'static str>,
    headers: Vec<(&'static str, String)>,
}

impl Document {
    /// An empty page.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A whole page as it is, but for what every page of the tests runs first.
    #[must_use]
    pub fn of(html: &str) -> Self {
        let recorder = "<head><script src=\"/e2e/recorder.js\"></script>";
        Self { whole: Some(html.replacen("<head>", recorder, 1)), ..Self::default() }
    }

    /// The nonce that all its scripts carry from here on.
    #[must_use]
    pub const fn nonce(mut self, nonce: &'static str) -> Self {
        self.nonce = Some(nonce);
        self
    }

    /// A header that it comes with.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Its Content-Security-Policy.
    #[must_use]
    pub fn policy(self, policy: impl Into<String>) -> Self {
        self.header("content-security-policy", policy)
    }

    /// Markup at the end of its head.
    #[must_use]
    pub fn head(mut self, markup: &str) -> Self {
        self.head.push_str(markup);
        self
    }

    /// Markup at the end of its body.
    #[must_use]
    pub fn body(mut self, markup: &str) -> Self {
        self.body.push_str(markup);
        self
    }

    /// A script in its head.
    #[must_use]
    pub fn script(self, code: &str) -> Self {
        let tag = format!("<script{}>{code}</script>", self.nonce_attribute());
        self.head(&tag)
    }

    /// A page whose time passes so many times as fast, and whose clock can be set: `clock.jump(ms)`, `clock.sleep(ms)`.
    #[must_use]
    pub fn fast(self, speed: u32) -> Self {
        self.script(&format!("{FAST}({speed});"))
    }

    /// A page that can say with `census()` what it holds: listeners, timers, elements, the loader's memory.
    #[must_use]
    pub fn counted(self) -> Self {
        self.script(CENSUS)
    }

    /// A page that can try nonsense: `fuzz.options(seed, count)`, `fuzz.attributes(seed, count)`.
    #[must_use]
    pub fn fuzzed(self) -> Self {
        self.script(FUZZ)
    }

    /// A page that makes and runs random programs over `window.sdk`: `programs.run(seed)`.
    #[must_use]
    pub fn with_programs(self) -> Self {
        self.script(PROGRAMS)
    }

    /// The package's module, on `window.loader`.
    #[must_use]
    pub fn with_loader(self) -> Self {
        let tag =
            format!("<script type=\"module\" src=\"/e2e/loader.js\"{}></script>", self.nonce_attribute());
        self.head(&tag)
    }

    fn nonce_attribute(&self) -> String {
        self.nonce.map(|nonce| format!(" nonce=\"{nonce}\"")).unwrap_or_default()
    }

    pub(crate) fn headers(&self) -> &[(&'static str, String)] {
        &self.headers
    }

    pub(crate) fn html(&self) -> String {
        if let Some(whole) = &self.whole {
            return whole.clone();
        }
        let mut html = String::from("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
        let Self { head, body, .. } = self;
        let nonce = self.nonce_attribute();
        // Writing to a string does not fail.
        let _ = write!(
            html,
            "<title>End to end</title><script src=\"/e2e/recorder.js\"{nonce}></script>{head}</head>\
             <body><h1>End to end</h1>{body}</body></html>"
        );
        html
    }
}
