// Texts of a pair: its README and the next steps.
import { BACKENDS, FRONTENDS, type Frontend } from "./frameworks.js";

/** The choices of the user. */
export interface Wanted {
  appId: string;
  region: string;
  frontend: string;
  backend: string;
  dir: string;
}

/** Commands to type in each of the two folders. */
function commands({ frontend, backend }: Wanted): string {
  const { port, start } = FRONTENDS[frontend] as Frontend;
  // The development server forwards the backend requests of its own origin.
  return `# in one terminal: the backend, on http://127.0.0.1:8080
cd backend
export INTERCOM_IDENTITY_SECRET=…   # Intercom: Settings > Messenger > Security
export ALLOWED_ORIGINS=http://localhost:${port}
${BACKENDS[backend]}

# in another: the frontend, on http://localhost:${port}
cd frontend
${start}`;
}

/** Remaining steps at Intercom, which only the user can do. */
const AT_INTERCOM = `\
1. Intercom, Settings > Messenger > Security: create the Messenger API secret, and give it to the backend alone, as
   INTERCOM_IDENTITY_SECRET in its environment.
2. Put your own sign-in in the place of the example's, and \`user_id\`, \`email\` and \`name\` of your own users into the token.
3. \`npx intercom-messenger-loader verify --url https://…/api/messenger-token\` checks the endpoint where it runs.
4. Enable identity verification there, watch for a while that your users are verified, and then enforce it.
5. Mark the attributes that identify somebody as protected, so that no page can change them.
`;

/** Heading of the section about every backend, to which each one's README links. */
const COMMON = "## What all of them do\n";

/** The README of a pair. `common` is the backends' README. */
export function readme(wanted: Wanted, common: string): string {
  const [, rest] = common.split(COMMON);
  if (rest === undefined) {
    throw new Error("the backends' README has another form");
  }
  return `# The Messenger of ${wanted.appId}, in ${wanted.region}

Both halves of an installation: \`frontend/\` (${wanted.frontend}) boots it, \`backend/\` (${wanted.backend}) signs who it is for.
Each has a README of its own.

\`\`\`sh
${commands(wanted)}
\`\`\`

## What remains

${AT_INTERCOM}
## What every backend does
${rest}`;
}

/** The next steps. */
export function nextSteps(wanted: Wanted): string {
  return `${wanted.dir} has both halves. To run them:\n\ncd ${quoted(wanted.dir)}\n${commands(wanted)}\n\nThen:\n\n${AT_INTERCOM}`;
}

/** Quotes a word for a shell if needed. A word with a leading dash would be an option. */
export function quoted(word: string): string {
  return /^[\p{L}\p{N}./_][\p{L}\p{N}./_-]*$/u.test(word)
    ? word
    : `'${word.startsWith("-") ? "./" : ""}${word.replaceAll("'", "'\\''")}'`;
}
