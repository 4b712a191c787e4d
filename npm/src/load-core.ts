import {
  attach,
  boot,
  call,
  diagnose,
  imports,
  on,
  refreshToken,
  routeUpdate,
  shutdown,
  state,
  update,
} from "wasm:glue";
import { instantiate } from "wasm:instance";
import { wasmError } from "./error.js";

/** What the wasm exports. */
const functions = { boot, call, diagnose, on, refreshToken, routeUpdate, shutdown, state, update };

/** @type {Promise<typeof functions> | undefined} */
let loading;

/** @type {typeof functions | undefined} The same, once it is there. */
export let loaded;

/**
 * Starts the wasm, once. A failure is not kept: the next call tries again.
 *
 * @returns {Promise<typeof functions>}
 */
export function load() {
  if (!loading) {
    loading = start().catch((cause) => {
      loading = undefined;
      throw wasmError(cause);
    });
  }
  return loading;
}

async function start() {
  const { instance } = await instantiate(imports);
  attach(instance);
  return (loaded = functions);
}
