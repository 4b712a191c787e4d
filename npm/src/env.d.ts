/** Version of the package, which the build fills in. */
declare const VERSION: string;

declare module "*.wasm" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

/** What the build puts beside a module that is JavaScript. */
declare module "#pkg/*_memory.js" {
  export function fill(): void;
}
