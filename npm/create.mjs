// The package create-intercom-messenger in dist-create/, which `npm create intercom-messenger@latest` runs.
import { execFileSync } from "node:child_process";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

/** The examples that git knows, so that nothing that somebody built there comes along. */
async function examples(root) {
  const listed = execFileSync("git", ["ls-files", "-z", "examples/frontends", "examples/backends"], { cwd: root, encoding: "utf8" });
  // A frontend's lockfile of npm's names no loader, and is written anew by the first installation.
  const files = listed.split("\0").filter((file) => file && !/^examples\/frontends\/.*package-lock\.json$/.test(file));
  // One file: npm leaves out of a package what a nested .gitignore names, and more.
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file, await readFile(join(root, file), "utf8")])));
}

/** Builds it. `shared` are the options of every build. */
export async function create(root, version, shared) {
  const dist = join(root, "dist-create");
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist);
  const manifest = JSON.parse(await readFile(join(root, "npm/create.json"), "utf8"));
  await Promise.all([
    build({
      ...shared,
      entryPoints: [join(root, "npm/src/create/main.ts")],
      outfile: join(dist, "index.js"),
      target: "node20",
      platform: "node",
      format: "esm",
      external: Object.keys(manifest.dependencies),
      define: { ...shared.define, NODE: JSON.stringify(manifest.engines.node.replace(">=", "")) },
    }),
    writeFile(join(dist, "examples.json"), JSON.stringify(await examples(root))),
    writeFile(join(dist, "package.json"), `${JSON.stringify({ ...manifest, version }, null, 2)}\n`),
    cp(join(root, "npm/create.md"), join(dist, "README.md")),
    ...["LICENSE-MIT", "LICENSE-APACHE"].map((file) => cp(join(root, file), join(dist, file))),
  ]);
}
