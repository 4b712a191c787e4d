// @ts-check
// The playground: every panel, and what they share.

import { openFaults, readDemo } from "../backend.js";
import { startCallLog } from "../call-log.js";
import { button, byId } from "../dom.js";
import { showWhich } from "../messenger.js";
import { clearProblem, showProblem } from "../problem.js";
import { ShopSession } from "../session.js";
import { startStatePanel } from "../state-panel.js";
import { Bench } from "./bench.js";
import { startDiagnosis } from "./diagnosis.js";
import { startEvents } from "./events.js";
import { startBackend, startConnection, startWidget } from "./faults.js";
import { startIdentity } from "./identity.js";
import { startMethods } from "./methods.js";
import { startLoading, startRegion, storedLoad } from "./page.js";
import { startPromises } from "./promises.js";
import { startRoutes } from "./routes.js";
import { startStrip } from "./strip.js";
import { startTokens } from "./tokens.js";

/** Imported in a function, so that a missing build can be told. */
async function load() {
  try {
    return await import("/dist/index.js");
  } catch (cause) {
    throw new Error("The loader is not built yet. Run cargo xtask build, then reload.", { cause });
  }
}

/** @param {Bench} bench */
function startMending(bench) {
  const mend = /** @type {HTMLButtonElement} */ (byId("mend"));
  mend.disabled = false;
  mend.addEventListener("click", () => {
    clearProblem();
    bench.mend().catch((error) => showProblem("The playground has a problem", error));
  });
}

/**
 * The loader's failures stand in the session's panel, with what to do; anything else is the playground's own.
 *
 * @param {ShopSession} session
 */
function showProblems(session) {
  const { messenger } = session;
  const again = button("Try again", () => void (isUser() ? session.refreshToken() : session.start()), {
    class: "main small",
    hidden: true,
  });
  const isUser = () => messenger.state().session?.kind === "user";
  byId("again").replaceChildren(again);
  const draw = () => {
    again.hidden = messenger.state().lastError === null;
  };
  messenger.on("statechange", draw);
  messenger.on("error", draw);
  session.addEventListener("boot", clearProblem);
  session.addEventListener("problem", (event) => {
    const error = event instanceof CustomEvent ? event.detail : event;
    if (!error?.code) {
      showProblem("The playground has a problem", error);
    }
  });
}

async function start() {
  byId("second-tab").hidden = new URLSearchParams(location.search).get("tab") !== "second";
  startPromises(byId("promise-list"));
  const [messenger, demo, faults] = await Promise.all([load(), readDemo(), openFaults()]);
  const session = new ShopSession(messenger, demo, storedLoad());
  const bench = new Bench(messenger, session, faults);
  showWhich(demo);
  showProblems(session);
  startMending(bench);
  startEvents(byId("events"), messenger);
  startStatePanel(byId("state"), messenger, demo);
  startStrip(byId("strip"), messenger);
  startIdentity(byId("identity"), bench);
  startTokens(byId("tokens"), bench);
  startBackend(byId("backend"), bench);
  startWidget(byId("widget"), bench);
  startConnection(byId("connection"), bench);
  startLoading(byId("loading"), bench);
  startRegion(byId("regions"), bench);
  startRoutes(byId("routes"));
  startMethods(byId("methods"), bench);
  startDiagnosis(byId("diagnosis"), messenger);
  startCallLog(byId("log"), demo);
  await session.start();
}

start().catch((error) => showProblem("The playground did not start", error));
