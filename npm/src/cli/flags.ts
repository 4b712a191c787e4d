// Reading a command line: what cannot be understood is a sentence that names the flag, and repeats no value.
import { parseArgs, type ParseArgsConfig } from "node:util";
import { APP_ID, REGIONS } from "../generated.js";

/** A mistake of the command line, in a sentence that names the flag. */
export class Mistake extends Error {}

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Reads flags, and words that are none where `words` allows so many. */
export function read(args: string[], options: Options, words = 0) {
  let parsed;
  try {
    parsed = parseArgs({ args, options, allowPositionals: words > 0 });
  } catch {
    const known = Object.keys(options).map((name) => `--${name}`);
    const flag = args.map((arg) => arg.split("=")[0] ?? "").find((arg) => /^-/.test(arg) && !known.includes(arg) && arg !== "-h");
    throw new Mistake(flag && /^--?[\w-]+$/.test(flag) ? `there is no option ${flag}` : "an option lacks its value, or there is a word too many");
  }
  if (parsed.positionals.length > words) {
    throw new Mistake("there is a word too many; a folder's name with spaces stands in quotes");
  }
  return parsed;
}

/** Whether Intercom could have made this id. */
export const isAppId = (text: string): boolean => new RegExp(APP_ID).test(text);

/** The one of this name, or whose name ends like this: `flask` is `python-flask`. */
export function named(names: string[], flag: string, name: string): string {
  const found = names.find((one) => one === name) ?? names.find((one) => one.endsWith(`-${name}`));
  if (found === undefined) {
    throw new Mistake(`${flag} is one of ${names.join(", ")}`);
  }
  return found;
}

/** Checks an app id and a region. */
export function checkWorkspace(appId: string, region: string): void {
  if (!isAppId(appId)) {
    throw new Mistake("--app-id is letters and digits; copy it from Intercom: Settings > Installation");
  }
  if (!REGIONS.includes(region)) {
    throw new Mistake(`--region is one of ${REGIONS.join(", ")}`);
  }
}
