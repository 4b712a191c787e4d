//! Intercom's own npm package, for programs that run with it and with ours.

use std::path::Path;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Directory of the package, as the repository's lockfile installs it.
const INSTALLED: &str = "../../node_modules/@intercom/messenger-js-sdk/dist";

/// Its modules, the entry last.
const MODULES: [&str; 3] = ["constants", "instance-manager", "index"];

/// A script that sets `window.sdk` to its exports. Its modules are CommonJS, joined as a bundler would.
pub(crate) fn script() -> Response {
    let mut modules = String::new();
    for name in MODULES {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(INSTALLED).join(format!("{name}.js"));
        let Ok(code) = std::fs::read_to_string(&file) else {
            let missing = format!("{} is not there; cargo xtask build installs it", file.display());
            return (StatusCode::INTERNAL_SERVER_ERROR, missing).into_response();
        };
        modules.push_str(&format!("run(\"./{name}\", function (exports, require) {{\n{code}\n}});\n"));
    }
    let script = format!(
        "(() => {{
           const all = {{}};
           const run = (name, module) => module.call(window, (all[name] = {{}}), (other) => all[other]);
           {modules}
           window.sdk = all[\"./index\"];
         }})();"
    );
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], script).into_response()
}
