// The session of a program that calls `Intercom`, `boot`, `update` and `shutdown`: what each call changes about it. These
// functions are synchronous and return no promise, so failures are logged to the console, with their hints.
import { hasPage } from "../browser.js";
import { isSuperseded } from "../failure.js";
import * as loader from "../index.js";
import { claim, isOwned, requestsToken, userId, type Owned } from "../owner.js";
import type { BootOptions, Session, Settings } from "../types.js";
import {
  bootOptions,
  hasFields,
  identityIn,
  isSame,
  isSameSession,
  namesUser,
  pick,
  sendable,
  type Fields,
  type Given,
  type Identity,
  type SessionOptions,
} from "./sdk-options.js";
import { withoutBad } from "./sdk-values.js";

/** A boot of the program. */
interface Boot extends Owned {
  options: SessionOptions;
  /** The options' settings, with later changes. */
  settings: Fields;
  /** The user that the program has named. */
  identity: Identity;
  /** Whether it was shut down, or failed. */
  ended: boolean;
  /** Whether the program has shut it down: unlike a boot that failed, only another boot begins it again. */
  shutDown: boolean;
  /** Whether the loader has said whose session it is. */
  answered: boolean;
}

/** The latest boot. */
let last: Boot | undefined;

/** The latest question who a visitor is by now: updates are for whom it names. */
let asking: Promise<unknown> | undefined;

/** Calls the loader, but on a server, and logs a failure: of a `told` call also that another boot or a shutdown came before its turn. */
export function run(call: () => Promise<unknown>, told?: string): void {
  if (hasPage()) {
    call().catch((error) => {
      if (!isSuperseded(error)) {
        console.error(error);
      } else if (told) {
        console.warn(`intercom-messenger-loader: ${told}() was not told: another user's boot, or a shutdown, came first.`);
      }
    });
  }
}

/** Begins the session of `Intercom()`, or updates it. */
export function beginSession(settings: Given): void {
  begin(settings, undefined);
}

/**
 * Begins the session of `boot()`, which inherits the options of the same workspace's last one. Where it names nobody, the
 * user of a session that is there is kept: only a shutdown signs out.
 */
export function bootSession(settings: Given): void {
  const inherits = last && (settings.app_id ?? last.options.appId) === last.options.appId;
  const keepsUser = inherits && !last?.ended && !namesUser(settings);
  begin(settings, inherits ? last && { ...last.options, settings: last.settings } : undefined, true, keepsUser);
}

/** Sends the changes of `update()`; another user, or a token, begins another session. */
export function updateSession(changes: Given): void {
  const named = identityIn(changes);
  if (last && !isShutDown(last) && (changes.intercom_user_jwt != null || isFirstName(last, named) || isOtherName(last, named))) {
    if (hasPage()) {
      begin(changes, last.options);
    }
    return;
  }
  const { intercom_user_jwt: _, ...given } = changes;
  const attributes = withoutBad(given, "the attribute");
  // Intercom's own package has the Messenger read the rest of the identity from window.intercomSettings.
  const identity = last && hasFields(named) ? identityIn(last.settings) : {};
  if (last) {
    last.identity = { ...last.identity, ...named };
    // What is rendered next is compared with it.
    last.settings = { ...last.settings, ...sendable(last.options, attributes) };
  }
  sendUpdate(sendable(last?.options ?? {}, { ...identity, ...attributes }));
}

export function endSession(): void {
  if (last) {
    last.ended = last.shutDown = true;
  }
  asking = undefined;
  run(loader.shutdown);
}

/**
 * Begins a session, or continues the present one where the options are the same.
 *
 * @param base Options that the new ones inherit from.
 * @param asks Whether the endpoint is asked again where it knew nobody, as by a boot.
 * @param keepsUser Whether the user of `base` is kept.
 */
