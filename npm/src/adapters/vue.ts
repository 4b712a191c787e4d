// Vue: a plugin that boots, and a composable with the Messenger's state and functions. Safe on a server.
import {
  computed,
  getCurrentInstance,
  getCurrentScope,
  onMounted,
  onScopeDispose,
  onUnmounted,
  shallowReadonly,
  shallowRef,
  toValue,
  watchEffect,
} from "vue";
import type { ComputedRef, MaybeRefOrGetter, Plugin, Ref } from "vue";
import type { BootOptions } from "../types.js";
import { changeRoute, createFollower, functions, getView, subscribe } from "./follow.js";
import type { MessengerFunctions, MessengerView } from "./adapter-types.js";
import { IDLE } from "./view.js";

export type { MessengerFunctions, MessengerView } from "./adapter-types.js";

/** What the application knows and `boot` does not. */
export interface MessengerSurroundings {
  /**
   * What tells your users apart, such as their id, and `null` while nobody is signed in: another one is another session,
   * and the endpoint is asked again.
   */
  user?: MaybeRefOrGetter<string | number | null | undefined> | undefined;
  /** vue-router's router, where the loader is not to watch routes by itself. */
  router?: { afterEach(guard: (to: any, from: any, failure?: any) => void): unknown } | undefined;
}

/**
 * A plugin for `app.use` that boots the Messenger and follows what is reactive: another `user` is another session, changed
 * `settings` are an update, other options boot anew. On a server it does nothing.
 */
export function createMessenger(
  options: MaybeRefOrGetter<BootOptions>,
  surroundings: MessengerSurroundings = {},
): Plugin & { install(app: any): void } {
  const { user, router } = surroundings;
  return {
    install(app) {
      if (typeof document === "undefined") {
        return;
      }
      const { follow, leave } = createFollower();
      const stop = watchEffect(() => {
        const given = { ...toValue(options) };
        follow(router ? { ...given, routes: "manual" } : given, toValue(user));
      });
      const stopRoutes = router?.afterEach((_to, _from, failure) => {
        if (!failure) {
          changeRoute();
        }
      });
      const { unmount } = app;
      app.unmount = () => {
        stop();
        if (typeof stopRoutes === "function") {
          stopRoutes();
        }
        leave();
        unmount.call(app);
      };
    },
  };
}

/** The Messenger's state, which is reactive, and its functions. */
export function useMessenger(): MessengerFunctions & {
  state: Readonly<Ref<MessengerView>>;
  unreadCount: ComputedRef<number>;
  isOpen: ComputedRef<boolean>;
} {
  // Until the component is mounted, its state is the one that a server has rendered.
  const state = shallowRef(IDLE);
  const begin = () => {
    const refresh = () => {
      state.value = getView();
    };
    const end = subscribe(refresh);
    refresh();
    return end;
  };
  if (getCurrentInstance()) {
    let end = () => {};
    onMounted(() => {
      end = begin();
    });
    onUnmounted(() => end());
  } else if (typeof document !== "undefined") {
    const end = begin();
    if (getCurrentScope()) {
      onScopeDispose(end);
    }
  }
  return {
    ...functions,
    state: shallowReadonly(state),
    unreadCount: computed(() => state.value.unreadCount),
    isOpen: computed(() => state.value.isOpen),
  };
}
