// The loader as an application imports it. The page's `data-load` is for the rows of host pages.
import * as loader from "intercom-messenger-loader";

const { load } = document.documentElement.dataset;
loader.boot({ appId: "standin1", jwtUrl: "/api/messenger-token", load });
// For the row of memory.
window.boot = loader.boot;
window.shutdown = loader.shutdown;
