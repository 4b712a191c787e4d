// The session that the adapters keep in line with what is wished: booted, told what changed, ended.
import { codeOf, isSuperseded } from "../failure.js";
import { CHANNEL, LOOK } from "../generated.js";
import * as loader from "../index.js";
import { claim, hasToken, isOwned, requestsToken, userId, type Owned } from "../owner.js";
import { textOf } from "../text.js";
import type { BootOptions, Session, Settings } from "../types.js";
import { isSameWish, type Wish } from "./read.js";
import { refuse, subscribe } from "./view.js";

/** A boot, and what became of it. */
interface Boot extends Owned {
  wish: Wish;
  options: BootOptions;
  /** Text of each setting that the Messenger was told. */
  told: Record<string, string>;
  /** The loader has answered. Until then, what changes goes with the boot call. */
  isAnswered: boolean;
  /** A question whose session it is by now, for whose answer settings wait. */
  asking: Promise<unknown> | undefined;
  /** Its settings were refused: nothing was booted. */
  isRefused: boolean;
  /** Settings wait for the session of the user whom the application renders for. */
  isHeld: boolean;
  /** The console says so. */
  isWarned: boolean;
}

/** What the session was last brought in line with. */
let latest: Wish | undefined;

let current: Boot | undefined;

let isWatching = false;

/** Codes of attributes that no session is booted with. */
const REFUSED: readonly unknown[] = ["invalid_settings", "identity_outside_token", "unsigned_identity"];

/** Brings the session in line with a wish. */
export function bring(now: Wish): void {
  const before = latest;
  latest = now;
  const isAnother = before !== undefined && before.user !== now.user;
  if (before && isAnother && before.user != null && now.user !== undefined) {
    endFor(before, now);
    boot(now, now.user === null).catch(warn);
  } else if (!before || !current || before.key !== now.key || (current.isRefused && !isSameWish(current.wish, now))) {
    boot(now).catch(warn);
  } else {
    const { jwt } = now.options;
    const isNewer = jwt !== current.options.jwt;
    if (isNewer) {
      current.options = { ...current.options, jwt };
    }
    if (isAnother) {
      askAgain(current, now, before.user != null).catch(warn);
      return;
    }
    if (isNewer) {
      // The loader keeps it until the old one is due, or for the update that follows.
      join(current).catch(warn);
    }
    tell(current, now);
  }
}

/** Boots again: joins the session where there is one, and begins one otherwise. */
export function resume(now: Wish): Promise<Session> {
  const isLive = current && !current.isRefused && (!current.isAnswered || loader.state().session);
  return isLive ? join(current!) : boot(now);
}

/** Ends the page's session: nothing is wished any more. The user is signed in still. */
export function forget(): void {
  latest = current = undefined;
  loader.leave().catch(() => {});
}

/** Ends a user's session, whose token must not serve the next one. */
function endFor(before: Wish, now: Wish): void {
  current = undefined;
  // Other tabs ask their endpoint who it is by now. Without one they cannot.
  const canAsk = [before, now].every(({ options }) => hasToken(options));
  (canAsk ? loader.leave() : loader.shutdown()).catch(() => {});
}

function boot(wish: Wish, signsOut = false): Promise<Session> {
  const { options, settings, texts } = wish;
  const given = { ...options, settings } as BootOptions;
  const boot: Boot = {
    wish,
    options: given,
    told: { ...texts },
    owner: undefined,
    isAnswered: false,
    asking: undefined,
    isRefused: false,
    isHeld: false,
    isWarned: false,
  };
  current = boot;
  if (!isWatching) {
    isWatching = true;
    subscribe(release);
  }
  return join(boot).catch((error: unknown) => {
    boot.isRefused = REFUSED.includes(codeOf(error));
    // Who could not be asked about has signed out all the same, here and in other tabs.
    if (signsOut && !isSuperseded(error) && !/^(widget_|signed_out)/.test(String(codeOf(error)))) {
      loader.shutdown().catch(() => {});
    }
    throw error;
  });
}

