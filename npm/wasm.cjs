// For require("intercom-messenger-loader/wasm"): CommonJS has no `import.meta`, so here the wasm is inside.
module.exports = require("./index.cjs");
