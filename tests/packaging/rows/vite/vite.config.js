export default {
  // Where the application's own backend listens while one works on it.
  server: { proxy: { "/api": process.env.BACKEND } },
};
