// Parts of the package that are bundled into others, for separate tests.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const SOURCES = fileURLToPath(new URL("../../npm/src", import.meta.url));
const ROOM = fileURLToPath(new URL("../../target", import.meta.url));

/** Bundles a source file. The loader's functions remain an import of `./index.js` beside it. */
export async function bundlePart(source, outfile) {
  const loader = {
    name: "loader",
    setup: ({ onResolve }) => onResolve({ filter: /^\.\.\/index\.js$/ }, () => ({ path: "./index.js", external: true })),
  };
  await build({
    entryPoints: [join(SOURCES, source)],
    outfile,
    bundle: true,
    format: "esm",
    define: { VERSION: '"0.0.0"' },
    plugins: [loader],
    logLevel: "warning",
  });
}

/** Imports a source file that needs no loader. */
export async function importPart(source) {
  mkdirSync(ROOM, { recursive: true });
  const folder = mkdtempSync(join(ROOM, "part-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  await bundlePart(source, join(folder, "part.mjs"));
  return import(pathToFileURL(join(folder, "part.mjs")));
}
