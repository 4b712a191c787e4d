// The package's default entry: everything in one module, the wasm inside.
export {
  bootMessenger as boot,
  currentState as state,
  listen as on,
  refreshUserToken as refreshToken,
  shutdownMessenger as shutdown,
  updateRoute as routeUpdate,
} from "./api.js";
export { MessengerError } from "./error.js";
