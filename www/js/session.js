// @ts-check
// Who uses the shop, and the Messenger that goes with them: what an application of one's own would hold.

import * as backend from "./backend.js";
import { bootOptions, isSuperseded } from "./messenger.js";

/** @typedef {import("./messenger.js").Messenger} Messenger */
/** @typedef {import("./messenger.js").Region} Region */
/** @typedef {import("./backend.js").User} User */

const REGION_KEY = "demo-region";

/** What this application tells its other tabs, when somebody has come or gone. */
const CHANGED = "changed";

/** Tells its listeners with `change` when somebody comes or goes, and with `problem` (`detail`: the error). */
export class ShopSession extends EventTarget {
  /** @type {User | null} */
  user = null;

  /**
   * The loader ends a session in every tab by itself. That somebody new has come, after a session has ended, is for the
   * application to tell.
   */
  #tabs = new BroadcastChannel("demo-accounts");

  /** Somebody is being signed in or out. */
  busy = false;

  /** Settles with the last change. */
  #changing = Promise.resolve(true);

  /**
   * @param {Messenger} messenger
   * @param {import("./backend.js").Demo} demo
   * @param {import("./messenger.js").Load} [load]
   */
  constructor(messenger, demo, load) {
    super();
    this.messenger = messenger;
    this.demo = demo;
    this.load = load;
    /** @type {Region} */
    this.region = storedRegion();
    messenger.on("signedout", () => void this.lookAgain());
    messenger.on("ready", (who) => {
      // Somebody else signed in meanwhile, in another tab perhaps.
      if (!this.busy && who.kind === "user" && who.userId !== this.user?.userId) {
        void this.lookAgain();
      }
    });
    messenger.on("error", (error) => this.#fail(error));
    this.#tabs.addEventListener("message", (event) => {
      if (event.data === CHANGED) {
        // A change of this page's own may have asked the server before the other tab's was done.
        void this.#changing.then(() => this.start());
      }
    });
  }

  /** Boots for whoever is signed in on the server. */
  async start() {
    if (await this.lookAgain()) {
      await this.boot();
    }
  }

  /** @param {string} name */
  async signIn(name) {
    const done = await this.#change(async () => {
      // A visitor's Messenger moves up to the user in boot(); a user's, or one on its way, is ended first.
      if (this.messenger.state().session?.kind !== "visitor") {
        await this.messenger.shutdown();
      }
      this.user = await backend.login(name);
    });
    if (done) {
      await this.boot();
      this.#tabs.postMessage(CHANGED);
    }
  }

  /** The Messenger goes first: afterwards nobody could sign for it. */
  async signOut() {
    const done = await this.#change(async () => {
      await this.messenger.shutdown();
      await backend.logout();
      this.user = null;
    });
    if (done) {
      await this.boot();
      this.#tabs.postMessage(CHANGED);
    }
  }

  /** @param {string} region One of a stored or chosen region's; anything else is the US. */
  async setRegion(region) {
    this.region = known(region);
    try {
      localStorage.setItem(REGION_KEY, this.region);
    } catch {
      // Private windows may refuse; the choice then lasts as long as the page.
    }
    await this.boot();
  }

  async boot() {
    this.dispatchEvent(new Event("boot"));
    try {
      await this.messenger.boot(bootOptions(this.demo, this.region, this.load));
    } catch (error) {
      this.#fail(error);
    }
  }

  async refreshToken() {
    try {
      await this.messenger.refreshToken();
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  /**
   * @param {() => Promise<void>} how
   * @returns {Promise<boolean>} Whether it succeeded.
   */
  #change(how) {
    this.#changing = this.#run(how);
    return this.#changing;
  }

  /**
   * @param {() => Promise<void>} how
   * @returns {Promise<boolean>}
   */
  async #run(how) {
    this.busy = true;
    this.dispatchEvent(new Event("change"));
    try {
      await how();
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    } finally {
      this.busy = false;
      this.dispatchEvent(new Event("change"));
    }
  }

  /** Asks the server who is signed in, after what this page has no part in. */
  lookAgain() {
    return this.#change(async () => {
      this.user = await backend.readUser();
    });
  }

  /** @param {unknown} error */
  #fail(error) {
    if (!isSuperseded(error)) {
      this.dispatchEvent(new CustomEvent("problem", { detail: error }));
    }
  }
}

/**
 * @param {string | null} region
 * @returns {Region}
 */
const known = (region) => (region === "eu" || region === "au" ? region : "us");

/** @returns {Region} */
function storedRegion() {
  try {
    return known(localStorage.getItem(REGION_KEY));
  } catch {
    return "us";
  }
}
