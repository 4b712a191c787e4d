// Texts of a pair: its README and the next steps.
import { BACKENDS, FRONTENDS, type Frontend } from "./frameworks.js";

/** The choices of the user. */
export interface Wanted {
  appId: string;
  region: string;
  frontend: string;
  /** Without one nothing is signed. */
  backend: string | undefined;
  dir: string;
}

/** Warning of `--insecure`. */
export const WARNING = `with --insecure nothing signs who a user is: anyone can impersonate anyone, and read their conversations.
Use it for a test workspace alone, and begin anew without it for one that customers see.`;

/** Commands to type in each folder. */
function commands({ frontend, backend }: Wanted): string {
  const { port, start } = FRONTENDS[frontend] as Frontend;
  if (backend === undefined) {
    return `cd frontend\n${start}   # on http://localhost:${port}`;
  }
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

/** Remaining steps without signatures. */
const UNSIGNED = `\
1. Intercom, Settings > Messenger > Security: identity verification has to be off, which is why this is for a test workspace.
2. Give \`settings\` with \`user_id\`, \`email\` and \`name\` beside \`allowUnsignedIdentity\` for a user; without them there is a visitor.
   The example's buttons ask a server at http://127.0.0.1:8080 to sign in, which is not written.
3. \`npm create intercom-messenger@latest\` without --insecure writes a backend that signs.
`;

/** Heading of the section about every backend, to which each one's README links. */
const COMMON = "## What all of them do\n";

/** The README of a pair. `common` is the backends' README. */
export function readme(wanted: Wanted, common: string): string {
  if (wanted.backend === undefined) {
    return `# The Messenger of ${wanted.appId}, in ${wanted.region}, for tests\n\n**Insecure**: ${WARNING}\n\n\`\`\`sh\n${commands(wanted)}\n\`\`\`\n\n## What remains\n\n${UNSIGNED}`;
  }
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
  if (wanted.backend === undefined) {
    return `${wanted.dir} has the frontend. To run it:\n\ncd ${quoted(wanted.dir)}\n${commands(wanted)}\n\nThen:\n\n${UNSIGNED}`;
  }
  return `${wanted.dir} has both halves. To run them:\n\ncd ${quoted(wanted.dir)}\n${commands(wanted)}\n\nThen:\n\n${AT_INTERCOM}`;
}

/** Quotes a word for a shell if needed. A word with a leading dash would be an option. */
export function quoted(word: string): string {
  return /^[\p{L}\p{N}./_][\p{L}\p{N}./_-]*$/u.test(word)
    ? word
    : `'${word.startsWith("-") ? "./" : ""}${word.replaceAll("'", "'\\''")}'`;
}
