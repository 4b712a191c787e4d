import * as loader from "/dist/index.js";
window.loader = loader;
