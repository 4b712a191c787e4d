// The complete output of `npm create intercom-messenger` for each frontend and each backend. `cargo xtask test pairs`
// builds and tests some.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** What lets a program take this Node for an older one. */
const AS_NODE_18 = `data:text/javascript,Object.defineProperty(process.versions, "node", { value: "18.20.4" })`;
const scratch = mkdtempSync(join(tmpdir(), "create-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

const run = (...args) => spawnSync(process.execPath, [join(ROOT, "dist-create/index.js"), ...args], { encoding: "utf8", cwd: scratch, input: "" });

const help = run("--help").stdout;
const names = (flag) => help.match(new RegExp(`^  --${flag} <NAME> +(.*)`, "m"))[1].split(", ");
const [frontends, backends] = [names("frontend"), names("backend")];

/** Writes a pair; returns its folder. */
function write(frontend, backend, ...more) {
  const dir = join(mkdtempSync(join(scratch, "pair-")), "my shop");
  const { status, stderr } = run("--app-id", "wxyz9876", "--region", "ap", "--frontend", frontend, "--backend", backend, ...more, dir);
  assert.deepEqual([status, stderr], [0, ""]);
  return dir;
}

const texts = (dir) =>
  Object.fromEntries(
    readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .map((file) => [relative(dir, file), readFileSync(file, "utf8")]),
  );

test("every example can be chosen", () => {
  const folders = (kind) => readdirSync(join(ROOT, "examples", kind), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.deepEqual(folders("frontends").map(({ name }) => name).sort(), [...frontends].sort());
  assert.deepEqual(folders("backends").map(({ name }) => name).sort(), [...backends].sort());
});

/** Files that the reader creates, or that come with the loader. */
const LATER = ["auto.js", "core.js", "app/api/messenger-token/route.js", "pages/api/messenger-token.js"];

/** Checks that every link resolves, and that every file named in a line exists. */
function checkDocuments(dir) {
  for (const folder of [dir, join(dir, "frontend"), join(dir, "backend")]) {
    const text = readFileSync(join(folder, "README.md"), "utf8");
    for (const [, link] of text.matchAll(/\]\(<?([^)>]*)>?\)/g)) {
      assert.ok(/^(https:\/\/|#)/.test(link) || existsSync(join(folder, link)), `${folder}: a link to ${link}`);
    }
    const prose = text.split("```").filter((_, at) => at % 2 === 0).join("");
    for (const [, name] of prose.matchAll(/`([^`]*)`/g)) {
      const isFile = /\.(py|js|rb|rs|go|php|jsx|vue|svelte|ts|gjs|ru|toml|json|html)$/.test(name);
      const isFolder = name.endsWith("/") && !name.startsWith("/");
      assert.ok(!(isFile || isFolder) || LATER.includes(name) || existsSync(join(folder, name)), `${folder} names ${name}`);
    }
    for (const word of ["this repository", "crates/", "examples/"]) {
      assert.ok(!prose.includes(word), `${folder} says ${word}`);
    }
  }
}

for (const frontend of frontends) {
  test(`${frontend} is written with the workspace, its region and the loader`, () => {
    const dir = write(frontend, "php");
    const all = texts(join(dir, "frontend"));
    const own = Object.entries(all).filter(([path]) => !/\.lock$|README/.test(path)).map(([, text]) => text).join("\n");
    assert.ok(own.includes("wxyz9876") && /["'=]ap\b/.test(own));
    for (const placeholder of ["standin1", "abc12345", 'path = "../']) {
      assert.ok(!Object.values(all).some((text) => text.includes(placeholder)), `${placeholder} is left`);
    }
    assert.match(own, /"intercom-messenger-loader": "\^\d|intercom-messenger-loader = \{ version = "\d/);
    checkDocuments(dir);
  });
}

for (const backend of backends) {
  test(`${backend} is written, and the pair says what to type`, () => {
    const dir = write("vue", backend);
    const readme = readFileSync(join(dir, "README.md"), "utf8");
    for (const part of ["cd frontend", "cd backend", "INTERCOM_IDENTITY_SECRET", "ALLOWED_ORIGINS=http://localhost:5173", "TRUST_PROXY"]) {
      assert.ok(readme.includes(part), part);
    }
    for (const part of ["## What every backend does", "verify --url", "enforce", "protected"]) {
      assert.ok(readme.includes(part), part);
    }
    assert.ok(!readme.includes("cargo xtask"));
    checkDocuments(dir);
  });
}

test("the halves of a pair are those of every other pair", () => {
  const [one, two] = [write("yew", "go"), write("react", "go")];
  assert.deepEqual(texts(join(one, "backend")), texts(join(two, "backend")));
  assert.deepEqual(texts(join(write("react", "php"), "frontend")), texts(join(two, "frontend")));
});

test("from a clone, the packed loader and the crates are its own", () => {
  writeFileSync(join(scratch, "loader-1.tgz"), "packed");
  const more = ["--package", join(scratch, "loader-1.tgz"), "--clone", "/a clone"];
  const all = texts(write("svelte", "rust-axum", ...more));
  assert.equal(JSON.parse(all["frontend/package.json"]).dependencies["intercom-messenger-loader"], "file:./loader-1.tgz");
  assert.equal(all["frontend/loader-1.tgz"], "packed");
  assert.ok(all["backend/Cargo.toml"].includes('path = "/a clone/crates/intercom-jwt"'));
  assert.ok(texts(write("leptos", "go", ...more))["frontend/Cargo.toml"].includes('path = "/a clone", default-features'));
});

test("an id that looks like a placeholder or a region is written as it is", () => {
  const written = (id, region) => {
    const dir = join(mkdtempSync(join(scratch, "id-")), "shop");
    const { status, stderr } = run("--app-id", id, "--region", region, "--frontend", "html-script-tag", "--backend", "php", dir);
    assert.deepEqual([status, stderr], [0, ""]);
    return texts(dir);
  };
  const plain = written("wxyz9876", "ap");
  for (const id of ["xabc12345y", "standin1", "abc12345standin1", "us"]) {
    const all = written(id, "ap");
    for (const [path, text] of Object.entries(plain)) {
      assert.equal(all[path], text.replaceAll("wxyz9876", id), `${id} in ${path}`);
    }
  }
});

test("a folder that exists is never touched, nor a link that leads nowhere", () => {
  const dir = join(scratch, "mine");
  mkdirSync(dir);
  symlinkSync(join(scratch, "nowhere"), join(scratch, "dangling"));
  for (const name of [dir, join(scratch, "dangling")]) {
    const { status, stderr } = run("--app-id", "a1", "--region", "eu", "--frontend", "vue", "--backend", "php", name);
    assert.equal(status, 2);
    assert.match(stderr, /exists already/);
  }
  assert.deepEqual(readdirSync(dir), []);
  assert.ok(lstatSync(join(scratch, "dangling")).isSymbolicLink());
});

test("a broken answer names the flag, and where there is no terminal a missing one is named", () => {
  for (const [args, says] of [
    [[], /^error: --app-id, --region, --frontend, --backend, the folder's name are missing/],
    [["--region", "mars"], /^error: --region is one of us, eu, au, ap/],
    [["--frontend", "jquery"], /^error: --frontend is one of react/],
    [["--backend", "cobol"], /^error: --backend is one of node-express/],
    [["--app-id", "a b"], /^error: --app-id is letters and digits/],
    [["--bakend", "go"], /^error: there is no option --bakend/],
    [["a", "b"], /^error: .*a word too many/],
  ]) {
    const { status, stdout, stderr } = run(...args);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, says);
  }
});

test("without a terminal nothing is asked for, though the input stays open", { timeout: 30_000 }, async () => {
  const child = spawn(process.execPath, [join(ROOT, "dist-create/index.js"), "--region", "eu"], { cwd: scratch, stdio: ["pipe", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  const code = await new Promise((resolve) => child.on("close", resolve));
  assert.equal(code, 2);
  assert.match(stderr, /^error: --app-id, --frontend, --backend, the folder's name are missing, and there is no terminal/);
});

test("a folder's name with a space is quoted where it is to be typed", () => {
  const { stdout } = run("--app-id", "a1", "--region", "eu", "--frontend", "vue", "--backend", "php", "it's mine");
  assert.ok(stdout.includes("\ncd 'it'\\''s mine'\n"), stdout);
});

for (const frontend of frontends) {
  test(`${frontend} is written without a token only by the name of --insecure, with the warning`, () => {
    const dir = join(mkdtempSync(join(scratch, "insecure-")), "shop");
    const { status, stdout, stderr } = run("--insecure", "--app-id", "wxyz9876", "--region", "ap", "--frontend", frontend, dir);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /^warning: .*anyone can impersonate anyone/);
    const all = texts(dir);
    assert.ok(!existsSync(join(dir, "backend")) && !stdout.includes("cd backend"));
    assert.match(all["README.md"], /\*\*Insecure\*\*.*anyone can impersonate anyone/);
    const own = Object.entries(all).filter(([path]) => !/\.lock$|README/.test(path)).map(([, text]) => text).join("\n");
    assert.match(own, /allowUnsignedIdentity|data-allow-unsigned-identity|allow_unsigned_identity = true/);
    assert.ok(!/messenger-token|jwtUrl|jwt_url|data-jwt-url/.test(own), own);
  });
}

test("a signed installation has no such option, and --insecure has no backend", () => {
  const own = Object.values(texts(write("react", "php"))).join("\n");
  assert.ok(!/allow-?_?unsigned/i.test(own));
  const { status, stderr } = run("--insecure", "--app-id", "a1", "--region", "eu", "--frontend", "vue", "--backend", "php", "both");
  assert.equal(status, 2);
  assert.match(stderr, /^error: --insecure writes no backend/);
  assert.ok(!existsSync(join(scratch, "both")));
});

test("an older Node reads a sentence that says which one it takes", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", AS_NODE_18, join(ROOT, "dist-create/index.js")], { encoding: "utf8" });
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(stderr, /^error: this command needs Node 20\.12 or newer, and this is Node 18\.20\.4;/);
});

/** Drives the questions on a terminal: each answer once its question is there. */
function answer(args, steps, cwd) {
  return spawnSync("python3", ["-c", TERMINAL, JSON.stringify(steps), process.execPath, join(ROOT, "dist-create/index.js"), ...args], {
    encoding: "utf8",
    cwd,
    timeout: 60_000,
  });
}

// Python's own module for terminals, with a size: what has none is written one letter a line.
const TERMINAL = `
import fcntl, json, os, pty, struct, sys, termios
steps = json.loads(sys.argv[1])
child, terminal = pty.fork()
if child == 0:
    os.execv(sys.argv[2], sys.argv[2:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
seen, at = b"", 0
while True:
    try:
        more = os.read(terminal, 4096)
    except OSError:
        break
    if not more:
        break
    seen += more
    if steps and steps[0][0].encode() in seen[at:]:
        at = len(seen)
        os.write(terminal, steps.pop(0)[1].encode())
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
`;
const hasPython = spawnSync("python3", ["-c", "import pty"]).status === 0;
const [DOWN, CTRL_C, CLEAR] = ["\u001b[B", "\u0003", "\u0015"];

test("on a terminal each question is asked, and a wrong answer again", { skip: !hasPython && "without python3 there is no terminal" }, () => {
  const cwd = mkdtempSync(join(scratch, "asked-"));
  mkdirSync(join(cwd, "taken"));
  const steps = [
    ["app id", "a-b\r"],
    ["Letters and digits.", `${CLEAR}wxyz9876\r`],
    ["live?", `${DOWN}\r`],
    ["frontend?", `${DOWN}\r`],
    ["backend?", "\r"],
    ["does not exist yet", `${CLEAR}taken\r`],
    ["It exists already.", `${CLEAR}shop\r`],
  ];
  const { status, stdout } = answer([], steps, cwd);
  assert.equal(status, 0, stdout);
  assert.match(stdout, /shop has both halves/);
  const all = texts(join(cwd, "shop"));
  assert.match(all["README.md"], /# The Messenger of wxyz9876, in eu/);
  assert.match(all["README.md"], /\(vue\).*\(node-express\)/s);
  assert.deepEqual(readdirSync(join(cwd, "taken")), []);
});

test("Ctrl-C at any question writes nothing", { skip: !hasPython && "without python3 there is no terminal" }, () => {
  const cwd = mkdtempSync(join(scratch, "left-"));
  for (const steps of [[["app id", CTRL_C]], [["app id", "a1\r"], ["live?", CTRL_C]]]) {
    const { status, stdout } = answer([], steps, cwd);
    assert.equal(status, 1, stdout);
    assert.match(stdout, /Nothing was written\./);
  }
  assert.deepEqual(readdirSync(cwd), []);
});
