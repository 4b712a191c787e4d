import { UPDATES_LEFT } from "./generated.js";
import type { MessengerState } from "./types.js";

/** The initial state, also used on a server. */
export const IDLE: MessengerState<never> = {
  phase: "idle",
  session: null,
  live: null,
  appId: null,
  region: null,
  tokenExpiresAt: null,
  updatesLeft: UPDATES_LEFT,
  lastError: null,
  core: null,
};
