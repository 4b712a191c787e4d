// What happens when the script runs: once per page, however often it is loaded.

/** Takes the calls that waited in the stub, in their order, and takes the stub's place. */
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

/** A second run of the script: no second launcher, and a mistake to be seen. */
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
