// @ts-check
// What the fake Messenger says about itself. The real one has nothing of the kind.

/** @typedef {{ method: string, args: unknown[], at: number, self?: boolean, unknown?: boolean }} Call */
/** @typedef {{ method: string, reason: string, at: number }} Dropped */
/**
 * @typedef {object} FakeMessenger
 * @property {Call[]} calls
 * @property {Dropped[]} dropped
 * @property {string[]} mistakes Sentences on how the page broke the Messenger's contract.
 * @property {(text: string) => void} reply Lets a message of the team arrive.
 * @property {{ kind: string, userId: string | null, name: string | null, accepted: boolean | null,
 *   reason: string | null } | null} session
 */

/** @returns {FakeMessenger | undefined} Nothing before the fake Messenger has loaded. */
export const fakeMessenger = () => /** @type {{ __standInMessenger?: FakeMessenger }} */ (window).__standInMessenger;

/**
 * Calls back whenever the fake Messenger was told something or heard from its API.
 *
 * @param {() => void} listener
 */
export const onFakeMessenger = (listener) => addEventListener("standin:change", listener);
