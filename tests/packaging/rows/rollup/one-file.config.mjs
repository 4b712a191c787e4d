import resolve from "@rollup/plugin-node-resolve";

export default {
  input: "src/inline.js",
  output: { file: "dist/bundle.js", format: "iife" },
  plugins: [resolve()],
};
