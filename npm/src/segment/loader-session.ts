// The loader's session as events drive it: booted with the options of the site, or with the token of an event.
import { decodeClaims } from "../identity.js";
import * as loader from "../index.js";
import { hasToken, userId } from "../owner.js";
import type { BootOptions } from "../types.js";
import type { TaskQueue } from "./queue.js";
import type { Reporter } from "./report.js";

export class LoaderSession {
  /** Whether the site's options provide a token. */
  readonly hasSource: boolean;
  readonly options: BootOptions;
  /** Error of the latest boot, where it failed. */
  failure: unknown;

  private readonly queue: TaskQueue;
  private readonly reporter: Reporter;
  private readonly optionsWithEventToken: BootOptions;
  /** Options of the latest boot. */
  private booted: BootOptions;
  /** Token of an event. */
  private token = "";
  /** The token that the loader got last. */
  private provided = "";
  private wakers: Array<() => void> = [];

  constructor(options: BootOptions, queue: TaskQueue, reporter: Reporter) {
    this.options = options;
    this.queue = queue;
    this.reporter = reporter;
    this.hasSource = hasToken(options);
    const noSource = { jwt: undefined, jwtRequest: undefined, jwtUrl: undefined };
    this.optionsWithEventToken = { ...options, ...noSource, getJwt: () => this.provideToken() };
    this.booted = options;
  }

  /** Id of the session's user; undefined for a visitor's session, null without a session. */
  get user(): string | undefined | null {
    const { session } = loader.state();
    return session && userId(session);
  }

  /** Whether the latest boot was with the site's options, and not with the token of an event. */
  get usesSiteOptions(): boolean {
    return this.booted === this.options;
  }

  /** Waits until no boot or shutdown is in progress. */
  async settled(): Promise<void> {
    while (["booting", "shutting_down"].includes(loader.state().phase)) {
      await new Promise<void>((resolve) => this.wakers.push(resolve));
    }
  }

  /** Has {@link settled} look again, after a change of the loader's state. */
  wake(): void {
    this.wakers.splice(0).forEach((wake) => wake());
  }

  /** Boots with the site's options. */
  begin(): Promise<void> {
    return this.boot(this.options);
  }

  /** Boots with the token of an event. */
  beginWithToken(token: string): Promise<void> {
    this.token = token;
    return this.boot(this.optionsWithEventToken);
  }

  /** Keeps the token of another event of its user, where that is a newer one, for when the loader asks for it. */
  keepToken(token: string): void {
    if (token !== this.token && this.booted === this.optionsWithEventToken && isNewer(token, this.token)) {
      this.token = token;
    }
  }

  /** Shuts down, and forgets tokens and failures. */
  reset(): Promise<void> {
    this.failure = undefined;
    this.token = this.provided = "";
    return loader.shutdown();
  }

  private async boot(options: BootOptions): Promise<void> {
    this.booted = options;
    this.provided = "";
    this.failure = undefined;
    try {
      await loader.boot(options);
    } catch (error) {
      this.failure = error;
      throw error;
    }
    this.reporter.forgetFailures();
  }

  private provideToken(): string {
    if (this.token === this.provided && this.hasSource) {
      // The token expires, and no event has brought a newer one.
      this.queue.add(() => this.begin());
    }
    this.provided = this.token;
    return this.token;
  }
}

function isNewer(token: string, held: string): boolean {
  const [fresh, old] = [decodeClaims(token).exp, decodeClaims(held).exp];
  return !(typeof old === "number" && typeof fresh === "number" && fresh <= old);
}
