// Vue: a plugin that boots, and a composable with the Messenger's state and functions. Safe on a server.
import * as Vue from "vue";
import * as follow from "./follow.js";

/**
 * A plugin for `app.use`. Options are `boot`'s, or a ref or a getter of them; what is reactive in them is followed.
 *
 * @param {any} options
 * @param {any} [around] Whose session it is, and the application's router.
 */
export function createMessenger(options, { user, router } = {}) {
  return {
    install(/** @type {any} */ app) {
      if (typeof document === "undefined") {
        return;
      }
      const stop = Vue.watchEffect(() => {
        const given = { ...Vue.toValue(options) };
        follow.want(router ? { ...given, routes: "manual" } : given, Vue.toValue(user));
      });
      router?.afterEach((/** @type {any} */ _to, /** @type {any} */ _from, /** @type {any} */ failure) => {
        if (!failure) {
          follow.changeRoute();
        }
      });
      const { unmount } = app;
      app.unmount = () => {
        stop();
        follow.leave();
        unmount.call(app);
      };
    },
  };
}

/** The Messenger's state, which is reactive, and its functions. */
export function useMessenger() {
  // What a server has drawn, until the component is there.
  const state = Vue.shallowRef(follow.idle);
  const begin = () => {
    const look = () => {
      state.value = follow.current();
    };
    const end = follow.watch(look);
    look();
    return end;
  };
  if (Vue.getCurrentInstance()) {
    let end = () => {};
    Vue.onMounted(() => {
      end = begin();
    });
    Vue.onUnmounted(() => end());
  } else if (typeof document !== "undefined") {
    const end = begin();
    if (Vue.getCurrentScope()) {
      Vue.onScopeDispose(end);
    }
  }
  return {
    ...follow.functions,
    state: Vue.shallowReadonly(state),
    unreadCount: Vue.computed(() => state.value.unreadCount),
    isOpen: Vue.computed(() => state.value.isOpen),
  };
}
