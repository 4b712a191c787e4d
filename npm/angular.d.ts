import type { EnvironmentProviders, Signal, Type } from "@angular/core";
import type { MessengerFunctions, MessengerView } from "./follow.js";
import type { BootOptions } from "./types.js";

export type { MessengerFunctions, MessengerView } from "./follow.js";

/** What the application knows and `boot` does not. */
export interface MessengerSurroundings {
  /**
   * Is called where `inject` works, and gives what tells your users apart, such as their id, and `null` while nobody is
   * signed in: `() => inject(Account).userId`. Another one is another session, and the endpoint is asked again.
   */
  user?: () => Signal<string | number | null | undefined>;
  /** `Router` of `@angular/router`, where the loader is not to watch routes by itself. */
  router?: Type<{ events: { subscribe(next: (event: any) => void): unknown } }>;
}

/** The Messenger's functions, and its state as signals, for zones and without. */
export interface MessengerService extends MessengerFunctions {}

export class MessengerService {
  readonly state: Signal<MessengerView>;
  readonly unreadCount: Signal<number>;
  readonly isOpen: Signal<boolean>;
}

/**
 * Boots the Messenger when the application starts, outside Angular's zone, and provides `MessengerService`. On a server it
 * does nothing.
 */
export function provideMessenger(options: BootOptions, surroundings?: MessengerSurroundings): EnvironmentProviders;
