// Operations of an application on a diagnosis.
import { diagnose, type Check, type Diagnosis } from "intercom-messenger-loader";

export async function report(): Promise<string[]> {
  const { ok, checks }: Diagnosis = await diagnose();
  return ok ? [] : checks.filter(({ status }) => status === "fail").map(({ name, seen, hint }) => `${name}: ${seen} ${hint}`);
}

export const isTokens = ({ name }: Check): boolean => name === "token_form" || name === "token_life";

// @ts-expect-error: no check has that name
export const isStrange = ({ name }: Check): boolean => name === "token_forms";

// @ts-expect-error: a diagnosis asks the page's own endpoint, and takes nothing
diagnose({ jwtUrl: "/api/messenger-token" });
