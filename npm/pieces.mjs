// Pieces of the examples for an application that is there already: what `npx intercom-messenger-loader snippet` prints. They
// are cut out of the examples, which are built and driven by tests; a cut that finds nothing ends the build.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** How one installs the loader. */
const NPM = "npm install intercom-messenger-loader";
const CARGO = "cargo add intercom-messenger-loader --no-default-features && cargo add gloo-net";

/**
 * Pieces by framework: `install`, what to type, and `files`, each with `path`, its place in the example, `where` to put it,
 * and `cuts`: of each the first line, as it begins, and the last, whole. Without cuts the whole file is taken, and a cut
 * without an end is one line. What the cuts of a file of JavaScript import is put before them.
 */
const FRONTENDS = {
  "html-script-tag": {
    install: NPM,
    files: [
      {
        path: "index.html",
        where: "the head of every page; src is where your site serves auto.js and the package's other files",
        cuts: [["    <script", "    ></script>"]],
      },
    ],
  },
  "html-module": {
    install: NPM,
    files: [
      { path: "index.html", where: "the head of every page", cuts: [['    <script type="importmap">', "    </script>"]] },
      { path: "config.js", where: "a module beside your own" },
      { path: "messenger.js", where: "a module beside your own; call start() when the page is there" },
    ],
  },
  react: {
    install: NPM,
    files: [
      {
        path: "src/App.jsx",
        where: "around your application, inside of its router",
        cuts: [["export default function App", "}"]],
      },
      { path: "src/App.jsx", where: "where your users sign in and out", cuts: [["  const { session, lastError", "  }"]] },
    ],
  },
  vue: {
    install: NPM,
    files: [
      {
        path: "src/main.js",
        where: "where you make the application",
        cuts: [["const messenger", ");"], ["createApp(App)", ""]],
      },
      { path: "src/App.vue", where: "where your users sign in and out", cuts: [["const { state, shutdown", ""], ["async function sign", "}"]] },
    ],
  },
  svelte: { install: NPM, files: [{ path: "src/messenger.js", where: "a module of your own; call start() in your root component" }] },
  angular: {
    install: NPM,
    files: [
      { path: "src/environments/environment.ts", where: "your environment" },
      {
        path: "src/main.ts",
        where: "the providers of your application",
        cuts: [["    provideMessenger(", "    ),"]],
      },
      {
        path: "src/app/app.ts",
        where: "where your users sign in and out",
        cuts: [["  readonly #account", "  readonly #messenger = inject(MessengerService);"], ["  async sign", "  }"]],
      },
    ],
  },
  "nextjs-app": {
    install: NPM,
    files: [
      {
        path: "app/shop.jsx",
        where: "a client component around your layout's children",
        cuts: [['"use client"', ""], ["export function Shop", "}"]],
      },
      { path: "app/shop.jsx", where: "where your users sign in and out", cuts: [["  const { session, lastError", "  }"]] },
    ],
  },
  "nextjs-pages": {
    install: NPM,
    files: [
      {
        path: "components/shop.jsx",
        where: "a component around <Component> in pages/_app.jsx",
        cuts: [["export function Shop", "}"]],
      },
      { path: "components/shop.jsx", where: "where your users sign in and out", cuts: [["  const { session, lastError", "  }"]] },
    ],
  },
  ember: {
    install: NPM,
    files: [
      { path: "config/environment.js", where: "your environment", cuts: [["    intercom: {", "    },"]] },
      { path: "app/services/messenger.js", where: "a service; inject it in your application's route" },
    ],
  },
  leptos: { install: CARGO, files: [{ path: "src/messenger.rs", where: "a module; call boot() when your root component is there" }] },
  yew: { install: CARGO, files: [{ path: "src/messenger.rs", where: "a module; call boot() when your root component is there" }] },
  dioxus: { install: CARGO, files: [{ path: "src/messenger.rs", where: "a module; call boot() when your root component is there" }] },
};

const NOT_ALLOWED = '  response.set("Allow", allow).status(405).json({ error: "this address does not take that method" });';

