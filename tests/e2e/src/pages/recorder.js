// Records developer-visible output: console lines, uncaught errors, and the widget's script tags.
(() => {
  const seen = { console: [], uncaught: [], scripts: [] };
  Object.defineProperty(window, "__seen", { value: seen });

  // Delays between retries are a random fraction of their maximum; here they are a twentieth of it.
  Math.random = () => 0.05;

  const text = (value, depth = 0) => {
    if (value instanceof Error && depth < 4) {
      const cause = value.cause === undefined ? "" : ` cause: ${text(value.cause, depth + 1)}`;
      return `${value.stack} ${value.name}: ${value.message} ${JSON.stringify({ ...value })}${cause}`;
    }
    try {
      return typeof value === "object" ? JSON.stringify(value) : String(value);
    } catch {
      return String(value);
    }
  };
  Object.defineProperty(seen, "text", { value: text });

  for (const level of ["debug", "log", "info", "warn", "error"]) {
    const original = console[level];
    console[level] = (...args) => {
      seen.console.push([level, ...args.map((arg) => text(arg))].join(" "));
      original.apply(console, args);
    };
  }
  addEventListener("error", (event) => seen.uncaught.push(text(event.error ?? event.message)));
  addEventListener("unhandledrejection", (event) => seen.uncaught.push(text(event.reason)));
  new MutationObserver((records) => {
    for (const node of records.flatMap((record) => [...record.addedNodes])) {
      if (node.nodeName === "SCRIPT" && node.src.includes("/widget/")) seen.scripts.push(node.src);
    }
  }).observe(document, { childList: true, subtree: true });
})();
