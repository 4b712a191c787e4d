// @ts-check
// The plain page's buttons and panels. The Messenger itself is the script tag's business.

import { login, logout, readDemo, readUser } from "./backend.js";
import { startCallLog } from "./call-log.js";
import { button, byId } from "./dom.js";
import { bootOptions, isSuperseded, showWhich } from "./messenger.js";
import { clearProblem, showProblem } from "./problem.js";
import { startStatePanel } from "./state-panel.js";

/** @typedef {import("./messenger.js").Messenger} Messenger */
/** @typedef {import("./backend.js").Demo} Demo */

const TAG = "script[data-app-id]";

/** @returns {Messenger | undefined} */
const loaded = () => /** @type {{ IntercomMessenger?: Messenger }} */ (window).IntercomMessenger;

/**
 * What the tag leaves on the page, once its script has run.
 *
 * @returns {Promise<Messenger>}
 */
function whenLoaded() {
  return new Promise((resolve, reject) => {
    const look = () => {
      const messenger = loaded();
      if (messenger) {
        resolve(messenger);
        return true;
      }
      return false;
    };
    const missing = () => reject(new Error("The loader is not built yet. Run cargo xtask build, then reload."));
    const tag = document.querySelector(TAG);
    if (!look()) {
      tag?.addEventListener("load", () => look() || missing());
      tag?.addEventListener("error", missing);
      // The tag may have failed before this script ran, and will not say so again.
      addEventListener("load", () => look() || missing());
    }
  });
}

/**
 * The tag in this page is the fake Messenger's. For a workspace of one's own there is another, with that app id.
 *
 * @param {Demo} demo
 */
function replaceTag(demo) {
  const tag = document.createElement("script");
  tag.async = true;
  tag.src = document.querySelector(TAG)?.getAttribute("src") ?? "/dist/auto.js";
  tag.dataset.appId = demo.appId;
  tag.dataset.jwtUrl = "/api/messenger-token";
  document.querySelector(TAG)?.replaceWith(tag);
  byId("tag-note").textContent =
    "This server uses the real Messenger. The tag in the page's source is the fake Messenger's, so a script put this one in its place.";
}

/** The tag as it stands in the page now. */
function tagAsText() {
  const data = Object.entries(document.querySelector(TAG)?.attributes ?? {})
    .map(([, attribute]) => attribute)
    .filter((attribute) => attribute.name.startsWith("data-"));
  const lines = data.map(({ name, value }) => `\n  ${name}="${value}"`).join("");
  return `<script\n  async\n  src="${document.querySelector(TAG)?.getAttribute("src")}"${lines}\n></script>`;
}

/** @param {Demo} demo */
function buttonsAsText(demo) {
  const widget = demo.widgetUrl ? `\n  widgetUrl: "${demo.widgetUrl}",` : "";
  return `const options = {
  appId: "${demo.appId}",
  jwtUrl: "/api/messenger-token",${widget}
};

// Signing in
await fetch("/login", …);
await IntercomMessenger.boot(options);

// Logging out
await IntercomMessenger.shutdown();
await fetch("/logout", …);
await IntercomMessenger.boot(options);`;
}

/**
 * @param {Messenger} messenger
 * @param {Demo} demo
 */
async function startAccount(messenger, demo) {
  const boot = () => messenger.boot(bootOptions(demo));
  /** @param {() => Promise<unknown>} action */
  const run = async (action) => {
    clearProblem();
    for (const one of byId("account").querySelectorAll("button")) {
      one.disabled = true;
    }
    try {
      await action();
      await draw();
      await boot();
    } catch (error) {
      if (!isSuperseded(error)) {
        showProblem("The Messenger did not start", error, () => void run(async () => {}));
      }
      await draw();
    }
  };

  /** @param {string} name */
  const signIn = (name) =>
    run(async () => {
      if (messenger.state().session?.kind !== "visitor") {
        await messenger.shutdown();
      }
      await login(name);
    });
  const signOut = () =>
    run(async () => {
      await messenger.shutdown();
      await logout();
    });

  const draw = async () => {
    const user = await readUser();
    byId("who").textContent = user ? `Signed in as ${user.name}.` : "Nobody is signed in: the Messenger is a visitor's.";
    const others = demo.users.filter((one) => one.user !== user?.user);
    const verb = user ? "Switch to" : "Sign in as";
    byId("account").replaceChildren(
      ...others.map((one) =>
        button(`${verb} ${one.name.split(" ")[0]}`, () => void signIn(one.user), { "data-user": one.user }),
      ),
      ...(user ? [button("Log out", () => void signOut(), { id: "log-out" })] : []),
    );
  };
  await draw();
}

function startCopying() {
  for (const one of document.querySelectorAll("button[data-copy]")) {
    one.addEventListener("click", async () => {
      const code = byId(one.getAttribute("data-copy") ?? "");
      try {
        await navigator.clipboard.writeText(code.textContent ?? "");
        one.textContent = "Copied";
      } catch {
        getSelection()?.selectAllChildren(code);
        one.textContent = "Selected";
      }
      setTimeout(() => (one.textContent = "Copy"), 2000);
    });
  }
}

async function start() {
  startCopying();
  const demo = await readDemo();
  if (!demo.fakeMessenger) {
    replaceTag(demo);
  }
  showWhich(demo);
  byId("tag-code").textContent = tagAsText();
  byId("buttons-code").textContent = buttonsAsText(demo);
  const messenger = await whenLoaded();
  startStatePanel(byId("state"), messenger, demo);
  startCallLog(byId("log"), demo);
  const tell = (/** @type {unknown} */ error) => {
    if (!isSuperseded(error)) {
      showProblem("The Messenger has a problem", error, again);
    }
  };
  const again = () => void messenger.boot(bootOptions(demo)).catch(tell);
  messenger.on("error", tell);
  messenger.on("ready", clearProblem);
  if (messenger.state().lastError) {
    tell(messenger.state().lastError);
  }
  await startAccount(messenger, demo);
}

start().catch((error) => showProblem("The demo did not start", error));
