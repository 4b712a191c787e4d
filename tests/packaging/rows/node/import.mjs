const before = Object.getOwnPropertyNames(globalThis);
const { boot, shutdown, state, MessengerError } = await import("intercom-messenger-loader");
await import("intercom-messenger-loader/auto");
await import("intercom-messenger-loader/wasm");
await import("intercom-messenger-loader/inline");
await import("intercom-messenger-loader/server");

const error = await boot({ appId: "standin1", jwtUrl: "/api/messenger-token" }).catch((error) => error);
await shutdown();
console.log(
  JSON.stringify({
    code: error.code,
    ours: error instanceof MessengerError,
    phase: state().phase,
    shutdown: "resolved",
    globals: Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name)),
  }),
);
