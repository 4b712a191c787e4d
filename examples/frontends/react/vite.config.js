import react from "@vitejs/plugin-react";

// Where the application's own backend listens while one works on it.
const target = process.env.BACKEND ?? "http://localhost:8080";

export default {
  plugins: [react()],
  server: { proxy: { "/login": { target }, "/logout": { target }, "/api": { target } } },
};
