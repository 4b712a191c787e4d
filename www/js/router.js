// @ts-check
// Routes without a reload, on the history API.

/**
 * @typedef {object} Route
 * @property {string} title
 * @property {() => Node} view
 */

/**
 * Follows links and the back button between `routes`, and tells after each change.
 *
 * @param {Record<string, Route>} routes By path.
 * @param {Route} missing For every other path.
 * @param {(route: Route, path: string, first: boolean) => void} show
 * @returns {{ draw: () => void, go: (path: string) => void }} `draw` shows the route of now again.
 */
export function startRouter(routes, missing, show) {
  let shown = "";

  const draw = () => {
    const first = shown === "";
    const path = location.pathname.replace(/\/+$/, "");
    const moved = path !== shown;
    shown = path;
    const route = Object.hasOwn(routes, path) ? routes[path] : missing;
    document.title = `${route.title} · Marginalia`;
    show(route, path, first || !moved);
  };

  /** @param {string} path */
  const go = (path) => {
    if (path !== location.pathname) {
      history.pushState(null, "", path);
    }
    draw();
    scrollTo(0, 0);
  };

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented || link.target || link.origin !== location.origin) {
      return;
    }
    // A fragment is the browser's; an address outside the application is another page.
    if (!/^\/app(\/|$)/.test(link.pathname) || link.hash) {
      return;
    }
    event.preventDefault();
    go(link.pathname);
  });

  addEventListener("popstate", () => {
    if (location.pathname.replace(/\/+$/, "") !== shown) {
      draw();
    }
  });

  return { draw, go };
}
