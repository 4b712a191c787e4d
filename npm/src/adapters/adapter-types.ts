// The types that the adapters for React, Vue and Angular share.
import type * as loader from "../index.js";
import type { MessengerState } from "../index.js";
import type { Session } from "../types.js";

/** The loader's functions that an application calls; beginning the session is the adapter's business. */
export type MessengerFunctions = Omit<typeof loader, "boot" | "leave" | "state" | "MessengerError" | "isMessengerError"> & {
  /**
   * Boots again with what the adapter was given: after a failure, or after a `shutdown` behind which the user turned out to
   * be the same, so that the adapter saw no change.
   */
  boot(): Promise<Session>;
};

/** The loader's state, and what the Messenger says of itself. */
export interface MessengerView extends MessengerState {
  /** How many conversations are unread. */
  unreadCount: number;
  /** Whether the Messenger is open. */
  isOpen: boolean;
}
