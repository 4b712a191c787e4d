// An application that a test mounts, changes and unmounts.
import { createApp, h, shallowRef } from "vue";
import { createMessenger, useMessenger } from "intercom-messenger-loader/vue";

const props = shallowRef({});
let app;
let anotherApp;
/** Hooks of a router that keeps the route in the fragment. */
const guards = [];

const options = () => {
  const { user: _user, hidden: _hidden, another: _another, router: _router, ownToken, ...rest } = props.value;
  const getJwt = async () => (await (await fetch("/api/messenger-token")).json()).token ?? null;
  const token = ownToken ? { getJwt } : { jwtUrl: "/api/messenger-token" };
  return { appId: "standin1", region: "eu", ...token, ...rest };
};

const View = {
  setup() {
    const { state, unreadCount, ...functions } = useMessenger();
    return () => {
      const { session, lastError } = state.value;
      Object.assign(window.adapter, { functions, lastError });
      return [
        h("output", { id: "who" }, session ? (session.userId ?? "visitor") : "…"),
        h("output", { id: "unread" }, unreadCount.value),
      ];
    };
  },
};

window.adapter = {
  /**
   * Mounts the application, or sets new options. They and the function are created anew each time, as in an
   * application.
   */
  render(given = {}) {
    props.value = given;
    if (given.another) {
      anotherApp ??= createApp(() => null).use(createMessenger(options));
      anotherApp.mount(document.createElement("div"));
    } else {
      anotherApp?.unmount();
      anotherApp = undefined;
    }
    if (!app) {
      const router = given.router ? { afterEach: (guard) => guards.push(guard) } : undefined;
      const messenger = createMessenger(options, { user: () => props.value.user, router });
      app = createApp(() => (props.value.hidden ? null : h(View))).use(messenger);
      app.mount("#root");
    }
  },
  navigate(hash) {
    location.hash = hash;
    guards.forEach((guard) => guard());
  },
  unmount() {
    app.unmount();
    app = undefined;
  },
};
