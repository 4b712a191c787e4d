// An application that a test mounts, changes and unmounts.
import { createApp, h, shallowRef } from "vue";
import { createMessenger, useMessenger } from "intercom-messenger-loader/vue";

const props = shallowRef({});
let app;

const View = {
  setup() {
    const { state, unreadCount, shutdown, boot } = useMessenger();
    Object.assign(window.adapter, { shutdown, boot });
    return () => {
      const { session } = state.value;
      return [
        h("output", { id: "who" }, session ? (session.userId ?? "visitor") : "…"),
        h("output", { id: "unread" }, unreadCount.value),
      ];
    };
  },
};

window.adapter = {
  /** Mounts, or gives new options. They and the function are made anew each time, as in an application. */
  render(given = {}) {
    props.value = given;
    if (!app) {
      const options = () => {
        const { user: _user, hidden: _hidden, ownToken, ...rest } = props.value;
        const getJwt = async () => (await (await fetch("/api/messenger-token")).json()).token ?? null;
        const token = ownToken ? { getJwt } : { jwtUrl: "/api/messenger-token" };
        return { appId: "standin1", region: "eu", ...token, ...rest };
      };
      app = createApp(() => (props.value.hidden ? null : h(View))).use(createMessenger(options, { user: () => props.value.user }));
      app.mount("#root");
    }
  },
  unmount() {
    app.unmount();
    app = undefined;
  },
};
