// Asks for values without a flag if there is a terminal.
import { Mistake, isAppId } from "../cli/flags.js";
import { REGIONS } from "../generated.js";
import { BACKENDS, FRONTENDS } from "./frameworks.js";
import type { Wanted } from "./texts.js";
import { isFree } from "./write.js";

/** Values of the flags. */
type Given = { [name in "appId" | "region" | "frontend" | "backend" | "dir"]: string | undefined };

const FLAGS: Record<keyof Given, string> = {
  appId: "--app-id",
  region: "--region",
  frontend: "--frontend",
  backend: "--backend",
  dir: "the folder's name",
};

/** Asks for missing values, or names their flags if there is no terminal. An insecure installation has no backend. */
export async function complete(given: Given, insecure: boolean): Promise<Wanted> {
  const names = (Object.keys(FLAGS) as (keyof Given)[]).filter((name) => given[name] === undefined && !(insecure && name === "backend"));
  if (names.length && !(process.stdin.isTTY && process.stdout.isTTY)) {
    throw new Mistake(`${names.map((name) => FLAGS[name]).join(", ")} ${names.length > 1 ? "are" : "is"} missing, and there is no terminal to ask on`);
  }
  const answers = names.length ? await ask(names) : {};
  return { ...given, ...answers } as Wanted;
}

async function ask(names: (keyof Given)[]): Promise<Partial<Given>> {
  // Imported here, because it does not start on versions of Node that the command refuses with a sentence.
  const { cancel, intro, isCancel, outro, select, text } = await import("@clack/prompts");
  const choice = (message: string, names: readonly string[]) => select({ message, options: names.map((value) => ({ value, label: value })) });
  const questions: Record<keyof Given, () => Promise<unknown>> = {
    appId: () =>
      text({
        message: "Your workspace's app id (Intercom: Settings > Installation)",
        validate: (value) => (isAppId(value ?? "") ? undefined : "Letters and digits."),
      }),
    region: () => choice("Where does its data live?", REGIONS),
    frontend: () => choice("The frontend?", Object.keys(FRONTENDS)),
    backend: () => choice("The backend?", Object.keys(BACKENDS)),
    dir: () =>
      text({
        message: "A folder that does not exist yet",
        initialValue: "messenger",
        validate: (value) => (!value?.trim() ? "Its name." : isFree(value) ? undefined : "It exists already."),
      }),
  };
  intro("The Intercom Messenger");
  const answers: Partial<Given> = {};
  for (const name of names) {
    const answer = await questions[name]();
    if (isCancel(answer)) {
      cancel("Nothing was written.");
      process.exit(1);
    }
    answers[name] = String(answer);
  }
  outro("That is all.");
  return answers;
}
