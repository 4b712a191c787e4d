// @ts-check
// What the panels share: the loader, the session, and how the server behaves.

import * as backend from "../backend.js";

/** @typedef {import("../messenger.js").Loader} Loader */
/** @typedef {import("../session.js").ShopSession} ShopSession */
/** @typedef {import("../backend.js").Faults} Faults */

/** Tells its listeners with `change` when the server was told to behave otherwise. */
export class Bench extends EventTarget {
  /**
   * @param {Loader} messenger
   * @param {ShopSession} session
   * @param {Faults} faults
   */
  constructor(messenger, session, faults) {
    super();
    this.messenger = messenger;
    this.session = session;
    this.faults = faults;
  }

  /** @param {Partial<Faults>} change */
  async change(change) {
    this.faults = await backend.changeFaults(change);
    this.dispatchEvent(new Event("change"));
  }

  /** Takes back what was broken; who is signed in, and what the page itself was told, stays. */
  mend() {
    return this.change({ token: { kind: "ok" }, widget: { kind: "ok" }, tokenEnds: true, tokenLifeSeconds: 7200 });
  }

  /** Somebody to become who is not signed in now. */
  other() {
    const { demo, user } = this.session;
    const other = demo.users.find((one) => one.user !== user?.user);
    if (!other) {
      throw new Error("the demo has one user only");
    }
    return other;
  }

  /** Whether a token can be asked for now. */
  get isUser() {
    return this.messenger.state().session?.kind === "user";
  }
}

/**
 * Does something, and says what came of it in a line of the panel's.
 *
 * @param {HTMLElement} said
 * @param {() => Promise<string>} action
 */
export async function doing(said, action) {
  said.textContent = "…";
  try {
    said.textContent = await action();
  } catch (error) {
    said.textContent = error instanceof Error ? error.message : String(error);
  }
}
