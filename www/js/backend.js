// @ts-check
// The demo server: who is signed in, which Messenger is used, and the playground that makes things fail.

/** @typedef {{ user: string, userId: string, name: string, email: string | null }} User */
/** @typedef {{ appId: string, fakeMessenger: boolean, playground: boolean, widgetUrl: string | null, users: User[] }} Demo */
/** @typedef {{ kind: string, status?: number, retryAfter?: number, ms?: number, seconds?: number, user?: string }} Fault */
/** @typedef {{ token: Fault, tokenFailNext: number | null, widget: Fault, tokenLifeSeconds: number, tokenEnds: boolean }} Faults */

/**
 * Asks the server; what it refuses with becomes an error with its own sentence.
 *
 * @param {string} path
 * @param {unknown} [body] Makes it a POST.
 * @returns {Promise<any>}
 */
async function ask(path, body) {
  const post = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  let response;
  try {
    response = await fetch(path, body === undefined ? {} : post);
  } catch (cause) {
    throw new Error("The demo server does not answer. Is it still running?", { cause });
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Error(answer.error ?? `The demo server answered ${response.status} to ${path}`);
  }
  return answer;
}

/** @returns {Promise<Demo>} */
export const readDemo = () => ask("/api/demo");

/** @returns {Promise<User | null>} */
export const readUser = async () => (await ask("/api/session")).user;

/**
 * @param {string} user
 * @returns {Promise<User>}
 */
export const login = async (user) => (await ask("/login", { user })).user;

/** @returns {Promise<void>} */
export const logout = () => ask("/logout", {});

/**
 * Gives this browser a playground of its own, unless it has one: what it breaks then breaks for nobody else.
 *
 * @returns {Promise<Faults>}
 */
export const openFaults = () => ask("/faults/own", {});

/**
 * Ends the browser's session at the server (`null`), or makes it somebody else's, without a word to any page.
 *
 * @param {string | null} user
 * @returns {Promise<void>}
 */
export const changeSessionBehind = (user) => ask("/faults/session", { user });

/** @returns {Promise<Faults>} */
export const readFaults = () => ask("/faults");

/**
 * @param {Partial<Faults>} change
 * @returns {Promise<Faults>}
 */
export const changeFaults = (change) => ask("/faults", change);
