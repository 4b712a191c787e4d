//! Failures to start this module, which the code that loads it reports.

/// A failure of the module to start.
#[derive(Clone, Copy, Debug)]
pub struct NotStarted {
    /// The code as JavaScript sees it: `error.code`.
    pub code: &'static str,
    /// Whether the same call can succeed later without a change of code or configuration.
    pub retryable: bool,
    /// Description of what happened and why.
    pub message: &'static str,
    /// The suggested fix.
    pub hint: &'static str,
}

/// The page's Content-Security-Policy forbids WebAssembly.
pub const WASM_BLOCKED_BY_CSP: NotStarted = NotStarted {
    code: "wasm_blocked_by_csp",
    retryable: false,
    message: "the page's Content-Security-Policy forbids WebAssembly",
    hint: "Add 'wasm-unsafe-eval' to script-src, or import \"intercom-messenger-loader/without-wasm\".",
};

/// The browser has no WebAssembly.
pub const WASM_MISSING: NotStarted = NotStarted {
    code: "wasm_failed",
    retryable: false,
    message: "this browser has no WebAssembly",
    hint: "Import \"intercom-messenger-loader/without-wasm\".",
};

/// WebAssembly may not run, and the JavaScript core failed as well; the code is the first failure's.
pub const WITHOUT_WASM_FAILED: NotStarted = NotStarted {
    code: WASM_FAILED.code,
    retryable: true,
    message: "core-without-wasm.js did not start",
    hint: "Serve core-without-wasm.js of this version; script-src must allow it.",
};

/// The module did not arrive, or is another.
pub const WASM_FAILED: NotStarted = NotStarted {
    code: "wasm_failed",
    retryable: true,
    message: "the core did not start",
    hint: "Serve core*.js and core.wasm of one version.",
};
