//! Test pages other than the demo's own.

use std::fmt::Write as _;

/// First script of every test page: records the console and the widget's script tags.
pub(crate) const RECORDER: &str = include_str!("pages/recorder.js");

/// Speeds up a page's time: a function of the factor.
const FAST: &str = include_str!("pages/fast.js");

/// Counts the objects of a page.
const CENSUS: &str = include_str!("pages/census.js");

/// Generates random arguments.
const FUZZ: &str = include_str!("pages/fuzz.js");

/// Generates random programs for Intercom's own package and ours.
const PROGRAMS: &str = include_str!("pages/programs.js");

/// Sets `window.loader` to the package's module.
pub(crate) const LOADER: &str = include_str!("pages/loader.js");

/// Sets `window.sdk` to the replacement of Intercom's own package.
pub(crate) const OUR_SDK: &str = include_str!("pages/our_sdk.js");

/// Builder of a page.
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

    /// A complete page, used as it is except for the first script of every test page.
    #[must_use]
    pub fn of(html: &str) -> Self {
        let recorder = "<head><script src=\"/e2e/recorder.js\"></script>";
        Self { whole: Some(html.replacen("<head>", recorder, 1)), ..Self::default() }
    }

    /// Sets the nonce of all later scripts.
    #[must_use]
    pub const fn nonce(mut self, nonce: &'static str) -> Self {
        self.nonce = Some(nonce);
        self
    }

    /// Adds a response header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Sets its Content-Security-Policy.
    #[must_use]
    pub fn policy(self, policy: impl Into<String>) -> Self {
        self.header("content-security-policy", policy)
    }

    /// Adds markup at the end of its head.
    #[must_use]
    pub fn head(mut self, markup: &str) -> Self {
        self.head.push_str(markup);
        self
    }

    /// Adds markup at the end of its body.
    #[must_use]
    pub fn body(mut self, markup: &str) -> Self {
        self.body.push_str(markup);
        self
    }

    /// Adds a script to its head.
    #[must_use]
    pub fn script(self, code: &str) -> Self {
        let tag = format!("<script{}>{code}</script>", self.nonce_attribute());
        self.head(&tag)
    }

    /// A page whose time passes faster by this factor, and whose clock can be set: `clock.jump(ms)`,
    /// `clock.sleep(ms)`.
    #[must_use]
    pub fn fast(self, speed: u32) -> Self {
        self.script(&format!("{FAST}({speed});"))
    }

    /// A page with `census()`, which counts listeners, timers, elements and the loader's memory.
    #[must_use]
    pub fn counted(self) -> Self {
        self.script(CENSUS)
    }

    /// A page that generates random arguments: `fuzz.options(seed, count)`, `fuzz.attributes(seed, count)`.
    #[must_use]
    pub fn fuzzed(self) -> Self {
        self.script(FUZZ)
    }

    /// A page that generates and runs random programs over `window.sdk`: `programs.run(seed)`.
    #[must_use]
    pub fn with_programs(self) -> Self {
        self.script(PROGRAMS)
    }

    /// A page with the package's module on `window.loader`.
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
        // Writing to a string cannot fail.
        let _ = write!(
            html,
            "<title>End to end</title><script src=\"/e2e/recorder.js\"{nonce}></script>{head}</head>\
             <body><h1>End to end</h1>{body}</body></html>"
        );
        html
    }
}
