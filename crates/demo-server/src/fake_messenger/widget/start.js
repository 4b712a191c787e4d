// Runs once per page, however often the script is loaded.

/** Runs the calls in the stub's queue, in order, and replaces the stub. */
function takeOver(mayBootItself) {
  const stub = typeof window.Intercom === "function" ? window.Intercom : null;
  const waiting = Array.from(stub?.q ?? [], (call) => Array.from(call));
  if (stub?.q) stub.q.length = 0;
  window.Intercom = messenger;
  messenger.booted = true;
  const begins = waiting.some(([method]) => method === "boot" || method === "shutdown");
  if (mayBootItself && !begins) {
    note("boot", [merged()], { self: true });
    boot();
  }
  for (const [method, ...args] of waiting) safely(messenger, method, ...args);
}

/** A second run of the script: adds no second launcher, and records a mistake. */
function again() {
  facts.loads += 1;
  mistake("the widget's script ran a second time on this page");
  if (window.Intercom !== messenger) takeOver(false);
}

/** A message from the team, for tests and for the demo: counts as unread while the panel is closed. */
function reply(text) {
  if (live) say("team", String(text));
}

if (window.__standInMessenger) {
  window.__standInMessenger.again();
} else {
  Object.defineProperty(facts, "again", { value: again });
  Object.defineProperty(facts, "reply", { value: reply });
  window.__standInMessenger = facts;
  takeOver(true);
  changed();
}
