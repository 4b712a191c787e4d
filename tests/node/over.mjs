// The published modules that use index.js, with the test's loader in its place: tests their decisions without a page
// and without a network.
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundlePart } from "./part.mjs";

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));
const ROOM = fileURLToPath(new URL("../../target", import.meta.url));

const folders = [];
process.once("exit", () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Loads a module anew, as on a new page, with this loader: a published module, or a source file. */
export async function over(loader, name) {
  globalThis.document ??= {};
  mkdirSync(ROOM, { recursive: true });
  // Inside the repository, so that its other imports resolve.
  const folder = mkdtempSync(join(ROOM, "over-"));
  folders.push(folder);
  for (const file of readdirSync(DIST).filter((one) => /^(?!index|inline|auto|wasm|core).*\.js$/.test(one))) {
    copyFileSync(join(DIST, file), join(folder, file));
  }
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const names = Object.keys(loader.functions);
  writeFileSync(join(folder, "index.js"), `export const { ${names.join(", ")} } = globalThis[${JSON.stringify(folder)}];`);
  globalThis[folder] = loader.functions;
  if (!name.endsWith(".ts")) {
    return import(pathToFileURL(join(folder, name)));
  }
  await bundlePart(name, join(folder, "part.js"));
  return import(pathToFileURL(join(folder, "part.js")));
}

/** Runs everything that can continue without the test. */
export const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** The output while `steps` run. */
export async function printed(steps) {
  const { warn, error } = console;
  const lines = [];
  console.warn = console.error = (line) => lines.push(String(line?.code ?? line));
  try {
    await steps();
    await settled();
  } finally {
    Object.assign(console, { warn, error });
  }
  return lines;
}

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** An unsigned token of a user. */
export const tokenOf = (user, exp) => `${part({ alg: "HS256" })}.${part({ user_id: user, exp })}.c2ln`;
