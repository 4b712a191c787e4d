//! Next.js with the App Router: the page is also rendered on the server, where importing the package has no effect.

use packaging::{Project, Result, served};

const START: &[&str] = &["start", "--port", "{port}"];

#[test]
fn turbopack_dev() -> Result {
    served("Next.js, Turbopack, dev", &Project::take("next")?, "next", None, &["dev", "--port", "{port}"])
}

#[test]
fn turbopack_build() -> Result {
    served("Next.js, Turbopack, build", &Project::take("next")?, "next", Some(&["build"]), START)
}

#[test]
fn webpack_dev() -> Result {
    let dev = ["dev", "--webpack", "--port", "{port}"];
    served("Next.js, webpack, dev", &Project::take("next")?, "next", None, &dev)
}

#[test]
fn webpack_build() -> Result {
    let build = ["build", "--webpack"];
    served("Next.js, webpack, build", &Project::take("next")?, "next", Some(&build), START)
}
