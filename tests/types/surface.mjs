// Compares the installed package's declarations with surface.txt, and its exports with its declarations.
//
//   node surface.mjs <the wasm's generated types>          fails on a difference
//   node surface.mjs <the wasm's generated types> --write  accepts what is there
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript-5.9";

const require = createRequire(import.meta.url);
const NAME = "intercom-messenger-loader";
const home = dirname(require.resolve(`${NAME}/package.json`));
const [generated, write] = process.argv.slice(2);

/** The statements of a declaration file, without comments. */
function statements(file) {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ESNext, true);
  const printer = ts.createPrinter({ removeComments: true });
  return source.statements.map((statement) => ({
    statement,
    text: printer.printNode(ts.EmitHint.Unspecified, statement, source),
  }));
}

const published = (file) => statements(join(home, file)).map(({ text }) => text);
// Of wasm-bindgen's declarations only the loader's own functions; the others have names that change with every build.
const functions = statements(generated)
  .filter(({ statement }) => ts.isFunctionDeclaration(statement) && !/^(__wbg_init|initSync)$/.test(statement.name.text))
  .map(({ text }) => text);
const sections = [
  ["index.d.ts", published("index.d.ts")],
  ["types.d.ts", published("types.d.ts")],
  ["server.d.ts", published("server.d.ts")],
  ["inline.d.ts", published("inline.d.ts")],
  ["wasm.d.ts", published("wasm.d.ts")],
  ["without-wasm.d.ts", published("without-wasm.d.ts")],
  ["auto.d.ts", published("auto.d.ts")],
  ["the wasm", functions],
];
const surface = sections.map(([title, texts]) => `== ${title} ==\n${texts.join("\n")}\n`).join("\n");

const findings = [];

const snapshot = new URL("surface.txt", import.meta.url);
if (write === "--write") {
  writeFileSync(snapshot, surface);
} else {
  const [now, before] = [surface.split("\n"), readFileSync(snapshot, "utf8").split("\n")];
  const at = now.findIndex((line, at) => line !== before[at]);
  if (at >= 0 || now.length !== before.length) {
    const line = at >= 0 ? at : now.length;
    findings.push(
      `the package declares something else than tests/types/surface.txt, from line ${line + 1} on:\n` +
        `  then: ${before[line] ?? "(the end)"}\n  now:  ${now[line] ?? "(the end)"}\n` +
        "If that is meant, and in CHANGELOG.md: ACCEPT_TYPES=1 cargo xtask test types",
    );
  }
}

// The types for CommonJS are the same with other names.
for (const name of ["index", "types", "wasm", "auto"]) {
  const [module, commonjs] = [`${name}.d.ts`, `${name}.d.cts`].map((file) => published(file).join("\n"));
  if (module.replaceAll('.js"', '.cjs"') !== commonjs) {
    findings.push(`${name}.d.cts does not declare what ${name}.d.ts does`);
  }
}

/** The names of the values that index.d.ts exports. */
function declared() {
  const file = join(home, "index.d.ts");
  const { NodeNext: module } = ts.ModuleKind;
  const program = ts.createProgram([file], { module, moduleResolution: ts.ModuleResolutionKind.NodeNext, noLib: true });
  const checker = program.getTypeChecker();
  const exports = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)));
  const meant = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
  return exports.filter((symbol) => meant(symbol).flags & ts.SymbolFlags.Value).map(({ name }) => name);
}

/** Function that only the adapters call, and that is not declared. */
const INTERNAL = ["leave"];
const names = (list) => [...list].filter((name) => !INTERNAL.includes(name)).sort().join(" ");
for (const [how, exported] of [
  ["import", await import(NAME)],
  ["require", require(NAME)],
  ["import of /inline", await import(`${NAME}/inline`)],
  ["require of /inline", require(`${NAME}/inline`)],
  ["import of /wasm", await import(`${NAME}/wasm`)],
  ["require of /wasm", require(`${NAME}/wasm`)],
]) {
  if (names(Object.keys(exported)) !== names(declared())) {
    findings.push(`${how} gives ${names(Object.keys(exported))}\nand index.d.ts declares ${names(declared())}`);
  }
}

for (const finding of findings) console.error(finding);
process.exitCode = findings.length ? 1 : 0;
