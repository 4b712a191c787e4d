/** Version of the package, set by the build. */
declare const VERSION: string;

/** Suffix of the names of the core's files, which JavaScript ones have. */
declare const CORE_SUFFIX: "" | "-without-wasm";

declare module "*.wasm" {
  const text: string;
  export default text;
}

/** Data file that the build writes beside a module in JavaScript. */
declare module "#pkg/*_memory.js" {
  export function fill(): void;
}
