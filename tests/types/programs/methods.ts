// Operations of an application on a session.
import * as messenger from "intercom-messenger-loader";
import { MessengerError, on, routeUpdate, showSpace, state, trackEvent, update, type Space } from "intercom-messenger-loader";

const ends: Array<() => void> = [
  on("ready", (session) => console.log(session.kind)),
  on("unreadcountchange", (count) => console.log(count.toFixed())),
  on("error", (error) => console.log(error instanceof MessengerError && error.code)),
  on("statechange", ({ phase, tokenExpiresAt }) => console.log(phase === "deferred", tokenExpiresAt ?? 0)),
  on("signedout", () => {}),
];

export function stop(): void {
  for (const end of ends) end();
}

export async function visit(space: Space): Promise<void> {
  await routeUpdate();
  await routeUpdate(new URL("https://example.com/a"));
  await update({ plan: "gold", seats: 5, since: new Date() });
  await showSpace(space);
  await messenger.startTour(123);
  await messenger.showArticle("123");
  await trackEvent("ordered", { price: { amount: 100, currency: "eur" }, items: ["a"] });
  const id: string | undefined = await messenger.getVisitorId();
  console.log(id, state().updatesLeft);
}

export function mend(error: unknown): string {
  return error instanceof MessengerError && error.retryable ? "later" : String(error);
}

// The event of a click is not passed on to the Messenger.
export const handlers: Array<(event: Event) => void> = [messenger.show, messenger.hide];
