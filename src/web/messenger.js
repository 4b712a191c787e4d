// For the diagnosis as long as it is JavaScript.
import { ofWindow, peek } from "./page.js";

export const settings = () => ofWindow("intercomSettings");

export const IDENTIFYING = ["user_id", "email", "phone", "user_hash"];

export function isLive() {
  const intercom = ofWindow("Intercom");
  return typeof intercom === "function" && Boolean(peek(intercom, "booted") || !Array.isArray(peek(intercom, "q")));
}
