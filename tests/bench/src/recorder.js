// Runs before everything else in a measured page. It reports to the address `told` when the Messenger has accepted a
// signed-in user, and when the page is idle.
(() => {
  const seen = { accepted: null, lcp: null, blocked: 0, tasks: 0 };
  let picture = false;
  const tell = (kind) => navigator.sendBeacon(told, JSON.stringify({ kind, ...seen }));

  window.addEventListener("standin:change", () => {
    const session = window.__standInMessenger?.session;
    if (seen.accepted === null && session?.accepted && session.kind === "user") {
      seen.accepted = performance.now();
      tell("accepted");
    }
  });

  new PerformanceObserver((list) => {
    for (const { startTime, url } of list.getEntries()) {
      seen.lcp = startTime;
      picture ||= url !== "";
    }
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      seen.blocked += duration - 50;
      seen.tasks += 1;
    }
  }).observe({ type: "longtask", buffered: true });

  // Observers are called with a delay, so the page has to be idle twice, and its image to be painted.
  const rest = () =>
    requestIdleCallback(() =>
      requestIdleCallback(() => (picture || document.images.length === 0 ? tell("rest") : rest())),
    );
  window.addEventListener("load", () => {
    const boots = !document.documentElement.matches("[data-load=interaction], [data-load=never]");
    const settled = () => (boots && seen.accepted === null ? undefined : (rest(), true));
    if (!settled()) {
      const again = () => settled() && window.removeEventListener("standin:change", again);
      window.addEventListener("standin:change", again);
    }
  });
})();
