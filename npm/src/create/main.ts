#!/usr/bin/env node
// `npm create intercom-messenger@latest`: writes both halves of an installation from the examples. Values without a
// flag are asked for if there is a terminal.
import { Mistake, checkWorkspace, named, read } from "../cli/flags.js";
import { tooOld } from "../cli/node.js";
import { toItsEnd } from "../cli/to-its-end.js";
import { REGIONS } from "../generated.js";
import { complete } from "./ask.js";
import { BACKENDS, FRONTENDS } from "./frameworks.js";
import { WARNING, nextSteps, type Wanted } from "./texts.js";
import { checkIsFree, writePair } from "./write.js";

/** The oldest Node that runs this, from the package's `engines`. */
declare const NODE: string;

const HELP = `Usage: npm create intercom-messenger@latest -- [OPTIONS] [FOLDER]

Writes both halves of an installation of the Intercom Messenger: a frontend that boots it, and a backend that signs who it is
for. What no option says is asked for.

Options:
  --app-id <ID>      your workspace's app id (Intercom: Settings > Installation)
  --region <REGION>  where your workspace's data lives: ${REGIONS.join(", ")}
  --frontend <NAME>  ${Object.keys(FRONTENDS).join(", ")}
  --backend <NAME>   ${Object.keys(BACKENDS).join(", ")}
  --insecure         a frontend alone, for a test workspace: nothing signs who a user is, so anyone can impersonate anyone

A folder that exists is never touched.
`;

async function run(args: string[]): Promise<string> {
  const old = tooOld(NODE);
  if (old) {
    throw new Mistake(old);
  }
  const names = ["app-id", "region", "frontend", "backend", "package", "clone"];
  const flags = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
  const { values, positionals } = read(args, { ...flags, insecure: { type: "boolean" }, help: { type: "boolean", short: "h" }, version: { type: "boolean" } }, 1);
  if (values["help"] || values["version"]) {
    return values["help"] ? HELP : `${VERSION}\n`;
  }
  const value = (name: string) => values[name] as string | undefined;
  const insecure = values["insecure"] === true;
  const given = { appId: value("app-id"), region: value("region"), frontend: value("frontend"), backend: value("backend"), dir: positionals[0] };
  // Checked before the questions.
  checkWorkspace(given.appId ?? "a", given.region ?? "us");
  if (given.frontend !== undefined) {
    given.frontend = named(Object.keys(FRONTENDS), "--frontend", given.frontend);
  }
  if (given.backend !== undefined) {
    if (insecure) {
      throw new Mistake("--insecure writes no backend; leave out --backend, or leave out --insecure for one that signs");
    }
    given.backend = named(Object.keys(BACKENDS), "--backend", given.backend);
  }
  if (given.dir !== undefined) {
    checkIsFree(given.dir);
  }
  if (insecure) {
    process.stderr.write(`warning: ${WARNING}\n\n`);
  }
  const wanted: Wanted = await complete(given, insecure);
  await writePair(wanted, { package: value("package"), clone: value("clone") });
  return nextSteps(wanted);
}

toItsEnd(
  run(process.argv.slice(2)),
  (text) => process.stdout.write(text),
  (error: unknown) => {
    const help = "`npm create intercom-messenger@latest -- --help` says what there is.";
    const code = (error as { code?: string } | undefined)?.code ?? "unknown";
    // Without an error the questions ended with the terminal.
    const broken = error === undefined ? "the questions were not answered, and nothing was written" : `the files could not be written (${code})`;
    const why = error instanceof Mistake ? `${error.message}\n\n${help}` : broken;
    process.stderr.write(`error: ${why}\n`);
    process.exitCode = error instanceof Mistake ? 2 : 1;
  },
);
