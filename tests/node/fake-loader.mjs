// Fake of index.js: one session, by the documented rules that its callers rely on. The server names the signed-in
// user at the time of the request, and responds when the test lets it.
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
  /** The signed-in user of the server. */
  server = null;
  /** The Messenger's calls: `[user, method, …]`, with null for a visitor. */
  told = [];
  /** Called with the user that a token or the server names, at the time of the request. */
  onAsk = () => {};
  /** Names of the called functions, without `state` and `on`. */
  calls = [];

  #options;
  #phase = "idle";
  #user;
  #boots = 0;
  #flight;
  #code;
  /** The request of a boot for a visitor's user: calls meanwhile are for the user in the response. */
  #restating;
  #gate = Promise.resolve();
  #open = () => {};
  #listeners = new Set();

  /** From here on no response arrives, and no shutdown ends. */
  pause() {
    this.#gate = new Promise((resolve) => (this.#open = resolve));
  }

  /** From here on requests fail with this code. */
  fail(code) {
    this.#code = code;
  }

  resume() {
    this.#open();
    this.#gate = Promise.resolve();
  }

  /** The page's token that is next sent to the Messenger. */
  get jwt() {
    return this.#options?.jwt;
  }

  /** Opens a Messenger whose loading is deferred. */
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
        // A user may have signed in since the last request.
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
      // Guarantees less than the loader, which sends one more request.
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

  /** Requests the user now, and makes the session theirs. `restated` means that a boot of the application asks. */
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
      // Attributes are dropped when the user changes without a request of the application.
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
