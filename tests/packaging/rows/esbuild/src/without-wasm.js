// One line opts in, in a browser that has no WebAssembly.
import "intercom-messenger-loader/without-wasm";
import "./index.js";

delete window.WebAssembly;
