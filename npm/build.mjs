// Bundles the package into dist/. `cargo xtask build` has put the core into npm/pkg/ and generated npm/src/generated.ts.
//
//   node npm/build.mjs <version> <dist>
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { create } from "./create.mjs";
import { embedded } from "./embed.mjs";
import { pieces } from "./pieces.mjs";

const npm = dirname(fileURLToPath(import.meta.url));
const root = dirname(npm);
const [version, dist] = process.argv.slice(2);

/** Entries of the package by their names in dist/: the source, and which `#core` of package.json it has. */
const ENTRIES = {
  index: { source: "index.ts" },
  wasm: { source: "wasm.ts", core: "beside" },
  inline: { source: "inline.ts", core: "inline" },
  "without-wasm": { source: "without-wasm.ts" },
  server: { source: "server.ts" },
  "auto-module": { source: "auto.ts" },
  "messenger-js-sdk": { source: "compat/messenger-js-sdk.ts" },
  react: { source: "adapters/react.ts" },
  vue: { source: "adapters/vue.ts" },
  angular: { source: "adapters/angular.ts" },
  segment: { source: "segment/index.ts" },
};

/** Files that entries import at run time, by the end of their path in the sources. */
const BESIDE = {
  "core/inside.js": "core-inside",
  "core/beside.js": "core",
  "core/without-wasm.js": "core-without-wasm",
  "core/launcher.js": "launcher",
  "core/diagnosis.js": "diagnosis",
  "../index.js": "index",
};

/** Leaves those imports as imports of files beside the output. */
const beside = (format, suffix) => ({
  name: "beside",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\/(?:core\/)?(?:inside|beside|without-wasm|launcher|diagnosis|index)\.js$/ }, ({ path, importer, kind }) => {
      const target = join(dirname(importer), path);
      const [, name] = Object.entries(BESIDE).find(([end]) =>
        end.startsWith("..") ? path === end : target.endsWith(end) && kind === "dynamic-import",
      ) ?? [, undefined];
      if (name) {
        return { path: `./${name}${suffix}.${format === "cjs" && name === "index" ? "cjs" : "js"}`, external: true };
      }
    });
  },
});

const shared = {
  bundle: true,
  minify: true,
  define: { VERSION: JSON.stringify(version) },
  legalComments: "none",
  logLevel: "warning",
  // wasm-bindgen names a file of its imports once for each function.
  logOverride: { "duplicate-object-key": "silent" },
};

/** Shortens the exports of a JavaScript module that only wasm-bindgen's code calls: hashes and long words. */
const SHORT = { mangleProps: /^wasm_bindgen__|^__wbindgen_(?:add|destroy|exn|free|malloc|realloc)|^__abort|^__instance/, mangleQuoted: true };

/**
 * Asks V8 to compile all functions of a file while it is downloaded, off the main thread. Only for files that pages load
 * as they are, and of which a boot calls most functions; a bundler drops the comment.
 */
const EAGER = { banner: { js: "//# allFunctionsCalledOnLoad" } };

const bundle = (name, source, { core, format = "esm", suffix = ".js", ...others } = {}) => {
  // The JavaScript core imports JavaScript files.
  const coreSuffix = core === "lowered" ? "-without-wasm" : "";
  return build({
    entryPoints: [join(npm, "src", source)],
    outfile: join(dist, name + suffix),
    ...shared,
    define: { ...shared.define, CORE_SUFFIX: JSON.stringify(coreSuffix) },
    format,
    target: "es2020",
    platform: "neutral",
    mainFields: [],
    conditions: core ? [core] : [],
    external: ["react", "vue", "@angular/core"],
    plugins: [beside(format, coreSuffix), embedded],
    ...(core === "lowered" && SHORT),
    ...others,
  });
};

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await Promise.all([
  ...Object.entries(ENTRIES).flatMap(([name, { source, core }]) => [
    bundle(name, source, { core }),
    // CommonJS has no `import.meta`, so there the wasm is inside.
    bundle(name, source, { core: core === "beside" ? undefined : core, format: "cjs", suffix: ".cjs" }),
  ]),
  // wasm-bindgen's `initSync` warns of a deprecated call, which this package does not make.
  bundle("core", "core/beside.ts", { pure: ["console.warn"], ...EAGER }),
  bundle("core-inside", "core/inside.ts", EAGER),
  bundle("launcher", "core/launcher.ts"),
  bundle("diagnosis", "core/diagnosis.ts"),
  bundle("core-without-wasm", "core/without-wasm.ts", { core: "lowered", ...EAGER }),
  bundle("launcher-without-wasm", "core/launcher-without-wasm.ts", { core: "lowered" }),
  bundle("diagnosis-without-wasm", "core/diagnosis-without-wasm.ts", { core: "lowered" }),
  bundle("auto", "auto.ts", { core: "tag", format: "iife", ...EAGER }),
  cp(join(npm, "pkg/core_bg.wasm"), join(dist, "core.wasm")),
  // The commands of a terminal, which no page loads.
  build({
    ...shared,
    entryPoints: [join(npm, "src/cli/main.ts")],
    outfile: join(dist, "cli.js"),
    target: "node20",
    platform: "node",
    format: "esm",
    define: { ...shared.define, PIECES: JSON.stringify(await pieces(root)) },
  }),
  cp(join(npm, "pkg/verify_bg.wasm"), join(dist, "verify.wasm")),
  create(root, version, shared),
  cp(join(npm, "README.md"), join(dist, "README.md")),
  ...["CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"].map((file) => cp(join(root, file), join(dist, file))),
]);

// Declarations of the entries and of what they import, all in one folder, as resolvers without `exports` look for them.
const types = join(root, "target/npm-types");
await rm(types, { recursive: true, force: true });
for (const project of ["tsconfig.json", "src/cli/tsconfig.json"]) {
  execFileSync(join(root, "node_modules/.bin/tsc"), ["--project", join(npm, project)], { stdio: "inherit" });
}

const written = new Set();
async function declare(source, name) {
  if (written.has(name)) {
    return;
  }
  written.add(name);
  const text = await readFile(join(types, "src", source.replace(/\.ts$/, ".d.ts")), "utf8");
  const flat = text.replace(/(["'])\.\.?\/(?:[\w-]+\/)*([\w-]+)\.js\1/g, '"./$2.js"');
  await writeFile(join(dist, `${name}.d.ts`), flat);
  // TypeScript refuses to let a CommonJS module import an ES module's types.
  await writeFile(join(dist, `${name}.d.cts`), flat.replace(/"(\.\/[^"]+)\.js"/g, '"$1.cjs"'));
  for (const [, path] of text.matchAll(/["'](\.[^"']+)\.js["']/g)) {
    await declare(join(dirname(source), `${path}.ts`), basename(path));
  }
}
for (const [name, { source }] of Object.entries(ENTRIES)) {
  await declare(source, name === "auto-module" ? "auto" : name);
}

const { imports: _, ...manifest } = JSON.parse(await readFile(join(npm, "package.json"), "utf8"));
await writeFile(join(dist, "package.json"), `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);
