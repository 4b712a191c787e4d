// @ts-check
// The shop's pages.

import { BOOKS, order, ordersOf } from "./books.js";
import { button, make } from "./dom.js";

/** @typedef {import("./session.js").ShopSession} ShopSession */
/** @typedef {{ session: ShopSession, askToSignIn: () => void, go: (path: string) => void }} Shop */

/**
 * @param {string} title
 * @param {string} lead
 */
function head(title, lead) {
  return make("div", { class: "view-head" }, make("h1", {}, title), make("p", { class: "lead" }, lead));
}

/** @param {Shop} shop */
const signInButton = (shop) => button("Sign in", shop.askToSignIn, { class: "main" });

/** @param {Shop} shop */
export function shelf(shop) {
  const { user } = shop.session;
  const lead = user
    ? "Your bookseller is one click away in the corner, and knows who is asking."
    : "You are a visitor. Ask the bookseller in the corner anything; sign in, and they know who is asking.";
  const books = BOOKS.map((book) =>
    make(
      "li",
      { class: "book" },
      make("div", { class: `cover ${book.cover}`, "aria-hidden": "true" }, book.title, make("span", {}, book.author)),
      make("h3", {}, book.title),
      make("p", {}, book.author),
      make("div", { class: "row" }, book.price, orderButton(shop, book)),
    ),
  );
  const greeting = user ? `Good to see you, ${user.name.split(" ")[0]}` : "Books worth the margins";
  return make("div", {}, head(greeting, lead), make("ul", { class: "shelf" }, ...books));
}

/**
 * @param {Shop} shop
 * @param {import("./books.js").Book} book
 */
function orderButton(shop, book) {
  const buy = () => {
    const { user } = shop.session;
    if (user) {
      order(user.userId, book);
      shop.go("/app/orders");
    } else {
      shop.askToSignIn();
    }
  };
  return button("Order", buy, { class: "small", "aria-label": `Order ${book.title}` });
}

/** @param {Shop} shop */
export function orders(shop) {
  const { user } = shop.session;
  if (!user) {
    return make("div", {}, head("Orders", "Sign in to see what you ordered."), signInButton(shop));
  }
  const mine = ordersOf(user.userId);
  if (!mine.length) {
    const shelfLink = make("a", { href: "/app", class: "button" }, "Look at the books");
    return make("div", {}, head("Orders", "You have not ordered anything yet."), shelfLink);
  }
  const row = (/** @type {import("./books.js").Order} */ one) =>
    make("tr", {}, make("td", {}, one.book), make("td", {}, one.placed), make("td", {}, one.status));
  const titles = ["Book", "Placed", "Status"].map((title) => make("th", { scope: "col" }, title));
  const table = make(
    "table",
    { class: "orders" },
    make("thead", {}, make("tr", {}, ...titles)),
    make("tbody", {}, ...mine.map(row)),
  );
  return make("div", {}, head("Orders", "Something wrong with one of them? Ask in the corner."), table);
}

const TELL_KEY = "shop-tell-me";

/** @param {Shop} shop */
export function settings(shop) {
  const { user } = shop.session;
  if (!user) {
    return make("div", {}, head("Settings", "Sign in to see your account."), signInButton(shop));
  }
  const rows = { Name: user.name, "E-mail": user.email ?? "none given", "Customer number": user.userId };
  const profile = Object.entries(rows).flatMap(([term, value]) => [make("dt", {}, term), make("dd", {}, value)]);
  const key = `${TELL_KEY}-${user.userId}`;
  const box = make("input", { type: "checkbox", checked: localStorage.getItem(key) === "yes" });
  box.addEventListener("change", () => localStorage.setItem(key, box.checked ? "yes" : "no"));
  const check = make("label", { class: "check" }, box, "Tell me when an order is on its way");
  const lead = "What the shop knows about you. The name and the e-mail address go to the Messenger inside the token.";
  return make("div", {}, head("Settings", lead), make("dl", { class: "profile" }, ...profile), check);
}

export function missing() {
  const back = make("a", { href: "/app", class: "button" }, "To the books");
  return make("div", {}, head("No such page", "The shop has nothing at this address."), back);
}