/** Calls `boot` with what was booted, which begins its session or joins it. */
const join = (boot: Boot): Promise<Session> => answer(boot, loader.boot(boot.options));

/** Takes the loader's answer to whose session it is. */
async function answer(boot: Boot, asked: Promise<Session>): Promise<Session> {
  try {
    const session = await asked;
    boot.isAnswered = true;
    if (boot === current && latest) {
      // A visitor is not the user whom the application names, as long as the endpoint can say so later.
      claim(boot, session, latest.user === null || !requestsToken(boot.options));
    }
    refuse(null);
    release();
    return session;
  } catch (error) {
    refuse(error);
    throw error;
  }
}

/**
 * Asks whose session it is by now, because the application names its user, whose the session may be already, or no user any
 * more. Other settings are no reason to end a session. Nothing is told before the answer: it may be nobody, or somebody else.
 */
async function askAgain(boot: Boot, now: Wish, isTakenBack: boolean): Promise<void> {
  const { phase, session } = loader.state();
  const isVisitor = session?.kind === "visitor";
  const asksEndpoint = phase === "active" && requestsToken(boot.options) && (isVisitor || isTakenBack);
  boot.owner = undefined;
  // By a boot, a visitor's settings would go to the user as well.
  const asked = asksEndpoint ? answer(boot, loader.refreshToken()) : join(boot);
  boot.asking = asked;
  boot.isHeld = true;
  try {
    const answered = await asked;
    if (asksEndpoint && isVisitor && answered.kind === "user") {
      boot.told = Object.fromEntries(Object.entries(boot.told).filter(([name]) => LOOK.includes(name)));
    }
  } finally {
    if (boot.asking === asked) {
      boot.asking = undefined;
      release();
    }
  }
}

/** Tells what was held, once the session is of whom the application renders for. */
function release(): void {
  if (!current || !latest || current.asking || !current.isAnswered) {
    return;
  }
  const { session } = loader.state();
  if (session && latest.user === undefined) {
    claim(current, session, false);
  }
  if (current.isHeld) {
    tell(current, latest);
  }
}

/** Tells the Messenger what has changed; what is not there any more is unset. */
function tell(boot: Boot, now: Wish): void {
  const names = Object.keys({ ...boot.told, ...now.texts });
  const changed = names.filter((name) => boot.told[name] !== now.texts[name]);
  boot.isHeld = changed.length > 0 && !isTheirs(boot, now);
  if (!changed.length || boot.isHeld) {
    return;
  }
  const before = boot.told;
  const told = (boot.told = { ...now.texts });
  const changes = Object.fromEntries(changed.map((name) => [name, now.settings[name] ?? null]));
  loader.update(changes as Settings).then(
    () => refuse(null),
    (error: unknown) => {
      if (boot.told === told) {
        boot.told = before;
      }
      refuse(error);
      warn(error);
    },
  );
}

/** Whether the session is of whom the application renders for: nobody else gets the attributes of its user. */
function isTheirs(boot: Boot, { user }: Wish): boolean {
  if (boot.asking) {
    return false;
  }
  if (!boot.isAnswered) {
    return true;
  }
  const { session } = loader.state();
  const isTheirs = session !== null && (isNamed(session, user) || isOwned(boot, session, user !== undefined));
  if (session && !isTheirs && !boot.isWarned) {
    boot.isWarned = true;
    console.warn(
      `${CHANNEL}: changed settings wait, because the session is not of the user that the adapter was given. They are sent when that user is signed in; change \`user\` when another one is.`,
    );
  }
  return isTheirs;
}

/** Whether the application names a session's user by the token's own id. */
const isNamed = (session: Session, user: unknown): boolean => {
  const id = userId(session);
  return id !== undefined && (user === id || user === textOf(id));
};

/** Logs a failure; a superseded call is none, nor is one without a session. */
export function warn(error: unknown): void {
  if (!isSuperseded(error) && codeOf(error) !== "not_booted") {
    console.warn(error);
  }
}
