// Angular: providers that boot, and a service with the Messenger's state as signals. Nothing here needs Angular's
// compiler.
import * as ng from "@angular/core";
import * as follow from "./follow.js";

/** `EventType.NavigationEnd` of Angular's router, which is not imported: an application may have none. */
const NAVIGATION_END = 1;

/** The Messenger's state and functions; to be injected where `provideMessenger` has been called. */
export class MessengerService {
  constructor() {
    const state = ng.signal(follow.idle);
    this.state = state.asReadonly();
    this.unreadCount = ng.computed(() => state().unreadCount);
    this.isOpen = ng.computed(() => state().isOpen);
    Object.assign(this, follow.functions);
    if (typeof document !== "undefined") {
      const look = () => state.set(follow.current());
      const end = follow.watch(look);
      look();
      ng.inject(ng.DestroyRef).onDestroy(end);
    }
  }
}

/**
 * Boots when the application starts, outside Angular's zone.
 *
 * @param {any} options `boot`'s.
 * @param {{ user?: () => () => unknown, router?: any }} [around] Whose session it is: a function that is called where
 *   `inject` works, and gives a signal. And Angular's `Router`, to tell of routes in the place of the loader.
 */
export function provideMessenger(options, { user, router } = {}) {
  return ng.makeEnvironmentProviders([
    { provide: MessengerService, useFactory: () => ng.inject(ng.NgZone).runOutsideAngular(() => new MessengerService()) },
    ng.provideEnvironmentInitializer(() => {
      if (typeof document === "undefined") {
        return;
      }
      const zone = ng.inject(ng.NgZone);
      const given = router ? { ...options, routes: "manual" } : options;
      const signal = user?.();
      ng.effect(() => {
        const now = signal?.();
        zone.runOutsideAngular(() => follow.want(given, now));
      });
      if (router) {
        ng.inject(router).events.subscribe((/** @type {any} */ event) => {
          if (event.type === NAVIGATION_END) {
            zone.runOutsideAngular(() => follow.changeRoute());
          }
        });
      }
      ng.inject(ng.DestroyRef).onDestroy(() => follow.leave());
    }),
  ]);
}
