// @ts-check
// Who is signed in: told to the loader, or behind its back.

import { changeSessionBehind } from "../backend.js";
import { button, make, write } from "../dom.js";
import { doing } from "./bench.js";

/** @typedef {import("./bench.js").Bench} Bench */

/**
 * @param {HTMLElement} place
 * @param {Bench} bench
 */
export function startIdentity(place, bench) {
  const { session } = bench;
  const server = make("strong", { id: "server-user" });
  const people = make("div", { class: "row" });
  const said = make("p", { class: "said", role: "status" });

  /** @param {string | null} user */
  const behind = (user) =>
    doing(said, async () => {
      await changeSessionBehind(user);
      await session.lookAgain();
      return user
        ? "Done at the server, and no page was told. Refresh the token, or wait for it."
        : "Ended at the server for every tab. The next refresh finds 401: refresh the token, or wait for it.";
    });
  const become = button("", () => void behind(bench.other().user), { id: "switch-behind" });
  const everywhere = button("Log out everywhere", () => void behind(null), { id: "log-out-everywhere" });
  const tab = make(
    "a",
    { class: "button", href: "/playground.html?tab=second", target: "_blank", id: "second-tab-link" },
    "Open a second tab ↗",
  );

  const draw = () => {
    const { user, busy, demo } = session;
    write(server, user?.name ?? "nobody");
    const signIn = demo.users.map((one) =>
      button(
        `${user ? "Switch to" : "Sign in as"} ${first(one.name)}`,
        () => void session.signIn(one.user),
        { "data-user": one.user, disabled: busy || one.user === user?.user },
      ),
    );
    const leave = button("Log out here", () => void session.signOut(), { id: "log-out", disabled: busy || !user });
    redraw(people, [...signIn, leave]);
    write(become, `Become ${first(bench.other().name)} at the server`);
    become.disabled = busy || !user;
    everywhere.disabled = busy || !user;
  };
  session.addEventListener("change", draw);
  place.replaceChildren(
    make("p", { class: "fact" }, "The server knows this browser as ", server, "."),
    people,
    make("h3", {}, "Behind this page's back"),
    make("div", { class: "row" }, everywhere, become, tab),
    said,
  );
  draw();
}

/** @param {string} name */
const first = (name) => name.split(" ")[0] ?? name;

/**
 * Draws buttons anew and leaves the focus where it was.
 *
 * @param {HTMLElement} row
 * @param {HTMLButtonElement[]} buttons
 */
function redraw(row, buttons) {
  const at = [...row.children].indexOf(/** @type {Element} */ (document.activeElement));
  row.replaceChildren(...buttons);
  if (at >= 0) {
    buttons[at]?.focus();
  }
}
