declare global {
  interface Window {
    /** The package's functions, once the script tag's file has run. */
    IntercomMessenger?: typeof import("./index.js");
  }
}

export {};
