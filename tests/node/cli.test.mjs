// The command `npx intercom-messenger-loader`, as a terminal runs it. The output of `verify` is compared with the
// cargo command in crates/verify/tests.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { bundlePart } from "./part.mjs";

const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

function run(args, env = {}) {
  const child = spawn(process.execPath, [CLI, ...args], { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const ended = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => (ended[name] += text));
  }
  return new Promise((resolve) => child.on("close", (code) => resolve({ ...ended, code })));
}

async function serving(answer, act) {
  const server = createServer(answer);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await act(`http://127.0.0.1:${server.address().port}/jwt`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("a command that is missing or unknown is said, with all that there are, and is not repeated", async () => {
  for (const args of [[], ["verfy"], ["--url", "https://h/s3cr3t"], ["s3cr3t"]]) {
    const { stdout, stderr, code } = await run(args);
    assert.equal(code, 2);
    assert.match(stderr, /^error: .*\n\nUsage: npx intercom-messenger-loader <command>/);
    assert.ok(!(stdout + stderr).includes("s3cr3t"));
  }
});

test("help and version", async () => {
  const help = await run(["--help"]);
  assert.deepEqual([help.code, help.stderr], [0, ""]);
  const { version } = JSON.parse(readFileSync(new URL("../../dist/package.json", import.meta.url)));
  assert.deepEqual(await run(["--version"]), { stdout: `${version}\n`, stderr: "", code: 0 });
  const verify = await run(["verify", "--help"]);
  assert.match(verify.stdout, /Usage: npx intercom-messenger-loader verify .*--url/s);
});

test("texts name what was typed, and never cargo", async () => {
  const { stderr, code } = await run(["verify"]);
  assert.equal(code, 2);
  assert.match(stderr, /type npx intercom-messenger-loader verify --url https/);
  assert.ok(!stderr.includes("cargo"));
});

test("an older Node reads a sentence that says which one it takes", async () => {
  for (const args of [["verify", "--url", "https://h/s3cr3t"], ["--help"]]) {
    const old = `--import=data:text/javascript,Object.defineProperty(process.versions,'node',{value:'18.20.4'})`;
    const { stdout, stderr, code } = await run(args, { NODE_OPTIONS: old });
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /^error: this command needs Node 20 or newer, and this is Node 18\.20\.4; install/);
  }
});

test("an app id is read by the rule of the core", async () => {
  const table = JSON.parse(readFileSync(new URL("../tables/options.json", import.meta.url)));
  const ids = (code) =>
    table.filter(({ is }) => is?.code === code).flatMap(({ rows }) => rows.filter((row) => Object.keys(row).join() === "appId").map((row) => row.appId));
  const [taken, refused] = [ids(undefined), ids("invalid_app_id")];
  assert.ok(taken.length > 3 && refused.length > 10);
  // An argument has no room for a byte of zero.
  for (const [list, code] of [[taken, 0], [refused.filter((id) => !id.includes("\0")), 2]]) {
    for (const id of list) {
      assert.equal((await run(["snippet", "--frontend", "vue", `--app-id=${id}`])).code, code, id);
    }
  }
});

test("colours are for terminals, or on request", async () => {
  const refuse = (_, response) => response.writeHead(401, { "cache-control": "no-store" }).end("{}");
  await serving(refuse, async (url) => {
    const plain = await run(["verify", "--url", url]);
    const forced = await run(["verify", "--url", url], { CLICOLOR_FORCE: "1" });
    assert.equal(plain.code, 0, plain.stdout);
    assert.ok(!plain.stdout.includes("\u001b") && forced.stdout.includes("\u001b[32mpass"));
  });
});

test("an endpoint that never ends, one that breaks off and one that sends too much end with a sentence", async () => {
  const drip = (_, response) => {
    const timer = setInterval(() => response.write(" "), 50);
    response.on("close", () => clearInterval(timer));
  };
  const flood = (_, response) => {
    const more = () => void (response.write("x".repeat(65_536)) ? setImmediate(more) : response.once("drain", more));
    response.on("close", () => response.removeAllListeners("drain"));
    more();
  };
  const cut = (_, response) => response.writeHead(200, { "content-length": "100" }).end("{", () => response.destroy());
  for (const [answer, says] of [
    [drip, /no answer|in time|\(1 s\)/],
    [flood, /64 KiB|too large|larger/i],
    [cut, /the connection ended before the answer did/],
  ]) {
    const args = ["verify", "--timeout", "1", "--cookie", "sid=0123456789", "--json", "--url"];
    const { stdout, stderr, code } = await serving(answer, (url) => run([...args, url]));
    assert.equal(code, 1, stderr);
    assert.match(stdout, says);
    assert.ok(!/ at .*:\d+:\d+/.test(stdout + stderr), "a stack trace");
  }
});

test("a snippet has both pieces, with the workspace filled in, and says what comes next", async () => {
  const { stdout, stderr, code } = await run(["snippet", "--frontend", "vue", "--backend", "django", "--app-id", "wxyz9876", "--region", "au"]);
  assert.deepEqual([stderr, code], ["", 0]);
  for (const part of [
    "npm install intercom-messenger-loader",
    "src/main.js",
    'appId: "wxyz9876"',
    'region: "au"',
    "await shutdown()",
    "pip install PyJWT",
    "messenger/views.py",
    "INTERCOM_IDENTITY_SECRET",
    "verify --url",
  ]) {
    assert.ok(stdout.includes(part), `${part} in:\n${stdout}`);
  }
  assert.ok(!stdout.includes("import.meta.env"), stdout);
});

test("every framework's snippet has the workspace, the region and no placeholder", async () => {
  const { stdout: help } = await run(["snippet", "--help"]);
  const names = (flag) => help.match(new RegExp(`^  --${flag} <NAME> +(.*)`, "m"))[1].split(", ");
  assert.deepEqual([names("frontend").length, names("backend").length], [12, 8]);
  const frontends = names("frontend").map((name) => run(["snippet", "--frontend", name, "--app-id", "wxyz9876", "--region", "ap"]));
  for (const { stdout, code } of await Promise.all(frontends)) {
    assert.equal(code, 0);
    assert.match(stdout, /wxyz9876/);
    assert.match(stdout, /["'](?:ap)["']/);
    assert.ok(!/standin1|abc12345|_INTERCOM_APP_ID(?!")/.test(stdout.replaceAll("INTERCOM_APP_ID ??", "")), stdout);
  }
  for (const { stdout, code } of await Promise.all(names("backend").map((name) => run(["snippet", "--backend", name])))) {
    assert.equal(code, 0);
    assert.match(stdout, /messenger-token/);
    assert.match(stdout, /no.store/, "no cache keeps a token");
  }
});

/** The names that a file imports, with `as` resolved. */
const imported = (text) =>
  [...text.matchAll(/^import (?!["'])(.+?) from /gms)].flatMap(([, names]) =>
    names.replace(/[{}]|\btype /g, " ").split(",").map((part) => part.trim().split(/\s+/).at(-1)).filter(Boolean),
  );

test("a piece imports what it uses, and nothing else", async () => {
  const { stdout: help } = await run(["snippet", "--help"]);
  const all = (kind) => help.match(new RegExp(`^  --${kind} <NAME> +(.*)`, "m"))[1].split(", ").map((name) => [kind, name]);
  let checked = 0;
  for (const [kind, name] of [...all("frontend"), ...all("backend")]) {
    const { stdout } = await run(["snippet", `--${kind}`, name]);
    for (const [, path, piece] of stdout.matchAll(/^--- [^\n]*: (\S+)\n\n(.*?)(?=^--- |^=== )/gms)) {
      if (!/\.(?:js|jsx|ts|vue|svelte)$/.test(path)) continue;
      const example = readFileSync(new URL(`../../examples/${kind}s/${name}/${path}`, import.meta.url), "utf8");
      // Strings and comments hold words too, and what stands after a single dot is a property.
      const code = piece.replace(/^import .*$/gm, "").replace(/\/\*[^]*?\*\/|(?<!:)\/\/.*$/gm, "").replace(/\.\.\./g, " ").replace(/[.#]\w+/g, "");
      const words = new Set(code.match(/[\w$]+/g));
      assert.deepEqual(imported(piece).sort(), imported(example).filter((word) => words.has(word)).sort(), `${name}: ${path}`);
      checked += 1;
    }
  }
  assert.ok(checked >= 15, `${checked} pieces`);
});

test("a piece with a placeholder's letters in the id has it once", async () => {
  for (const id of ["standin1", "xstandin12", "us"]) {
    const { stdout } = await run(["snippet", "--frontend", "vue", "--app-id", id, "--region", "eu"]);
    assert.ok(stdout.includes(`"${id}"`) && stdout.includes('"eu"'), stdout);
  }
});

test("an endpoint that changes the protocol is answered with a sentence, also from its second answer on", async () => {
  const change = (_, response) => response.socket.end("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n");
  for (const first of [0, 1]) {
    let count = 0;
    const answer = (request, response) => (count++ < first ? response.writeHead(401).end("{}") : change(request, response));
    const { stdout, code } = await serving(answer, (url) => run(["verify", "--url", url]));
    assert.equal(code, 1);
    assert.match(stdout, /101/);
  }
});

test("a command that nothing can end any more has failed", async () => {
  const room = mkdtempSync(join(tmpdir(), "to-its-end-"));
  after(() => rmSync(room, { recursive: true, force: true }));
  await bundlePart("cli/to-its-end.ts", join(room, "part.mjs"));
  const outcome = (command) => {
    const script = `import { toItsEnd } from "./part.mjs";
      toItsEnd(${command}, (value) => console.log("ended", value), (error) => console.log("failed", String(error)));`;
    return spawnSync(process.execPath, ["--input-type=module", "-e", script], { cwd: room, encoding: "utf8" }).stdout;
  };
  assert.equal(outcome("new Promise(() => {})"), "failed undefined\n");
  assert.equal(outcome("Promise.resolve(1)"), "ended 1\n");
  assert.equal(outcome("Promise.reject(new Error('no'))"), "failed Error: no\n");
});

test("a broken answer names the flag", async () => {
  for (const [args, says] of [
    [[], "--frontend and --backend are missing"],
    [["--frontend", "jquery"], "--frontend is one of html-script-tag"],
    [["--backend", "cobol"], "--backend is one of node-express"],
    [["--frontend", "vue", "--region", "mars"], "--region is one of us, eu, au, ap"],
    [["--frontend", "vue", "--app-id", "a b"], "--app-id is letters and digits"],
    [["--frontent", "vue"], "no option --frontent"],
    [["--frontend"], "lacks its value"],
  ]) {
    const { stdout, stderr, code } = await run(["snippet", ...args]);
    assert.deepEqual([stdout, code], ["", 2]);
    assert.ok(stderr.startsWith("error: ") && stderr.includes(says), stderr);
  }
});
