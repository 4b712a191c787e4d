import { createApp } from "vue";
import { createRouter, createWebHistory } from "vue-router";
import { createMessenger } from "intercom-messenger-loader/vue";
import App from "./App.vue";
import { user } from "./account.js";

const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/", component: { render: () => "home" } },
    { path: "/orders", component: { render: () => "orders" } },
  ],
});

const messenger = createMessenger(
  {
    appId: import.meta.env.VITE_INTERCOM_APP_ID,
    region: import.meta.env.VITE_INTERCOM_REGION,
    jwtUrl: "/api/messenger-token",
  },
  { user, router },
);

createApp(App).use(router).use(messenger).mount("#app");
