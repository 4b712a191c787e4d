// The same package in a program that is compiled to CommonJS.
import loader = require("intercom-messenger-loader");
import { boot, MessengerError, type BootOptions } from "intercom-messenger-loader";

const options: BootOptions = { appId: "abc12345", getJwt: () => null };

export const session = boot(options).catch((error: unknown) => {
  if (error instanceof MessengerError) console.log(error.hint);
});

export const phase: "idle" | "booting" | "deferred" | "active" | "shutting_down" = loader.state().phase;

// @ts-expect-error: there is no default export
export const wrong = loader.default;
