// Writes a pair.
import { lstatSync } from "node:fs";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Mistake } from "../cli/flags.js";
import { backend, frontend, linked, type Files, type Values } from "./fill.js";
import { readme, type Wanted } from "./texts.js";

/** Source of the loader, if not a registry. */
export interface Sources {
  /** The packed npm package. */
  package: string | undefined;
  /** A clone of the repository. */
  clone: string | undefined;
}

/** Files of the examples, by their paths in the repository. */
async function examples(): Promise<Files> {
  return JSON.parse(await readFile(new URL("./examples.json", import.meta.url), "utf8")) as Files;
}

/** Whether nothing exists at this path; a dangling link exists. */
export const isFree = (dir: string): boolean => !lstatSync(dir, { throwIfNoEntry: false });

/** Fails with a mistake if something exists at this path. */
export function checkIsFree(dir: string): void {
  if (!isFree(dir)) {
    throw new Mistake(`${dir} exists already; name a folder that does not`);
  }
}

/** Writes both halves into a new folder. */
export async function writePair(wanted: Wanted, sources: Sources): Promise<void> {
  checkIsFree(wanted.dir);
  const all = await examples();
  const packed = sources.package && basename(sources.package);
  const values: Values = {
    ...wanted,
    version: VERSION,
    loader: packed ? `file:./${packed}` : `^${VERSION}`,
    clone: sources.clone,
    signed: wanted.backend !== undefined,
  };
  const half = (folder: string, name: string, fill: typeof frontend) => {
    const from = `examples/${folder}/${name}`;
    const own = Object.entries(all).filter(([path]) => path.startsWith(`${from}/`));
    const files = fill(Object.fromEntries(own.map(([path, text]) => [path.slice(from.length + 1), text])), values);
    return Object.entries(files).map(([path, text]) => [path, path.endsWith(".md") ? linked(text, from, sources.clone) : text] as const);
  };
  const files = [
    ...half("frontends", wanted.frontend, frontend).map(([path, text]) => [`frontend/${path}`, text] as const),
    ...(wanted.backend === undefined ? [] : half("backends", wanted.backend, backend)).map(([path, text]) => [`backend/${path}`, text] as const),
    [".gitignore", "node_modules/\ntarget/\n.venv/\n.next/\n/frontend/dist/\n"] as const,
    ["README.md", readme(wanted, all["examples/backends/README.md"] ?? "")] as const,
  ];
  try {
    await mkdir(dirname(wanted.dir), { recursive: true });
    await mkdir(wanted.dir);
  } catch {
    throw new Mistake(`${wanted.dir} cannot be made; name a folder in one that you may write to`);
  }
  try {
    for (const [path, text] of files) {
      const file = join(wanted.dir, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    if (sources.package && packed && files.some(([path]) => path === "frontend/package.json")) {
      await copyFile(sources.package, join(wanted.dir, "frontend", packed));
    }
  } catch (error) {
    // A partial installation would be useless and would block the next try.
    await rm(wanted.dir, { recursive: true, force: true });
    throw error;
  }
}
