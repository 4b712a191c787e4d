// @ts-check
// The token's life, and its end.

import { button, make } from "../dom.js";
import { radios } from "../fields.js";
import { doing } from "./bench.js";

/** @typedef {import("./bench.js").Bench} Bench */

const NONE = "none";

/** How long the token lives that "Expire now" hands to the page, in seconds; none can be shorter and still be taken. */
const LAST_SECONDS = 2;

/** @type {[string, string][]} */
const LIVES = [
  ["10", "10 s"],
  ["30", "30 s"],
  ["120", "2 min"],
  ["7200", "2 h"],
  [NONE, "None"],
];

/**
 * @param {HTMLElement} place
 * @param {Bench} bench
 */
export function startTokens(place, bench) {
  const said = make("p", { class: "said", role: "status" });

  const life = radios(
    "Life of a token",
    "token-life",
    LIVES,
    (value) =>
      void doing(said, async () => {
        await bench.change(value === NONE ? { tokenEnds: false } : { tokenEnds: true, tokenLifeSeconds: Number(value) });
        if (!bench.isUser) {
          return "Holds from the next token on: sign in.";
        }
        return outcome(await bench.session.refreshToken(), value === "10" ? HASTE : "A token with this life is here.");
      }),
    "choices",
  );
  const refresh = button(
    "Refresh now",
    () => void doing(said, async () => outcome(await bench.session.refreshToken(), "A new token is here.")),
    { id: "refresh" },
  );
  const expire = button("Expire now", () => void doing(said, () => expireNow(bench)), { id: "expire" });

  place.replaceChildren(life.field, make("div", { class: "row" }, refresh, expire), said);
  const draw = () => {
    const { tokenEnds, tokenLifeSeconds } = bench.faults;
    life.set(tokenEnds ? String(tokenLifeSeconds) : NONE);
    refresh.disabled = expire.disabled = !bench.isUser;
  };
  bench.addEventListener("change", draw);
  bench.messenger.on("statechange", draw);
  draw();
}

const HASTE = "Refreshed every 5 s from here on. Each one is an update of the quota, so go back to 2 h before it is spent.";

/**
 * @param {boolean} done
 * @param {string} text
 */
const outcome = (done, text) => (done ? text : "No new token: the last error says why. The session stays.");

/**
 * Has the server sign one token that is over at once, and goes on with it as with any other.
 *
 * @param {Bench} bench
 */
async function expireNow(bench) {
  const { token } = bench.faults;
  await bench.change({ token: { kind: "shortLife", seconds: LAST_SECONDS } });
  const done = await bench.session.refreshToken();
  await bench.change({ token });
  return outcome(done, `This token ends in ${LAST_SECONDS} s. The next one comes by itself, 5 s after this one.`);
}
