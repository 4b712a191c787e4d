// A page with the adapters over a loader of the test's.
import { FakeLoader } from "./fake-loader.mjs";
import { over, settled } from "./over.mjs";

export const OPTIONS = { appId: "abc12345", jwtUrl: "/jwt" };

/** A page that was just opened, and its first provider. */
export async function page() {
  const loader = new FakeLoader();
  const adapter = await over(loader, "adapters/follow.ts");
  return { loader, ...adapter, ...adapter.createFollower() };
}

/** Runs the timers that are due. */
export const timers = async () => {
  await new Promise((resolve) => setTimeout(resolve));
  await settled();
};

/** What the Messenger was told by a method: of whom, and what. */
export const told = (loader, method) => loader.told.filter(([, name]) => name === method).map(([user, , fields]) => [user, fields]);
