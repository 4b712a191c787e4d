// @ts-check
// The page with Segment's events: signs people in, tells a fake of Segment's client, and shows what comes of it.

import { AnalyticsFake } from "./analytics-fake.js";
import { login, logout, readDemo, readUser } from "./backend.js";
import { startCallLog } from "./call-log.js";
import { button, byId, make } from "./dom.js";
import { bootOptions, showWhich } from "./messenger.js";
import { showProblem } from "./problem.js";
import { startStatePanel } from "./state-panel.js";

/** @typedef {import("./backend.js").Demo} Demo */
/** @typedef {import("./backend.js").User} User */

const CODE = `import { AnalyticsBrowser } from "@segment/analytics-next";
import { intercomDestination } from "intercom-messenger-loader/segment";

const analytics = AnalyticsBrowser.load({ writeKey: "…" });
analytics.register(intercomDestination({ appId: "abc12345", jwtUrl: "/api/messenger-token" }));`;

const missing = () => new Error("The loader is not built yet. Run cargo xtask build, then reload.");

/**
 * @param {Demo} demo
 * @param {AnalyticsFake} analytics
 */
async function startEvents(demo, analytics) {
  /** @param {User} user */
  const identify = (user) =>
    analytics.identify(user.userId, { name: user.name, createdAt: "2024-05-01T10:00:00Z", company: { id: 7, name: "Marginalia" } });
  /** @param {() => unknown} action */
  const run = async (action) => {
    try {
      await action();
      await draw();
    } catch (error) {
      showProblem("That did not work", error);
    }
  };
  /** @param {User} user */
  const signIn = (user) => run(async () => identify(await login(user.user)));
  const signOut = () =>
    run(async () => {
      // First the Messenger, which this shuts down, then the server's session.
      analytics.reset();
      await logout();
    });
  const events = {
    page: () => analytics.page("Orders"),
    group: () => analytics.group("marginalia", { name: "Marginalia", plan: "small", createdAt: 1700000000123 }),
    track: () => analytics.track("Bought", { title: "Middlemarch", tags: ["novel"], revenue: 19.99, currency: "EUR" }),
  };

  const draw = async () => {
    const user = await readUser();
    byId("who").textContent = user ? `Signed in as ${user.name}.` : "Nobody is signed in.";
    const others = demo.users.filter((one) => one.user !== user?.user);
    byId("events").replaceChildren(
      ...others.map((one) => button(`Sign in as ${one.name.split(" ")[0]}`, () => void signIn(one), { "data-user": one.user })),
      ...Object.entries(events).map(([name, action]) => button(name, () => void run(action), { id: name })),
      ...(user ? [button("Log out", () => void signOut(), { id: "log-out" })] : []),
    );
    return user;
  };
  const user = await draw();
  if (user) {
    identify(user);
  }
}

async function start() {
  byId("code").textContent = CODE;
  const demo = await readDemo();
  showWhich(demo);
  const at = { index: "/dist/index.js", segment: "/dist/segment.js" };
  const [messenger, { intercomDestination }] = await Promise.all([import(at.index), import(at.segment)]).catch(() => {
    throw missing();
  });
  startStatePanel(byId("state"), messenger, demo);
  startCallLog(byId("log"), demo);
  const analytics = new AnalyticsFake((line) => byId("told").prepend(make("li", {}, make("code", {}, line))));
  await analytics.register(intercomDestination(bootOptions(demo)));
  await startEvents(demo, analytics);
}

start().catch((error) => showProblem("The demo did not start", error));
