import * as loader from "/dist/index.js";
import * as server from "/dist/server.js";
window.loader = loader;
window.server = server;