const BACKENDS = {
  "node-express": {
    install: "npm install jsonwebtoken express-rate-limit",
    files: [
      { path: "intercom.js", where: "a module", cuts: [["function claims", "}"], ["export function intercomJwt", "}"], ["export const limit", "});"]] },
      { path: "server.js", where: "your routes, behind your sessions", cuts: [["app.use((request, response, next)", "});"], ["const not", NOT_ALLOWED], ['app.route("/api/messenger-token")', ""]] },
    ],
  },
  "python-flask": {
    install: "pip install PyJWT",
    files: [
      { path: "intercom.py", where: "a module" },
      { path: "app.py", where: "your routes", cuts: [["@app.after_request", "    return response"], ['@app.get("/api/messenger-token")', ""], ["def intercom_jwt", "    return jsonify(token=sign(user, settings.SECRET))"]] },
    ],
  },
  "python-django": {
    install: "pip install PyJWT",
    files: [
      { path: "messenger/intercom.py", where: "a module of your app" },
      {
        path: "messenger/views.py",
        where: "your app's views, as `View`",
        cuts: [["class IntercomJwtView", '        return JsonResponse({"token": sign(user, settings.INTERCOM_IDENTITY_SECRET)})']],
      },
      { path: "messenger/middleware.py", where: "your middleware, for this address", cuts: [["def no_store", "    return middleware"]] },
      { path: "site_config/urls.py", where: "your urlpatterns", cuts: [["    path(\"api/messenger-token\"", ""]] },
    ],
  },
  php: {
    install: "nothing: the language has the HMAC",
    files: [
      { path: "src/intercom.php", where: "a file that the endpoint requires" },
      {
        path: "public/index.php",
        where: "the endpoint",
        cuts: [["header('Cache-Control", ""], ["    case '/api/messenger-token':", "        answer(200, ['token' => intercom_token($user, $settings->secret)]);"]],
      },
    ],
  },
  "ruby-sinatra": {
    install: "bundle add jwt",
    files: [
      { path: "intercom.rb", where: "a file that your application requires" },
      { path: "app.rb", where: "your routes", cuts: [['  get "/api/messenger-token"', "  end"]] },
      { path: "app.rb", where: "a `before` block", cuts: [['    headers "Cache-Control"', ""]] },
    ],
  },
  "ruby-rails": {
    install: "bundle add jwt",
    files: [
      { path: "app/controllers/intercom_controller.rb", where: "a controller" },
      { path: "app/controllers/application_controller.rb", where: "a `before_action` of it", cuts: [["  def set_headers", "  end"]] },
      { path: "config/routes.rb", where: "your routes", cuts: [['  get "/api/messenger-token"', ""]] },
    ],
  },
  go: {
    install: "go get github.com/golang-jwt/jwt/v4",
    files: [
      { path: "intercom.go", where: "a file of your package" },
      { path: "main.go", where: "its answers", cuts: [["func answer", "}"]] },
      { path: "main.go", where: "your routes", cuts: [['	mux.HandleFunc("/api/messenger-token"', ""]] },
    ],
  },
  "rust-axum": {
    install: "cargo add intercom-jwt",
    files: [
      { path: "src/main.rs", where: "a handler", cuts: [["use intercom_jwt::", ""], ["async fn intercom_jwt", "}"]] },
      {
        path: "src/main.rs",
        where: "your router",
        cuts: [
          ["    let no_store", '        SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));'],
          ['        .route("/api/messenger-token"', ""],
          ["        .layer(no_store)", ""],
        ],
      },
    ],
  },
};

/** One cut of a file. */
function cut(lines, [from, to], path) {
  const start = lines.findIndex((line) => line.startsWith(from));
  const end = to === "" ? start : lines.indexOf(to, start);
  if (start < 0 || end < start) {
    throw new Error(`npm/pieces.mjs: ${path} has no lines from "${from}" to "${to}"`);
  }
  return lines.slice(start, end + 1).join("\n");
}

/** A file whose imports are read. */
const IS_JAVASCRIPT = /\.(?:[jt]sx?|vue|svelte)$/;

/** A statement of it on one line, as the examples have them: its names, and where they are from. */
const IMPORT = /^import (.+) from (["'].+["'];)$/;

/** Name that an import binds, by one part of its list: `a`, `a as b`, `type a`. */
const bound = (part) => part.trim().split(/\s+/).at(-1);

/** The imports that a text of this file needs, each with no more names than that uses. */
function importsOf(lines, text) {
  // Not a property of that name, but what is spread.
  const uses = (part) => new RegExp(`(?<![\\w$#]|(?<!\\.\\.)\\.)${bound(part).replaceAll("$", "\\$")}(?![\\w$])`).test(text);
  return lines.flatMap((line) => {
    const [, names, from] = IMPORT.exec(line) ?? [];
    if (names === undefined) {
      return [];
    }
    const [, before = "", list] = /^(.*?)\{(.*)\}$/.exec(names) ?? [undefined, names];
    const whole = before.replace(",", "").trim();
    const named = (list?.split(",") ?? []).map((part) => part.trim()).filter((part) => part && uses(part));
    const kept = [...(whole && uses(whole) ? [whole] : []), ...(named.length ? [`{ ${named.join(", ")} }`] : [])];
    return kept.length ? [`import ${kept.join(", ")} from ${from}`] : [];
  });
}

/** The cuts of a file, with what they import after a directive, which stands first. */
function taken(text, cuts, file) {
  const lines = text.split("\n");
  const parts = cuts.map((one) => cut(lines, one, file));
  const imports = IS_JAVASCRIPT.test(file) ? importsOf(lines, parts.join("\n")) : [];
  const directives = /^["']use \w+["'];$/.test(parts[0]) ? parts.splice(0, 1) : [];
  return [...directives, ...(imports.length ? [imports.join("\n")] : []), ...parts].join("\n\n");
}

async function of(root, kind, all) {
  const read = async (name, { path, where, cuts }) => {
    const file = join("examples", kind, name, path);
    const text = (await readFile(join(root, file), "utf8")).trimEnd();
    return { path, where, text: cuts ? taken(text, cuts, file) : text };
  };
  const entries = Object.entries(all).map(async ([name, { install, files }]) => [
    name,
    { install, files: await Promise.all(files.map((file) => read(name, file))) },
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

/** The pieces of every frontend and backend. */
export async function pieces(root) {
  return { frontends: await of(root, "frontends", FRONTENDS), backends: await of(root, "backends", BACKENDS) };
}
