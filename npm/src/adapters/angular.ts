// Angular: providers that boot, and a service with the Messenger's state as signals. Nothing here needs Angular's
// compiler.
import {
  computed,
  DestroyRef,
  effect,
  inject,
  makeEnvironmentProviders,
  NgZone,
  provideEnvironmentInitializer,
  signal,
} from "@angular/core";
import type { EnvironmentProviders, Signal, Type } from "@angular/core";
import type { BootOptions } from "../types.js";
import { changeRoute, createFollower, functions, getView, subscribe } from "./follow.js";
import type { MessengerFunctions, MessengerView } from "./adapter-types.js";
import { IDLE } from "./view.js";

export type { MessengerFunctions, MessengerView } from "./adapter-types.js";

/** `EventType.NavigationEnd` of Angular's router, which is not imported: an application may have none. */
const NAVIGATION_END = 1;

/** What the application knows and `boot` does not. */
export interface MessengerSurroundings {
  /**
   * Is called where `inject` works, and gives what tells your users apart, such as their id, and `null` while nobody is
   * signed in: `() => inject(Account).userId`. Another one is another session, and the endpoint is asked again.
   */
  user?: (() => Signal<string | number | null | undefined>) | undefined;
  /** `Router` of `@angular/router`, where the loader is not to watch routes by itself. */
  router?: Type<{ events: { subscribe(next: (event: any) => void): unknown } }> | undefined;
}

/** The Messenger's functions, and its state as signals, for zones and without. */
export interface MessengerService extends MessengerFunctions {}

export class MessengerService {
  readonly state: Signal<MessengerView>;
  readonly unreadCount: Signal<number>;
  readonly isOpen: Signal<boolean>;

  constructor() {
    const state = signal(IDLE);
    this.state = state.asReadonly();
    this.unreadCount = computed(() => state().unreadCount);
    this.isOpen = computed(() => state().isOpen);
    Object.assign(this, functions);
    if (typeof document !== "undefined") {
      const refresh = () => state.set(getView());
      const end = subscribe(refresh);
      refresh();
      inject(DestroyRef).onDestroy(end);
    }
  }
}

/**
 * Boots the Messenger when the application starts, outside Angular's zone, and provides `MessengerService`. On a server it
 * does nothing.
 */
export function provideMessenger(
  options: BootOptions,
  surroundings: MessengerSurroundings = {},
): EnvironmentProviders {
  const { user, router } = surroundings;
  return makeEnvironmentProviders([
    { provide: MessengerService, useFactory: () => inject(NgZone).runOutsideAngular(() => new MessengerService()) },
    provideEnvironmentInitializer(() => {
      if (typeof document === "undefined") {
        return;
      }
      const zone = inject(NgZone);
      const given: BootOptions = router ? { ...options, routes: "manual" } : options;
      const { follow, leave } = createFollower();
      const currentUser = user?.();
      effect(() => {
        const now = currentUser?.();
        zone.runOutsideAngular(() => follow(given, now));
      });
      if (router) {
        const subscription = inject(router).events.subscribe((event) => {
          if (event.type === NAVIGATION_END) {
            zone.runOutsideAngular(changeRoute);
          }
        });
        inject(DestroyRef).onDestroy(() => (subscription as { unsubscribe?(): void } | undefined)?.unsubscribe?.());
      }
      inject(DestroyRef).onDestroy(leave);
    }),
  ]);
}
