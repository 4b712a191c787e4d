import type { ComputedRef, MaybeRefOrGetter, Plugin, Ref } from "vue";
import type { MessengerFunctions, MessengerView } from "./follow.js";
import type { BootOptions } from "./types.js";

export type { MessengerFunctions, MessengerView } from "./follow.js";

/** What the application knows and `boot` does not. */
export interface MessengerSurroundings {
  /**
   * What tells your users apart, such as their id, and `null` while nobody is signed in: another one is another session,
   * and the endpoint is asked again.
   */
  user?: MaybeRefOrGetter<string | number | null | undefined>;
  /** vue-router's router, where the loader is not to watch routes by itself. */
  router?: { afterEach(guard: (to: any, from: any, failure?: any) => void): unknown };
}

/**
 * A plugin for `app.use` that boots the Messenger and follows what is reactive: another `user` is another session, changed
 * `settings` are an update, other options boot anew. On a server it does nothing.
 */
export function createMessenger(
  options: MaybeRefOrGetter<BootOptions>,
  surroundings?: MessengerSurroundings,
): Plugin & { install(app: any): void };

/** The Messenger's state, which is reactive, and its functions. */
export function useMessenger(): MessengerFunctions & {
  state: Readonly<Ref<MessengerView>>;
  unreadCount: ComputedRef<number>;
  isOpen: ComputedRef<boolean>;
};
