// Stands in for index.js: one session, by the rules of the documentation that its callers lean on. The server says who is
// signed in when it is asked, and the answer comes when the test lets it.
import { isDeepStrictEqual } from "node:util";

const failure = (code) => Object.assign(new Error(code), { code, retryable: false });
const isSendable = (value) => {
  try {
    return typeof value !== "function" && !Number.isNaN(value) && JSON.stringify(value ?? null) !== undefined;
  } catch {
    return false;
  }
};
const userOf = (token) => (token == null ? null : JSON.parse(Buffer.from(token.split(".")[1], "base64url")).user_id);

export class FakeLoader {
  /** Who is signed in at the server. */
  server = null;
  /** What the Messenger was told: `[user, method, …]`, with null for a visitor. */
  told = [];
  /** Is called with whom a token or the server names, when that is asked. */
  onAsk = () => {};
  /** The names of the functions that were called, without `state` and `on`. */
  calls = [];

  #options;
  #phase = "idle";
  #user;
  #boots = 0;
  #flight;
  #code;
  /** A boot asks who a visitor is by now: what is told meanwhile is for whom the answer names. */
  #restating;
  #gate = Promise.resolve();
  #open = () => {};
  #listeners = new Set();

  /** From here on no answer comes, and no shutdown ends. */
  pause() {
    this.#gate = new Promise((resolve) => (this.#open = resolve));
  }

  /** Whoever asks from here on fails with this code. */
  fail(code) {
    this.#code = code;
  }

  resume() {
    this.#open();
    this.#gate = Promise.resolve();
  }

  /** The token of the page's own that the Messenger is told next. */
  get jwt() {
    return this.#options?.jwt;
  }

  /** Somebody opens a Messenger that is loaded only then. */
  open() {
    this.#change("active");
  }

  functions = {
    boot: async (options) => {
      this.calls.push("boot");
      if (Object.values(options.settings ?? {}).some((value) => !isSendable(value))) throw failure("invalid_settings");
      if (this.#isNewerToken(options)) {
        // It is kept, and costs no call.
        this.#options = options;
        return this.#flight;
      }
      if (!isDeepStrictEqual(this.#options, options)) {
        this.#end(options);
        this.#change("booting");
        return (this.#flight = this.#ask());
      }
      if (this.#phase === "booting") {
        const session = await this.#flight;
        // Somebody may have signed in since it was asked.
        return session.kind === "visitor" ? this.#ask() : session;
      }
      return this.#user ? this.#session() : (this.#flight = this.#restating = this.#ask(true));
    },
    shutdown: async () => {
      this.calls.push("shutdown");
      this.#end(undefined);
      this.#change("shutting_down");
      const boots = this.#boots;
      await this.#gate;
      if (boots === this.#boots) this.#change("idle");
    },
    leave: async () => {
      this.calls.push("leave");
      this.#end(undefined);
      this.#change("idle");
    },
    isMessengerError: (value) => value instanceof Error,
    whoami: async () => {
      if (!this.#options) throw failure("not_booted");
    },
    routeUpdate: async () => this.calls.push("routeUpdate"),
    refreshToken: async () => {
      this.calls.push("refreshToken");
      if (!this.#options) throw failure("not_booted");
      // Promises less than the loader does, which asks once more.
      return this.#phase === "booting" ? this.#flight : this.#ask();
    },
    update: (fields) => this.#tell("update", fields),
    trackEvent: (...given) => this.#tell("trackEvent", ...given),
    startConversation: (...given) => this.#tell("startConversation", ...given),
    state: () => ({ phase: this.#phase, session: this.#session(), lastError: null }),
    on: (event, listener) => {
      if (event === "statechange") this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    },
  };

  #isNewerToken({ jwt, ...others }) {
    const { jwt: known, ...present } = this.#options ?? {};
    return known != null && jwt != null && known !== jwt && userOf(known) === userOf(jwt) && isDeepStrictEqual(present, others);
  }

  #session() {
    if (this.#user === undefined) return null;
    return this.#user === null ? { kind: "visitor" } : { kind: "user", userId: this.#user };
  }

  #change(phase) {
    this.#phase = phase;
    this.#listeners.forEach((listener) => listener(this.functions.state()));
  }

  #end(options) {
    this.#boots += 1;
    this.#options = options;
    this.#user = undefined;
    this.#restating = undefined;
  }

  /** Asks now who it is, and makes the session theirs. `restated` says that a boot of the application's asks. */
  async #ask(restated) {
    const boots = this.#boots;
    const { getJwt, jwt, jwtUrl, load, settings } = this.#options;
    const token = getJwt ? getJwt() : jwt;
    const asked = jwtUrl ? this.server : token instanceof Promise ? token.then(userOf) : userOf(token);
    this.onAsk(asked);
    await this.#gate;
    const user = await asked;
    if (this.#code) {
      // A boot that failed is none; a session outlasts a question that failed.
      if (boots === this.#boots && this.#user === undefined) this.#end(undefined);
      throw failure(this.#code);
    }
    if (boots !== this.#boots) throw failure("boot_superseded");
    if (this.#user !== user) {
      // Attributes do not outlive a change of user that the application did not ask for.
      this.told.push([user, "boot", this.#user === undefined || restated ? { ...settings } : {}]);
      this.#user = user;
      this.#change(load === "interaction" ? "deferred" : "active");
    }
    return this.#session();
  }

  async #tell(method, ...given) {
    this.calls.push(method);
    if (!this.#options) throw failure("not_booted");
    if (method === "update" && Object.values(given[0]).some((value) => !isSendable(value))) throw failure("invalid_settings");
    const boots = this.#boots;
    await (this.#phase === "booting" ? this.#flight : this.#restating)?.catch(() => {});
    if (boots !== this.#boots) throw failure("user_changed");
    this.told.push([this.#user, method, ...given]);
  }
}
