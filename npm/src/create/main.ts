#!/usr/bin/env node
// `npm create intercom-messenger@latest`: writes both halves of an installation from the examples. Values without a
// flag are asked for if there is a terminal.
import { cancel, intro, isCancel, outro, select, text } from "@clack/prompts";
import { Mistake, REGIONS, checkWorkspace, isAppId, named, read } from "../cli/flags.js";
import { toItsEnd } from "../cli/to-its-end.js";
import { BACKENDS, FRONTENDS } from "./frameworks.js";
import { nextSteps, type Wanted } from "./texts.js";
import { checkIsFree, writePair } from "./write.js";

const HELP = `Usage: npm create intercom-messenger@latest -- [OPTIONS] [FOLDER]

Writes both halves of an installation of the Intercom Messenger: a frontend that boots it, and a backend that signs who it is
for. What no option says is asked for.

Options:
  --app-id <ID>      your workspace's app id (Intercom: Settings > Installation)
  --region <REGION>  where your workspace's data lives: ${REGIONS.join(", ")}
  --frontend <NAME>  ${Object.keys(FRONTENDS).join(", ")}
  --backend <NAME>   ${Object.keys(BACKENDS).join(", ")}

A folder that exists is never touched.
`;

/** The answer to a question; ends the program if the user cancels. */
async function asked(answer: Promise<unknown>): Promise<string> {
  const given = await answer;
  if (isCancel(given)) {
    cancel("Nothing was written.");
    process.exit(1);
  }
  return String(given);
}

const choice = (message: string, names: string[]) => asked(select({ message, options: names.map((value) => ({ value, label: value })) }));

/** Asks for missing values, or names their flags if there is no terminal. */
async function complete(given: Partial<Wanted>): Promise<Wanted> {
  const flags = { appId: "--app-id", region: "--region", frontend: "--frontend", backend: "--backend", dir: "the folder's name" };
  const missing = Object.entries(flags).flatMap(([name, flag]) => (given[name as keyof Wanted] === undefined ? [flag] : []));
  if (missing.length && !(process.stdin.isTTY && process.stdout.isTTY)) {
    throw new Mistake(`${missing.join(", ")} ${missing.length > 1 ? "are" : "is"} missing, and there is no terminal to ask on`);
  }
  if (missing.length) {
    intro("The Intercom Messenger");
  }
  const validate = (value: string | undefined) => (isAppId(value ?? "") ? undefined : "Letters and digits.");
  return {
    appId: given.appId ?? (await asked(text({ message: "Your workspace's app id (Intercom: Settings > Installation)", validate }))),
    region: given.region ?? (await choice("Where does its data live?", REGIONS)),
    frontend: given.frontend ?? (await choice("The frontend?", Object.keys(FRONTENDS))),
    backend: given.backend ?? (await choice("The backend?", Object.keys(BACKENDS))),
    dir: given.dir ?? (await asked(text({ message: "A folder that does not exist yet", initialValue: "messenger" }))),
  };
}

async function run(args: string[]): Promise<string> {
  const names = ["app-id", "region", "frontend", "backend", "package", "clone"];
  const flags = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
  const { values, positionals } = read(args, { ...flags, help: { type: "boolean", short: "h" }, version: { type: "boolean" } }, 1);
  if (values["help"] || values["version"]) {
    return values["help"] ? HELP : `${VERSION}\n`;
  }
  const value = (name: string) => values[name] as string | undefined;
  const given = { appId: value("app-id"), region: value("region"), frontend: value("frontend"), backend: value("backend"), dir: positionals[0] };
  // Checked before the questions.
  checkWorkspace(given.appId ?? "a", given.region ?? "us");
  if (given.frontend !== undefined) {
    given.frontend = named(Object.keys(FRONTENDS), "--frontend", given.frontend);
  }
  if (given.backend !== undefined) {
    given.backend = named(Object.keys(BACKENDS), "--backend", given.backend);
  }
  if (given.dir !== undefined) {
    await checkIsFree(given.dir);
  }
  const wanted = await complete(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));
  await writePair(wanted, { package: value("package"), clone: value("clone") });
  if (process.stdout.isTTY) {
    outro("Written.");
  }
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
