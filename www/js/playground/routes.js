// @ts-check
// Moving between pages. Nothing here tells the loader: it follows by itself.

import { button, make, write } from "../dom.js";
import { onFakeMessenger, fakeMessenger } from "../fake-messenger.js";

const STORM = 100;

/** @param {HTMLElement} place */
export function startRoutes(place) {
  const address = make("code", { id: "address" });
  const told = make("p", { class: "said", role: "status", id: "updates-told" });
  let moves = 0;
  let before = 0;

  const draw = () => {
    write(address, location.pathname + location.search);
    const updates = countUpdates() - before;
    const routes = moves === 1 ? "1 change of the address" : `${moves} changes of the address`;
    write(told, moves ? `${routes}; the Messenger was told ${updates} time${updates === 1 ? "" : "s"}.` : "");
  };
  /** @param {string[]} pages */
  const push = (pages) => {
    before = countUpdates();
    moves = pages.length;
    for (const page of pages) {
      history.pushState(null, "", `?page=${page}`);
    }
    draw();
  };
  const pages = ["books", "orders", "settings"].map((page) => button(page, () => push([page]), { "data-page": page }));
  const storm = button(
    `Storm of ${STORM}`,
    () => push(Array.from({ length: STORM }, (_, index) => `storm-${index + 1}`)),
    { id: "storm" },
  );
  place.replaceChildren(
    make("p", { class: "fact" }, "The page is at ", address),
    make("div", { class: "row" }, ...pages, button("Back", () => history.back()), storm),
    told,
  );
  addEventListener("popstate", draw);
  onFakeMessenger(draw);
  draw();
}

/** How many updates the fake Messenger got; it does not keep the oldest of very many. */
const countUpdates = () => fakeMessenger()?.calls.filter((call) => call.method === "update").length ?? 0;
