// The functions that both entries offer. Importing this touches nothing: the wasm starts with the first call.
import { withClass } from "./error.js";
import { load, loaded } from "./loader.js";

/** @typedef {Awaited<ReturnType<typeof load>>} Wasm */

/**
 * @template T
 * @param {(wasm: Wasm) => T} use
 */
async function withWasm(use) {
  try {
    return await use(await load());
  } catch (error) {
    throw withClass(error);
  }
}

/** @param {any} options */
export const bootMessenger = (options) => withWasm((wasm) => wasm.boot(options));

export async function shutdownMessenger() {
  // On a server, and where the wasm cannot start, there is nothing to shut down.
  if (typeof document !== "undefined") {
    await withWasm((wasm) => wasm.shutdown()).catch(() => {});
  }
}

/** @param {string | URL} [url] */
export const updateRoute = (url) =>
  withWasm((wasm) => wasm.routeUpdate(url === undefined ? undefined : absolute(String(url))));

/**
 * An address as the page's own is written; what is no address, and on a server every one, stays as it is.
 *
 * @param {string} url
 */
function absolute(url) {
  try {
    return new URL(url, location.href).href;
  } catch {
    return url;
  }
}

export const refreshUserToken = () => withWasm((wasm) => wasm.refreshToken());

export function currentState() {
  const state = loaded ? loaded.state() : IDLE;
  return { ...state, lastError: withClass(state.lastError) };
}

const IDLE = {
  phase: "idle",
  session: null,
  appId: null,
  region: null,
  tokenExpiresAt: null,
  updatesLeft: 18,
  lastError: null,
};

/**
 * @param {any} event
 * @param {(detail: any) => void} listener
 * @returns {() => void}
 */
export function listen(event, listener) {
  let ended = false;
  let end = () => {};
  /** @param {any} detail */
  const tell = (detail) => listener(typeof detail === "object" ? withClass(detail) : detail);
  withWasm((wasm) => {
    if (!ended) {
      end = wasm.on(event, tell);
    }
  }).catch((error) => console.error(error));
  return () => {
    ended = true;
    end();
    end = () => {};
  };
}
