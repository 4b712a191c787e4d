// @ts-check
// On a narrow screen the session's panel is out of sight while one clicks; this line is not.

import { write } from "../dom.js";
import { duration } from "../state-panel.js";

/** How often it is drawn, in milliseconds. */
const TICK = 250;

/**
 * @param {HTMLElement} place
 * @param {import("../messenger.js").Loader} messenger
 */
export function startStrip(place, messenger) {
  const draw = () => {
    const { phase, session, tokenExpiresAt, updatesLeft, lastError } = messenger.state();
    const who = !session ? phase.replace("_", " ") : session.kind === "user" ? session.userId : "visitor";
    const left = tokenExpiresAt === null ? null : tokenExpiresAt - Date.now();
    const token = left === null ? "no end" : left > 0 ? duration(left) : "token ended";
    const code = lastError && "code" in lastError ? String(lastError.code) : null;
    write(place, [who, ...(session?.kind === "user" ? [token] : []), code ?? `${updatesLeft} updates`].join(" · "));
    place.classList.toggle("bad", code !== null);
  };
  messenger.on("statechange", draw);
  setInterval(draw, TICK);
  draw();
}
