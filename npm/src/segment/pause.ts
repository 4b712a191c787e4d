// Spaces the requests for a user who is not the session's. Each is a request to the endpoint and, where the token is another
// user's, a boot, of which Intercom takes 20 in half an hour.

const SECOND = 1000;

/** Time after a first request. The next ones are twice as far apart, and so on up to `LONGEST`. */
const SHORTEST = 5 * SECOND;

/** Leaves room in Intercom's quota, and a user who signs in late is found by a later event. */
const LONGEST = 300 * SECOND;

export class Pause {
  private user: string | undefined;
  private answer: string | undefined;
  private length = 0;
  private end = 0;

  /** Begins a pause after a request for `user`, which the session of `answer` came of; undefined is a visitor's. */
  begin(user: string, answer: string | undefined): void {
    const isKnown = this.isSame(user, answer) && this.length > 0;
    // A visitor's session goes on without a boot, and costs nothing of the quota.
    this.length = isKnown && answer !== undefined ? Math.min(2 * this.length, LONGEST) : SHORTEST;
    this.end = performance.now() + this.length;
    this.user = user;
    this.answer = answer;
  }

  /** Whether this user was requested a moment ago, and the session is still the one that came of it. */
  covers(user: string, answer: string | undefined): boolean {
    return this.isSame(user, answer) && performance.now() < this.end;
  }

  private isSame(user: string, answer: string | undefined): boolean {
    return this.user === user && this.answer === answer;
  }

  /** Ends the pause: what comes next is a first request. */
  reset(): void {
    this.length = this.end = 0;
  }
}
