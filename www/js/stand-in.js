// @ts-check
// What the stand-in Messenger says about itself. The real one has nothing of the kind.

/** @typedef {{ method: string, args: unknown[], at: number, self?: boolean, unknown?: boolean }} Call */
/** @typedef {{ method: string, reason: string, at: number }} Dropped */
/**
 * @typedef {object} StandIn
 * @property {Call[]} calls
 * @property {Dropped[]} dropped
 * @property {string[]} mistakes Sentences on how the page broke the Messenger's contract.
 * @property {(text: string) => void} reply Lets a message of the team arrive.
 * @property {{ kind: string, userId: string | null, name: string | null, accepted: boolean | null,
 *   reason: string | null } | null} session
 */

/** @returns {StandIn | undefined} Nothing before the stand-in has loaded. */
export const standIn = () => /** @type {{ __standInMessenger?: StandIn }} */ (window).__standInMessenger;

/**
 * Calls back whenever the stand-in was told something or heard from its API.
 *
 * @param {() => void} listener
 */
export const onStandIn = (listener) => addEventListener("standin:change", listener);
