export default {
  // The application's own backend.
  rewrites: async () => [{ source: "/api/:path*", destination: `${process.env.BACKEND}/api/:path*` }],
};
