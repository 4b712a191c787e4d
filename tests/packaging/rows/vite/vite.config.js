export default {
  // Address of the application's own backend during development.
  server: { proxy: { "/api": process.env.BACKEND } },
};
