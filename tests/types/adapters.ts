// The adapters as applications of React, Vue and Angular use them, against the frameworks' own types.
import { signal, type EnvironmentProviders } from "@angular/core";
import { AnalyticsBrowser } from "@segment/analytics-next";
import { provideMessenger, type MessengerService } from "intercom-messenger-loader/angular";
import { MessengerProvider, useMessenger } from "intercom-messenger-loader/react";
import { createMessenger, useMessenger as useInVue } from "intercom-messenger-loader/vue";
import { intercomDestination } from "intercom-messenger-loader/segment";
import { createElement } from "react";
import type { BootOptions, MessengerError } from "intercom-messenger-loader";
import { createApp, reactive, ref } from "vue";

// React.
createElement(MessengerProvider, { appId: "abc12345", jwtUrl: "/api/messenger-token", user: 7, route: "/" }, "page");
createElement(MessengerProvider, { appId: "abc12345", user: null, settings: { name: "Ada" } });
// @ts-expect-error: appId is missing.
createElement(MessengerProvider, { jwtUrl: "/api/messenger-token" });
// @ts-expect-error: no such option.
createElement(MessengerProvider, { appId: "abc12345", jwtURL: "/api/messenger-token" });
export function Help() {
  const { unreadCount, phase, lastError, show } = useMessenger();
  const count: number = unreadCount;
  void show();
  return `${count} ${phase} ${lastError?.message}`;
}
declare const maybe: string | undefined;
declare const maybeNumber: number | undefined;
createElement(MessengerProvider, { appId: "abc12345", jwt: maybe, user: maybeNumber, route: maybe, nonce: maybe });
export const failed = (): MessengerError | null => useMessenger().lastError;
// @ts-expect-error: boot uses the provider's options and takes none.
void (() => useMessenger().boot({ appId: "abc12345" }));

// Vue.
const user = ref<string | null>(null);
createApp({}).use(createMessenger({ appId: "abc12345", region: "eu" }, { user }));
createApp({}).use(createMessenger(() => ({ appId: "abc12345", settings: { name: user.value } }), { user: () => "1" }));
createMessenger(ref<BootOptions>({ appId: "abc12345", jwtUrl: "/jwt", settings: { company: { plan: "gold" } } }));
createMessenger(reactive<BootOptions>({ appId: "abc12345", getJwt: async () => null, settings: { since: new Date(0) } }));
createMessenger({ appId: "abc12345" }, { user: undefined, router: undefined });
export const code: string | undefined = useInVue().state.value.lastError?.code;
// @ts-expect-error: no such region.
createMessenger({ appId: "abc12345", region: "mars" });
export const unread: number = useInVue().unreadCount.value;
export const phase: "idle" | "booting" | "deferred" | "active" | "shutting_down" = useInVue().state.value.phase;

// Angular.
export const providers: EnvironmentProviders = provideMessenger({ appId: "abc12345" }, { user: () => signal("1") });
provideMessenger({ appId: "abc12345" }, { user: undefined, router: undefined });
// @ts-expect-error: a signal is not a function that gives one.
provideMessenger({ appId: "abc12345" }, { user: "1" });
export function help(messenger: MessengerService): number {
  void messenger.showArticle("1");
  return messenger.unreadCount();
}

// Segment, against its client's own type of plugins.
const analytics = new AnalyticsBrowser();
void analytics.register(
  intercomDestination({
    appId: "abc12345",
    jwtUrl: "/api/messenger-token",
    activator: "#help",
    richLinkProperties: ["article"],
    mapping: {
      identifyUser: { custom_traits: "traits.custom", company: { plan: { "@path": "$.traits.tier" } }, name: null },
      trackEvent: { revenue: ({ properties }) => properties?.["total"] },
    },
  }),
);
// @ts-expect-error: appId is missing.
intercomDestination({ jwtUrl: "/api/messenger-token" });
// @ts-expect-error: no such action.
intercomDestination({ appId: "abc12345", mapping: { identify: {} } });
