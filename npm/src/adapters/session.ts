// The session that the adapters keep in line with what is wished: booted, told what changed, ended.
import { codeOf, isSuperseded } from "../failure.js";
import { TOKEN_OPTIONS } from "../generated.js";
import * as loader from "../index.js";
import type { BootOptions, Session, Settings } from "../types.js";
import type { Wish } from "./read.js";
import { refuse } from "./view.js";

/** A boot, and what became of it. */
interface Boot {
  wish: Wish;
  options: BootOptions;
  /** Text of each setting that the Messenger was told. */
  told: Record<string, string>;
  /** Whose session it is, once that is known. */
  session: Session | undefined;
  /** Its settings were refused: nothing was booted. */
  isRefused: boolean;
}

/** What the session was last brought in line with. */
let latest: Wish | undefined;

let current: Boot | undefined;

/** Codes of attributes that no session is booted with. */
const REFUSED: readonly unknown[] = ["invalid_settings", "identity_outside_token", "unsigned_identity"];

/** Brings the session in line with a wish. */
export function bring(now: Wish): void {
  const before = latest;
  latest = now;
  const isAnother = before !== undefined && before.user !== now.user;
  if (before && isAnother && before.user != null) {
    endFor(before, now);
    boot(now, now.user == null).catch(warn);
  } else if (!before || !current || before.key !== now.key || (current.isRefused && current.wish !== now)) {
    boot(now).catch(warn);
  } else {
    const { jwt } = now.options;
    const isNewer = jwt !== current.options.jwt;
    if (isNewer) {
      current.options = { ...current.options, jwt };
    }
    if (isAnother) {
      becomeKnown(current, now).catch(warn);
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
  const isLive = current && !current.isRefused && (!current.session || loader.state().session);
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
  const canAsk = [before, now].every(({ options }) => TOKEN_OPTIONS.some((name) => options[name] != null));
  (canAsk ? loader.leave() : loader.shutdown()).catch(() => {});
}

function boot(wish: Wish, signsOut = false): Promise<Session> {
  const { options, settings, texts } = wish;
  const given = { ...options, settings } as BootOptions;
  const boot: Boot = { wish, options: given, told: { ...texts }, session: undefined, isRefused: false };
  current = boot;
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
async function join(boot: Boot): Promise<Session> {
  try {
    boot.session = await loader.boot(boot.options);
    refuse(null);
    return boot.session;
  } catch (error) {
    refuse(error);
    throw error;
  }
}

/**
 * A user becomes known, whom the session may be of already: the endpoint is asked again only for a visitor, by the options
 * that were booted, since other settings are no reason to end a session.
 */
async function becomeKnown(boot: Boot, now: Wish): Promise<void> {
  const isActive = loader.state().phase === "active";
  const asked = join(boot);
  if (isActive) {
    // Goes with the boot call of whom the answer names.
    tell(boot, now);
  }
  await asked;
  if (latest === now && current === boot) {
    tell(boot, now);
  }
}

/** Tells the Messenger what has changed; what is not there any more is unset. */
function tell(boot: Boot, now: Wish): void {
  const names = Object.keys({ ...boot.told, ...now.texts });
  const changed = names.filter((name) => boot.told[name] !== now.texts[name]);
  if (!changed.length || belongsToAnother(boot, now)) {
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

/** Whether the session has become another user's by itself, who must not get what the application renders for its own. */
function belongsToAnother(boot: Boot, { user }: Wish): boolean {
  const { session } = loader.state();
  return user !== undefined && boot.session !== undefined && session !== null && userId(session) !== userId(boot.session);
}

const userId = (session: Session) => (session.kind === "user" ? session.userId : undefined);

/** Logs a failure; a superseded call is none, nor is one without a session. */
export function warn(error: unknown): void {
  if (!isSuperseded(error) && codeOf(error) !== "not_booted") {
    console.warn(error);
  }
}
