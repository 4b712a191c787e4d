export default {
  server: { proxy: { "/api": process.env.BACKEND } },
  // The development servers of Vite 6 and 7 move the module away from its wasm unless it is named here.
  optimizeDeps: { exclude: ["intercom-messenger-loader"] },
  cacheDir: ".vite",
};