function begin(given: Given, base: SessionOptions | undefined, asks = false, keepsUser = false): void {
  const options = bootOptions(given, base, keepsUser);
  const identity = identityIn(given);
  if (last && isOtherName(last, identity)) {
    last.ended = true;
    // Other tabs find out by themselves who it is by now.
    run(loader.leave);
  }
  if (last && !last.ended && isSameSession(last.options, options)) {
    const { settings } = last;
    const changes = pick(options.settings, (name) => !isSame(options.settings[name], settings[name]));
    continueSession(last, changes, identity, options.jwt, asks);
    return;
  }
  const boot: Boot = {
    options,
    settings: options.settings,
    identity,
    ended: false,
    shutDown: false,
    answered: false,
    owner: undefined,
  };
  last = boot;
  asking = undefined;
  run(() =>
    callBoot(boot).catch((error) => {
      // The same call tries again.
      boot.ended = true;
      throw error;
    }),
  );
}

function continueSession(boot: Boot, changes: Fields, identity: Identity, jwt: unknown, asks: boolean): void {
  const wasNamed = hasFields(boot.identity);
  const isAsked = asks || isFirstName(boot, identity);
  Object.assign(boot, {
    identity: { ...boot.identity, ...identity },
    settings: { ...boot.settings, ...changes },
  });
  if (jwt !== boot.options.jwt) {
    // The loader keeps it until the old one is due, or for the update that follows.
    boot.options = { ...boot.options, jwt };
    run(() => callBoot(boot));
  }
  if (isAsked && requestsToken(boot.options)) {
    if (!wasNamed) {
      // The program speaks for whom the answer names.
      boot.owner = undefined;
    }
    // Asks the endpoint again where the session is a visitor's; a user's session stays.
    const asked = (asking = callBoot(boot).finally(() => {
      if (asking === asked) {
        asking = undefined;
      }
    }));
    run(() => asked);
  }
  if (hasFields(changes)) {
    sendUpdate(changes);
  }
}

/** Sends attributes of the program's user. */
const sendUpdate = (changes: Fields): void => runForUser(() => loader.update(changes as Settings), "update");

/**
 * Calls the loader with what is of the program's user: after the question whose session it is, and not where it is another's.
 */
export function runForUser(call: () => Promise<unknown>, told: string): void {
  const send = async () => {
    const { session } = loader.state();
    if (session && last && !isTheirs(last, session)) {
      console.warn(`intercom-messenger-loader: ${told}() is for another user than the one who is signed in, and is not told.`);
    } else {
      await call();
    }
  };
  run(asking ? () => asking!.then(send) : send, told);
}

/** Whether a session is of the user for whom the program speaks: an e-mail address alone is no id to compare. */
function isTheirs(boot: Boot, session: Session): boolean {
  const { identity, options, ended, answered } = boot;
  if (ended || !answered || (session.kind === "visitor" && !requestsToken(options))) {
    return true;
  }
  if (identity.user_id != null) {
    return userId(session) === String(identity.user_id);
  }
  return isOwned(boot, session, hasFields(identity));
}

/** Boots with options that the loader checks, and notes whose session it is. */
async function callBoot(boot: Boot): Promise<void> {
  const session = await loader.boot(boot.options as unknown as BootOptions);
  boot.answered = true;
  claim(boot, session, false);
}

/** Whether its session was shut down: by the program, by the loader's own function, or in another tab. */
const isShutDown = ({ shutDown, answered }: Boot): boolean =>
  shutDown || (answered && ["idle", "shutting_down"].includes(loader.state().phase));

/** Whether the program names another user than before, so that an endpoint has to be asked again. */
function isOtherName({ options, identity, ended }: Boot, named: Fields): boolean {
  const name = ["user_id", "email"].find((one) => one in identity && one in named);
  return !ended && requestsToken(options) && name !== undefined && String(identity[name]) !== String(named[name]);
}

/** Whether the program names a user for the first time: an endpoint that knew nobody may know them by now. */
const isFirstName = ({ options, identity, ended }: Boot, named: Fields): boolean =>
  !ended && requestsToken(options) && !hasFields(identity) && hasFields(named);
