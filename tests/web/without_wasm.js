// Replaces WebAssembly where the tests are JavaScript (`xtask/src/test/lowered.rs`): passes their module to
// wasm-bindgen's code, and removes itself.
window.WebAssembly = {
  async instantiateStreaming(response, imports) {
    window.importsOfTests = imports;
    // `page.js` finds the module among the page's resources, which list a response once it is read.
    await (await response).arrayBuffer();
    const { exports } = await import("/target/xtask/lowered-tests/tests.js");
    delete window.WebAssembly;
    return { instance: { exports }, module: {} };
  },
};

export const isMissing = () => typeof WebAssembly === "undefined";
