// @ts-check
// What the shop has. All of it is invented, but for the books.

/** @typedef {{ title: string, author: string, price: string, cover: string }} Book */
/** @typedef {{ book: string, placed: string, status: string }} Order */

/** @type {Book[]} */
export const BOOKS = [
  { title: "Middlemarch", author: "George Eliot", price: "$14", cover: "pine" },
  { title: "Frankenstein", author: "Mary Shelley", price: "$11", cover: "plum" },
  { title: "Moby-Dick", author: "Herman Melville", price: "$15", cover: "sea" },
  { title: "Jane Eyre", author: "Charlotte Brontë", price: "$12", cover: "rust" },
  { title: "The Time Machine", author: "H. G. Wells", price: "$9", cover: "slate" },
  { title: "Walden", author: "Henry David Thoreau", price: "$10", cover: "olive" },
];

/** @type {Map<string, Order[]>} By user id. */
const orders = new Map([
  [
    "user-ada-1815",
    [
      { book: "Frankenstein", placed: "3 May", status: "Delivered" },
      { book: "The Time Machine", placed: "12 May", status: "On its way" },
    ],
  ],
  ["user-grace-1906", [{ book: "Moby-Dick", placed: "28 April", status: "Delivered" }]],
]);

/** @param {string} userId */
export const ordersOf = (userId) => orders.get(userId) ?? [];

/**
 * @param {string} userId
 * @param {Book} book
 */
export function order(userId, book) {
  orders.set(userId, [{ book: book.title, placed: "Today", status: "Being packed" }, ...ordersOf(userId)]);
}
