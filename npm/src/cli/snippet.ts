// `npx intercom-messenger-loader snippet`: the two pieces for an application that is there already. Nothing is written.
import { REGIONS } from "../generated.js";
import { Mistake, checkWorkspace, named, read } from "./flags.js";
import type { Ended } from "./verify.js";

/** A framework's pieces, see npm/pieces.mjs. */
interface Framework {
  install: string;
  files: { path: string; where: string; text: string }[];
}

/** Filled in by the build. */
declare const PIECES: Record<"frontends" | "backends", Record<string, Framework>>;

/** What the examples have in the place of an app id, and of a region: a variable of the build, or a word. */
const ID = /(?:import\.meta\.env\.VITE|process\.env\.NEXT_PUBLIC)_INTERCOM_APP_ID|standin1/g;
const REGION = /(?:import\.meta\.env\.VITE|process\.env\.NEXT_PUBLIC)_INTERCOM_REGION/g;

const help = (program: string) => `Usage: ${program} --frontend <NAME> --backend <NAME> [OPTIONS]

Prints the two pieces of an installation, where they go and in which file, and writes nothing.

Options:
  --frontend <NAME>  ${Object.keys(PIECES.frontends).join(", ")}
  --backend <NAME>   ${Object.keys(PIECES.backends).join(", ")}
  --app-id <ID>      your workspace's app id (Intercom: Settings > Installation) [default: abc12345]
  --region <REGION>  where your workspace's data lives: ${REGIONS.join(", ")} [default: us]
`;

/** The pieces of one framework, by the name that was given for it. */
function found(kind: keyof typeof PIECES, flag: string, name: string | undefined): [string, Framework] | undefined {
  if (name === undefined) {
    return undefined;
  }
  const full = named(Object.keys(PIECES[kind]), flag, name);
  return [full, PIECES[kind][full] as Framework];
}

/** The id goes in last, and in one pass: it may look like a placeholder, or like a region. */
function filledIn(text: string, appId: string, region: string): string {
  return text
    .replace(/=\{([\w.]+_INTERCOM_(?:APP_ID|REGION))\}/g, "=$1")
    .replace(REGION, () => JSON.stringify(region))
    .replace(/(region\b[^"'\n]*["'])(?:us|eu)(["'])/gi, `$1${region}$2`)
    .replace(/(REGION"\) \{\n.*\n\s*None => ")us(")/, `$1${region}$2`)
    .replace(ID, (found) => (found === "standin1" ? appId : JSON.stringify(appId)));
}

function piece(title: string, [name, { install, files }]: [string, Framework], fill: (text: string) => string): string {
  const parts = files.map(({ path, where, text }) => `--- ${where}: ${path}\n\n${fill(text)}\n`);
  return [`=== ${title}: ${name}\n\n    ${install}\n`, ...parts].join("\n");
}

const NEXT = `=== Then

1. Intercom, Settings > Messenger > Security: create the Messenger API secret, and give it to the backend alone, as
   INTERCOM_IDENTITY_SECRET in its environment.
2. Take your own sign-in and your own signed-in user in the place of the example's: they are what a piece imports from a
   file that is not printed here.
3. npx intercom-messenger-loader verify --url https://…/api/messenger-token --cookie '…' checks the endpoint.
4. Enable identity verification at Intercom, watch for a while that your users are verified, then enforce it, and mark the
   attributes that identify somebody as protected.
`;

/** Prints the pieces. `args` is what was typed after the command's name. */
export function snippet(program: string, args: string[]): Ended {
  try {
    const options = Object.fromEntries(["frontend", "backend", "app-id", "region"].map((name) => [name, { type: "string" as const }]));
    const { values } = read(args, { ...options, help: { type: "boolean", short: "h" } });
    if (values["help"]) {
      return { stdout: help(program), stderr: "", code: 0 };
    }
    const text = (name: string) => values[name] as string | undefined;
    const frontend = found("frontends", "--frontend", text("frontend"));
    const backend = found("backends", "--backend", text("backend"));
    if (!frontend && !backend) {
      throw new Mistake("--frontend and --backend are missing; one of them is enough");
    }
    const [appId = "abc12345", region = "us"] = [text("app-id"), text("region")];
    checkWorkspace(appId, region);
    const fill = (code: string) => filledIn(code, appId, region);
    const pieces = [frontend && piece("Frontend", frontend, fill), backend && piece("Backend", backend, fill), NEXT];
    return { stdout: pieces.filter(Boolean).join("\n"), stderr: "", code: 0 };
  } catch (error) {
    if (!(error instanceof Mistake)) {
      throw error;
    }
    return { stdout: "", stderr: `error: ${error.message}\n\n\`${program} --help\` says what there is.\n`, code: 2 };
  }
}
