// `npx intercom-messenger-loader verify`: the checks of crates/verify, compiled to wasm.
import { readFile } from "node:fs/promises";
import { initSync, verify as run } from "../../pkg/verify.js";
import { send } from "./network.js";

/** How a command ended; the texts have colours. */
export interface Ended {
  stdout: string;
  stderr: string;
  code: number;
}

/** Checks a token endpoint. `args` is what was typed after the command's name. */
export async function verify(program: string, args: string[]): Promise<Ended> {
  // Tokens and answers are read as a page reads them, with what its window has: JSON and atob.
  Object.assign(globalThis, { window: globalThis, document: {} });
  initSync({ module: await readFile(new URL("./verify.wasm", import.meta.url)) });
  const { INTERCOM_IDENTITY_SECRET } = process.env;
  return JSON.parse(await run(program, args, INTERCOM_IDENTITY_SECRET, { send })) as Ended;
}
