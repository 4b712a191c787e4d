// @ts-check
// The menu that signs people in and out.

import { button, byId, make } from "./dom.js";

/** @typedef {import("./session.js").ShopSession} ShopSession */
/** @typedef {import("./backend.js").User} User */

/**
 * Draws the menu and keeps it in line with the session.
 *
 * @param {ShopSession} session
 * @returns {{ open: () => void }}
 */
export function startAccountMenu(session) {
  const details = /** @type {HTMLDetailsElement} */ (byId("account"));
  const summary = byId("account-name");
  const menu = byId("account-menu");

  const close = () => {
    details.open = false;
  };
  const draw = () => {
    const { user, busy } = session;
    details.setAttribute("aria-busy", String(busy));
    summary.replaceChildren(...(user ? [face(user), user.name.split(" ")[0]] : ["Sign in"]));
    const others = session.demo.users.filter((one) => one.user !== user?.user);
    const choices = others.map((one) =>
      choice(one, user ? "Switch to" : "Sign in as", busy, () => {
        close();
        void session.signIn(one.user);
      }),
    );
    const leave = () => {
      close();
      void session.signOut();
    };
    const lead = user ? `${user.name}, ${user.email ?? "without an e-mail address"}` : "Demo accounts, no password";
    menu.replaceChildren(
      make("p", {}, lead),
      ...choices,
      ...(user ? [button("Log out", leave, { id: "log-out", disabled: busy })] : []),
    );
  };

  session.addEventListener("change", draw);
  document.addEventListener("click", (event) => {
    if (details.open && event.target instanceof Node && !details.contains(event.target)) {
      close();
    }
  });
  details.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && details.open) {
      close();
      summary.focus();
    }
  });
  draw();

  const open = () => {
    // After the click that asked for it, which would close the menu again.
    setTimeout(() => {
      details.open = true;
      summary.scrollIntoView({ block: "nearest" });
      menu.querySelector("button")?.focus();
    });
  };
  return { open };
}

/** @param {User} user */
const face = (user) => make("span", { class: "face", "aria-hidden": "true" }, user.name[0]);

/**
 * @param {User} user
 * @param {string} verb
 * @param {boolean} busy
 * @param {() => void} onClick
 */
function choice(user, verb, busy, onClick) {
  const attributes = { "data-user": user.user, disabled: busy, "aria-label": `${verb} ${user.name}` };
  const element = button("", onClick, attributes);
  element.append(
    face(user),
    make("span", {}, user.name, make("small", {}, user.email ?? "without an e-mail address")),
  );
  return element;
}
