// Counts the objects of a page: listeners, timers, elements, and the loader's memory.
(() => {
  const listeners = new Map();
  const key = (target, kind) => `${target === window ? "window" : target.constructor?.name} ${kind}`;
  const count = (target, kind, by) => {
    const name = key(target, kind);
    listeners.set(name, (listeners.get(name) ?? 0) + by);
  };
  // The same listener added twice counts once, as in the browser. A removed element takes its listeners along.
  const held = new WeakMap();
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const of = (target, kind) => {
    if (!held.has(target)) held.set(target, new Map());
    const kinds = held.get(target);
    if (!kinds.has(kind)) kinds.set(kind, new Set());
    return kinds.get(kind);
  };
  EventTarget.prototype.addEventListener = function (kind, listener, ...rest) {
    const target = this ?? window;
    // The journey's own steps listen for events of the fake Messenger.
    const own = !(target instanceof Element) && !kind.startsWith("standin:");
    if (own && listener && !of(target, kind).has(listener)) {
      of(target, kind).add(listener);
      count(target, kind, 1);
    }
    return addEventListener.call(target, kind, listener, ...rest);
  };
  EventTarget.prototype.removeEventListener = function (kind, listener, ...rest) {
    const target = this ?? window;
    if (of(target, kind).delete(listener)) count(target, kind, -1);
    return removeEventListener.call(target, kind, listener, ...rest);
  };
  const timers = new Set();
  const { setTimeout, clearTimeout } = window;
  window.setTimeout = (run, ...rest) => {
    const id = setTimeout((...given) => {
      timers.delete(id);
      run(...given);
    }, ...rest);
    timers.add(id);
    return id;
  };
  window.clearTimeout = (id) => {
    timers.delete(id);
    clearTimeout(id);
  };
  let memory;
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(Instance, given) {
      const instance = new Instance(...given);
      memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
      return instance;
    },
  });
  window.census = () => ({
    listeners: Object.fromEntries([...listeners].filter(([, count]) => count).sort()),
    timers: timers.size,
    elements: document.querySelectorAll("*").length,
    pages: memory.buffer.byteLength / 65_536,
  });
})();
