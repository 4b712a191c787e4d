// The examples for an installation, and the commands that start them.

/** An example in `examples/frontends`. */
export interface Frontend {
  /** Command that starts it for development. */
  start: string;
  /** Port on which it then listens. */
  port: number;
  /** Whether it uses the loader as a crate, and not as an npm package. */
  rust?: true;
}

const vite = { start: "npm install && npm run dev", port: 5173 };
const next = { start: "npm install && npm run dev", port: 3000 };
// Static files that any server can serve; this one forwards requests for missing files.
const files = { start: "npm install && npx --yes http-server -p 3000 -c-1 --proxy http://127.0.0.1:8080", port: 3000 };
const trunk: Frontend = { start: "trunk serve --port 3000", port: 3000, rust: true };

/**
 * The frontends. To add one, add a line; a test checks that each example has one, and names the workspace and region.
 */
export const FRONTENDS: Record<string, Frontend> = {
  react: vite,
  vue: vite,
  svelte: vite,
  angular: { start: "npm install && npm start", port: 4200 },
  "nextjs-app": next,
  "nextjs-pages": next,
  ember: { start: "npm install && npm start -- --proxy http://localhost:8080", port: 4200 },
  "html-script-tag": files,
  "html-module": files,
  leptos: trunk,
  yew: trunk,
  dioxus: { ...trunk, start: "dx serve --port 3000" },
};

const venv = "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && .venv/bin/python";

/** Command that starts each backend. */
export const BACKENDS: Record<string, string> = {
  "node-express": "npm ci && node server.js",
  "python-flask": `${venv} app.py`,
  "python-django": `${venv} manage.py runserver`,
  php: "php serve.php",
  "ruby-sinatra": "bundle install && bundle exec puma -C puma.rb",
  "ruby-rails": "bundle install && bundle exec puma -C config/puma.rb",
  go: "go run .",
  "rust-axum": "cargo run",
};
