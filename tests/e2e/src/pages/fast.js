// Runs the page's clocks and timers SPEED times as fast as the server's. `clock.jump(ms)` sets the device's clock,
// and `clock.sleep(ms)` lets time pass as on a sleeping device: no timer runs, and performance.now stands still.
((SPEED) => {
  const own = { now: Date.now.bind(Date), uptime: performance.now.bind(performance), set: setTimeout.bind(window) };
  const [start, began] = [own.now(), own.uptime()];
  let ahead = 0;
  const passed = () => (own.uptime() - began) * SPEED;
  Date.now = () => Math.floor(start + ahead + passed());
  performance.now = () => began + passed();
  // The time limit for the loader's own files, recognizable by its error argument, is in real time: the network is
  // not faster.
  window.setTimeout = (run, ms, ...rest) => own.set(run, rest[0] instanceof Error ? ms : ms / SPEED, ...rest);
  Object.defineProperty(window, "clock", {
    value: {
      real: own.uptime,
      jump: (ms) => (ahead += ms),
      sleep(ms) {
        ahead += ms;
        document.dispatchEvent(new Event("visibilitychange"));
      },
    },
  });
})