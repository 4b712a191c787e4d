// The page's clocks and timers run SPEED times as fast as the server's. `clock.jump(ms)` sets the device's clock,
// and `clock.sleep(ms)` lets it pass as a device does that is asleep: no timer runs, and performance.now stands still.
((SPEED) => {
  const own = { now: Date.now.bind(Date), uptime: performance.now.bind(performance), set: setTimeout.bind(window) };
  const [start, began] = [own.now(), own.uptime()];
  let ahead = 0;
  const passed = () => (own.uptime() - began) * SPEED;
  Date.now = () => Math.floor(start + ahead + passed());
  performance.now = () => began + passed();
  // The loader's limit for its own files, which gives an error along, is real time: the network is not faster.
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