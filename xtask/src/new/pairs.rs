//! The examples that an installation can begin with, and what one types in them.

/// How a frontend comes by the loader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loader {
    /// By the packed npm package beside it.
    Package,
    /// By the crate in this repository.
    Crate,
}

/// An example in `examples/frontends`.
#[derive(Debug)]
pub(super) struct Frontend {
    pub(super) name: &'static str,
    pub(super) loader: Loader,
    /// What starts it while one works on it.
    pub(super) start: &'static str,
    /// Where it then listens.
    pub(super) port: u16,
}

/// An example in `examples/backends`.
#[derive(Debug)]
pub(super) struct Backend {
    pub(super) name: &'static str,
    pub(super) start: &'static str,
}

const fn package(name: &'static str, start: &'static str, port: u16) -> Frontend {
    Frontend { name, loader: Loader::Package, start, port }
}

/// Files that any server can answer with; this one passes on what it does not find.
const fn files(name: &'static str) -> Frontend {
    package(name, "npm install && npx --yes http-server -p 3000 -c-1 --proxy http://127.0.0.1:8080", 3000)
}

const fn rust(name: &'static str, start: &'static str, port: u16) -> Frontend {
    Frontend { name, loader: Loader::Crate, start, port }
}

/// To add one, add a line; the tests see that its example says which workspace and region it is for.
pub(super) const FRONTENDS: &[Frontend] = &[
    files("html-module"),
    files("html-script-tag"),
    package("react", "npm install && npm run dev", 5173),
    package("vue", "npm install && npm run dev", 5173),
    package("svelte", "npm install && npm run dev", 5173),
    package("angular", "npm install && npm start", 4200),
    package("nextjs-app", "npm install && npm run dev", 3000),
    package("nextjs-pages", "npm install && npm run dev", 3000),
    package("ember", "npm install && npm start -- --proxy http://localhost:8080", 4200),
    rust("leptos", "trunk serve --port 3000", 3000),
    rust("yew", "trunk serve --port 3000", 3000),
    rust("dioxus", "dx serve --port 3000", 3000),
];

/// The backends.
pub(super) const BACKENDS: &[Backend] = &[
    Backend { name: "node-express", start: "npm ci && node server.js" },
    Backend {
        name: "python-flask",
        start: "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && .venv/bin/python app.py",
    },
    Backend {
        name: "python-django",
        start: "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && .venv/bin/python manage.py runserver",
    },
    Backend { name: "php", start: "php serve.php" },
    Backend { name: "ruby-sinatra", start: "bundle install && bundle exec puma -C puma.rb" },
    Backend { name: "ruby-rails", start: "bundle install && bundle exec puma -C config/puma.rb" },
    Backend { name: "go", start: "go run ." },
    Backend { name: "rust-axum", start: "cargo run" },
];
