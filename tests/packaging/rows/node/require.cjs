const before = Object.getOwnPropertyNames(globalThis);
const { boot, shutdown, state, MessengerError } = require("intercom-messenger-loader");
require("intercom-messenger-loader/auto");
require("intercom-messenger-loader/wasm");
require("intercom-messenger-loader/inline");
require("intercom-messenger-loader/server");

async function main() {
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
}

main();
