import { svelte } from "@sveltejs/vite-plugin-svelte";

// Where the application's own backend listens while one works on it.
const target = process.env.BACKEND ?? "http://localhost:8080";

export default {
  plugins: [svelte()],
  server: { proxy: { "/login": { target }, "/logout": { target }, "/api": { target } } },
};
