// @ts-check
// The single-page application: the loader's module entry, the shop, and the panel beside it.

import { startAccountMenu } from "./account-menu.js";
import { openFaults, readDemo } from "./backend.js";
import { startCallLog } from "./call-log.js";
import { startControls } from "./controls.js";
import { byId } from "./dom.js";
import { showWhich } from "./messenger.js";
import { clearProblem, showProblem } from "./problem.js";
import { startRouter } from "./router.js";
import { ShopSession } from "./session.js";
import { startStatePanel } from "./state-panel.js";
import * as views from "./views.js";

/** Imported in a function, so that a missing build can be told. */
async function load() {
  try {
    return await import("/dist/index.js");
  } catch (cause) {
    throw new Error("The loader is not built yet. Run cargo xtask build, then reload.", { cause });
  }
}

async function start() {
  if (location.pathname === "/app.html") {
    history.replaceState(null, "", "/app");
  }
  const [messenger, demo] = await Promise.all([load(), readDemo()]);
  if (demo.playground) {
    await openFaults();
  }
  const session = new ShopSession(messenger, demo);
  showWhich(demo);
  startStatePanel(byId("state"), messenger, demo);
  startCallLog(byId("log"), demo);
  startShop(session);
  session.addEventListener("boot", clearProblem);
  session.addEventListener("problem", (event) => {
    const error = event instanceof CustomEvent ? event.detail : event;
    const { phase, session: now } = messenger.state();
    const again = () => void (now?.kind === "user" ? session.refreshToken() : session.start());
    showProblem(title(error, phase === "active"), error, again);
  });
  messenger.on("tokenrefresh", clearProblem);
  await Promise.all([session.start(), startControls(byId("controls"), session)]);
}

/**
 * @param {unknown} error
 * @param {boolean} alive
 */
function title(error, alive) {
  if (!(error instanceof Error && "code" in error)) {
    return "The shop has a problem";
  }
  return alive ? "The Messenger has a problem" : "The Messenger did not start";
}

/** @param {ShopSession} session */
function startShop(session) {
  const account = startAccountMenu(session);
  const shop = { session, askToSignIn: account.open, go: (/** @type {string} */ path) => router.go(path) };
  const routes = {
    "/app": { title: "Books", view: () => views.shelf(shop) },
    "/app/orders": { title: "Orders", view: () => views.orders(shop) },
    "/app/settings": { title: "Settings", view: () => views.settings(shop) },
  };
  const router = startRouter(routes, { title: "No such page", view: views.missing }, (route, path, quietly) => {
    byId("view").replaceChildren(route.view());
    for (const link of byId("nav").querySelectorAll("a")) {
      link.toggleAttribute("aria-current", false);
      if (link.pathname === path) {
        link.setAttribute("aria-current", "page");
      }
    }
    if (!quietly) {
      byId("content").focus({ preventScroll: true });
    }
  });
  session.addEventListener("change", () => router.draw());
  router.draw();
}

start().catch((error) => {
  byId("view").replaceChildren();
  showProblem("The demo did not start", error);
});
