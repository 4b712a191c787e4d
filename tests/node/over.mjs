// The published modules that are written over index.js, over a loader of the test's in its place: what they decide, without
// a page and without a network.
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundlePart } from "./part.mjs";

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));
const ROOM = fileURLToPath(new URL("../../target", import.meta.url));

const folders = [];
process.once("exit", () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A module afresh, as a page has it that was just opened, over this loader: a published one, or a source file. */
export async function over(loader, name) {
  globalThis.document ??= {};
  mkdirSync(ROOM, { recursive: true });
  // In the repository, where what it imports of others is found.
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

/** Runs everything that can go on without the test. */
export const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** What is printed while `steps` run. */
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

/** A token of a user, which nobody has signed. */
export const tokenOf = (user, exp) => `${part({ alg: "HS256" })}.${part({ user_id: user, exp })}.c2ln`;
