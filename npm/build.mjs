// Bundles the package into dist/. `cargo xtask build` has put the core into npm/pkg/ and generated npm/src/generated.ts.
//
//   node npm/build.mjs <version> <dist>
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const npm = dirname(fileURLToPath(import.meta.url));
const root = dirname(npm);
const [version, dist] = process.argv.slice(2);

/** Entries of the package by their names in dist/: the source, and which `#core` of package.json it has. */
const ENTRIES = {
  index: { source: "index.ts" },
  wasm: { source: "wasm.ts", core: "beside" },
  inline: { source: "inline.ts", core: "inline" },
  server: { source: "server.ts" },
  "auto-module": { source: "auto.ts" },
//TMP  "messenger-js-sdk": { source: "compat/messenger-js-sdk.ts" },
//TMP  react: { source: "adapters/react.ts" },
//TMP  vue: { source: "adapters/vue.ts" },
//TMP  angular: { source: "adapters/angular.ts" },
//TMP  segment: { source: "segment/index.ts" },
};

/** Files that entries import at run time, by the end of their path in the sources. */
const BESIDE = { "core/inside.js": "core-inside", "core/beside.js": "core", "../index.js": "index" };

/** Leaves those imports as imports of files beside the output. */
const beside = (format, core) => ({
  name: "beside",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\/(?:inside|beside|index)\.js$/ }, ({ path, importer, kind }) => {
      const target = join(dirname(importer), path);
      const [, name] = Object.entries(BESIDE).find(([end]) =>
        end.startsWith("..") ? path === end : target.endsWith(end) && kind === "dynamic-import",
      ) ?? [, undefined];
      if (name && !(name === "core-inside" && core === "inline")) {
        return { path: `./${name}.${format === "cjs" && name === "index" ? "cjs" : "js"}`, external: true };
      }
    });
  },
});

const bundle = (name, source, { core, format = "esm", suffix = ".js" } = {}) =>
  build({
    entryPoints: [join(npm, "src", source)],
    outfile: join(dist, name + suffix),
    bundle: true,
    minify: true,
    format,
    target: "es2020",
    platform: "neutral",
    mainFields: [],
    conditions: core ? [core] : [],
    loader: { ".wasm": "binary" },
    define: { VERSION: JSON.stringify(version) },
    external: ["react", "vue", "@angular/core"],
    plugins: [beside(format, core)],
    legalComments: "none",
    logLevel: "warning",
  });

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await Promise.all([
  ...Object.entries(ENTRIES).flatMap(([name, { source, core }]) => [
    bundle(name, source, { core }),
    // CommonJS has no `import.meta`, so there the wasm is inside.
    bundle(name, source, { core: core === "beside" ? undefined : core, format: "cjs", suffix: ".cjs" }),
  ]),
  bundle("core", "core/beside.ts"),
  bundle("core-inside", "core/inside.ts"),
  bundle("auto", "auto.ts", { core: "tag", format: "iife" }),
  cp(join(npm, "pkg/core_bg.wasm"), join(dist, "core.wasm")),
  ...["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"].map((file) => cp(join(root, file), join(dist, file))),
]);

// Declarations, all in one folder, as resolvers without `exports` look for them.
const types = join(root, "target/npm-types");
await rm(types, { recursive: true, force: true });
execFileSync(join(root, "node_modules/.bin/tsc"), ["--project", join(npm, "tsconfig.json")], { stdio: "inherit" });
const names = { "segment/index": "segment" };
for (const file of await readdir(join(types, "src"), { recursive: true })) {
  const [, path] = /^(.*)\.d\.ts$/.exec(file.replaceAll("\\", "/")) ?? [];
  if (path && !path.startsWith("core/")) {
    const text = (await readFile(join(types, "src", file), "utf8")).replaceAll('"../', '"./');
    const name = names[path] ?? path.split("/").pop();
    await writeFile(join(dist, `${name}.d.ts`), text);
    // TypeScript refuses to let a CommonJS module import an ES module's types.
    await writeFile(join(dist, `${name}.d.cts`), text.replace(/"(\.\/[^"]+)\.js"/g, '"$1.cjs"'));
  }
}

const { imports: _, ...manifest } = JSON.parse(await readFile(join(npm, "package.json"), "utf8"));
await writeFile(join(dist, "package.json"), `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);
