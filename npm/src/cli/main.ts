#!/usr/bin/env node
// `npx intercom-messenger-loader <command>`.
import { stripVTControlCharacters } from "node:util";
import { tooOld } from "./node.js";
import { snippet } from "./snippet.js";
import { toItsEnd } from "./to-its-end.js";
import { verify, type Ended } from "./verify.js";

const NAME = "npx intercom-messenger-loader";

const HELP = `Usage: ${NAME} <command>

Commands:
  snippet  print what to put into an application that is there already, for its frontend and its backend
  verify   check a token endpoint: what it answers to a user, to anybody else and to other websites, and its token

\`${NAME} <command> --help\` says what there is.
To begin with a new application: npm create intercom-messenger@latest
`;

async function run(command: string | undefined, args: string[]): Promise<Ended> {
  const old = tooOld("20");
  if (old) {
    return { stdout: "", stderr: `error: ${old}\n`, code: 2 };
  }
  switch (command) {
    case "snippet":
      return snippet(`${NAME} snippet`, args);
    case "verify":
      return verify(`${NAME} verify`, args);
    case "help":
    case "-h":
    case "--help":
      return { stdout: HELP, stderr: "", code: 0 };
    case "-V":
    case "--version":
      return { stdout: `${VERSION}\n`, stderr: "", code: 0 };
    default: {
      // What was typed is not repeated: a word of an option may be a piece of a cookie.
      const what = command === undefined ? "the command is missing" : "there is no such command";
      return { stdout: "", stderr: `error: ${what}\n\n${HELP}`, code: 2 };
    }
  }
}

/** Prints with colours where they belong, by the conventions of terminals. */
function print(stream: NodeJS.WriteStream, text: string): void {
  const { NO_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM } = process.env;
  const forced = CLICOLOR_FORCE !== undefined && CLICOLOR_FORCE !== "0";
  const colours = forced || (stream.isTTY && !NO_COLOR && CLICOLOR !== "0" && TERM !== "dumb");
  // Whoever reads may have seen enough, as `head` has.
  stream.on("error", () => {});
  stream.write(colours ? text : stripVTControlCharacters(text));
}

const [command, ...args] = process.argv.slice(2);
toItsEnd(
  run(command, args),
  ({ stdout, stderr, code }) => {
    print(process.stdout, stdout);
    print(process.stderr, stderr);
    process.exitCode = code;
  },
  // Never the error itself: its message may hold what was typed.
  () => {
    print(process.stderr, "error: the command broke off, which is a mistake of the loader's; please report it\n");
    process.exitCode = 3;
  },
);
